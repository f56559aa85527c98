/** Scopes: asked once, then kept. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, world } from './world.mjs';

const scope = 'scope.userLocation';

test('who allowed a scope is not asked again', async () => {
  const { wx } = await world();

  assert.deepEqual(await wx.authorize({ scope }), { errMsg: 'authorize:ok' });
  wx.$phone.next('authorize', { deny: true });
  assert.deepEqual(await wx.authorize({ scope }), { errMsg: 'authorize:ok' });
  assert.equal((await wx.getSetting()).authSetting[scope], true);
});

test('who denied a scope is refused at once until the settings allow it', async () => {
  const { wx } = await world();
  wx.$phone.next('authorize', { deny: true });
  const denied = { errMsg: 'authorize:fail auth deny' };

  assert.deepEqual(await failureOf(wx.authorize({ scope })), denied);
  assert.deepEqual(await failureOf(wx.authorize({ scope })), denied);
  wx.$phone.next('openSetting', { [scope]: true });
  assert.equal((await wx.openSetting()).authSetting[scope], true);
  assert.deepEqual(await wx.authorize({ scope }), { errMsg: 'authorize:ok' });
});

test('scope.userInfo is asked for before the recall of getUserInfo, and always allowed after it', async () => {
  const { wx, call } = await world({ clock: { start: '2021-04-28T23:59:59+08:00', mode: 'frozen' } });

  assert.deepEqual((await wx.getSetting()).authSetting, {});
  await wx.$phone.button('getUserInfo');
  assert.deepEqual((await wx.getSetting()).authSetting, { 'scope.userInfo': true });
  wx.$phone.user('bob');
  assert.deepEqual((await wx.getSetting()).authSetting, {});
  await call('POST', 'clock/advance', { by: '1s' });
  assert.deepEqual((await wx.getSetting()).authSetting, { 'scope.userInfo': true });
});

test('strictly, openSetting needs a tap', async () => {
  const { wx } = await world(undefined, { gestures: 'strict' });

  assert.equal((await failureOf(wx.openSetting())).errMsg, 'openSetting:fail can only be invoked by user TAP gesture.');
  assert.equal((await wx.$phone.tap(() => wx.openSetting())).errMsg, 'openSetting:ok');
});
