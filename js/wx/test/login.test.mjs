/** wx.login and the session that it begins. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, redeem, world } from './world.mjs';

test('the code of wx.login is redeemed by a backend, once', async () => {
  const { wx, url, call } = await world();

  const result = await wx.login();

  assert.deepEqual(Object.keys(result), ['errMsg', 'code']);
  assert.equal(result.errMsg, 'login:ok');
  const alice = await call('GET', 'users/alice');
  assert.equal((await redeem(url, result.code)).openid, alice.openids.shop);
  assert.equal((await redeem(url, result.code)).errcode, 40163);
});

test('with a callback nothing is returned, and complete follows success', async () => {
  const { wx } = await world();
  const called = [];

  await new Promise((resolve) => {
    const returned = wx.login({
      success: ({ errMsg }) => called.push(['success', errMsg]),
      fail: () => called.push(['fail']),
      complete: ({ errMsg }) => {
        called.push(['complete', errMsg]);
        resolve();
      },
    });
    assert.equal(returned, undefined);
  });

  assert.deepEqual(called, [
    ['success', 'login:ok'],
    ['complete', 'login:ok'],
  ]);
});

test('before base library 2.10.2 there are no promises', async () => {
  const { wx } = await world(undefined, { baseLibrary: '2.10.1' });

  assert.equal(wx.login(), undefined);
  assert.equal((await new Promise((success) => wx.login({ success }))).errMsg, 'login:ok');
});

test('checkSession holds after a login, and fails four days later', async () => {
  const { wx, call } = await world();
  const stale = /^checkSession:fail .*-13001/;
  assert.match((await failureOf(wx.checkSession())).errMsg, stale);

  await wx.login();
  assert.equal((await wx.checkSession()).errMsg, 'checkSession:ok');

  await call('POST', 'clock/advance', { by: '4d' });
  assert.match((await failureOf(wx.checkSession())).errMsg, stale);
});

test('checkSession fails after WeChat has rotated the session_key', async () => {
  const { wx, call } = await world();
  await wx.login();

  await call('POST', 'wechat/rotate_session_key', { user: 'alice' });

  const failed = await new Promise((fail) => wx.checkSession({ fail }));
  assert.match(failed.errMsg, /^checkSession:fail .*-13001/);
});

test('whoever holds the phone logs in', async () => {
  const { wx, url, call } = await world();
  assert.equal(wx.$phone.user('bob'), 'bob');

  const { code } = await wx.login();

  assert.equal((await redeem(url, code)).openid, (await call('GET', 'users/bob')).openids.shop);
});

test('wx.pluginLogin gives a code to its callback, and never a promise', async () => {
  const { wx } = await world();

  assert.equal(wx.pluginLogin(), undefined);
  const result = await new Promise((success) => wx.pluginLogin({ success }));
  assert.equal(result.errMsg, 'pluginLogin:ok');
  assert.match(result.code, /./);
});

test('members are plain: a test may replace them', async () => {
  const { wx } = await world();
  const { value, writable, configurable, enumerable } = Object.getOwnPropertyDescriptor(wx, 'login');

  assert.equal(typeof value, 'function');
  assert.ok(writable && configurable && enumerable);
});

test('without a server the failure says so, in both languages', async () => {
  const { createWx } = await import('mockwx-wx');
  const wx = createWx({ url: 'http://127.0.0.1:9' });

  const failed = await failureOf(wx.login());

  assert.match(failed.errMsg, /^login:fail mockwx: .*http:\/\/127.0.0.1:9 .*mockwx serve.*没有应答/);
});
