/** Who the user says to be: by the world's date, by a person's decision, by a tap. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, world } from './world.mjs';

const MING = { users: { alice: { nickname: '小明' } } };
const at = (start) => ({ ...MING, clock: { start, mode: 'frozen' } });

test('getUserProfile gives the person before its recall and 微信用户 after, by the clock alone', async () => {
  const { wx, call } = await world(at('2022-11-08T23:59:59+08:00'));
  const desc = '用于完善资料';

  assert.equal((await wx.getUserProfile({ desc })).userInfo.nickName, '小明');
  await call('POST', 'clock/advance', { by: '1s' });
  assert.equal((await wx.getUserProfile({ desc })).userInfo.nickName, '微信用户');
});

test('getUserInfo gives the person before its recall and 微信用户 after, by the clock alone', async () => {
  const { wx, call } = await world(at('2021-04-28T23:59:59+08:00'));

  assert.equal((await wx.getUserInfo()).userInfo.nickName, '小明');
  await call('POST', 'clock/advance', { by: '1s' });
  assert.equal((await wx.getUserInfo()).userInfo.nickName, '微信用户');
});

test('without credentials nothing is sealed', async () => {
  const { wx } = await world();
  await wx.login();

  assert.ok((await wx.getUserInfo({ withCredentials: true })).encryptedData);
  assert.equal((await wx.getUserInfo({ withCredentials: false })).encryptedData, undefined);
});

test('a person refuses once, as told', async () => {
  const { wx } = await world();
  wx.$phone.next('getUserProfile', { deny: true });

  assert.deepEqual(await failureOf(wx.getUserProfile({ desc: '登录' })), { errMsg: 'getUserProfile:fail auth deny' });
  assert.equal((await wx.getUserProfile({ desc: '登录' })).errMsg, 'getUserProfile:ok');
});

test('desc has 1 to 30 characters', async () => {
  const { wx } = await world();
  const wrong = { errMsg: 'getUserProfile:fail desc length does not meet the requirements' };

  assert.deepEqual(await failureOf(wx.getUserProfile()), wrong);
  assert.deepEqual(await failureOf(wx.getUserProfile({ desc: '字'.repeat(31) })), wrong);
  assert.equal((await wx.getUserProfile({ desc: '字'.repeat(30) })).errMsg, 'getUserProfile:ok');
});

test('strictly, getUserProfile works in the turn of a tap and not after it', async () => {
  const { wx } = await world(undefined, { gestures: 'strict' });
  const noTap = { errMsg: 'getUserProfile:fail can only be invoked by user TAP gesture.' };
  const profile = () => wx.getUserProfile({ desc: '登录' });

  assert.deepEqual(await failureOf(profile()), noTap);
  assert.equal((await wx.$phone.tap(profile)).errMsg, 'getUserProfile:ok');
  const late = wx.$phone.tap(() => wx.login().then(profile));
  assert.deepEqual(await failureOf(late), noTap);
});

test('leniently, getUserProfile works after a tap', async () => {
  const { wx } = await world(undefined, { gestures: 'lenient' });
  const profile = () => wx.getUserProfile({ desc: '登录' });

  assert.match((await failureOf(profile())).errMsg, /TAP gesture/);
  assert.equal((await wx.$phone.tap(() => wx.login().then(profile))).errMsg, 'getUserProfile:ok');
});

test('the success callback of a confirmed showModal is a tap, its promise is none', async () => {
  const { wx } = await world(undefined, { gestures: 'strict' });
  const profile = () => wx.getUserProfile({ desc: '登录' });

  const answer = await new Promise((resolve) => wx.showModal({ success: () => resolve(profile()) }));
  assert.equal(answer.errMsg, 'getUserProfile:ok');
  assert.match((await failureOf(wx.showModal({ title: '登录' }).then(profile))).errMsg, /TAP gesture/);
});

test('the user key comes to a callback', async () => {
  const { wx } = await world();
  const manager = wx.getUserCryptoManager();

  const key = await new Promise((success) => manager.getLatestUserKey({ success }));
  assert.equal(key.errMsg, 'getLatestUserKey:ok');
  assert.equal(typeof key.version, 'number');
});
