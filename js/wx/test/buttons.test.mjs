/** Buttons with an open-type, and the nickname input. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { world } from './world.mjs';

const ORDER = ['errMsg', 'code', 'encryptedData', 'iv', 'cloudID'];

test('getPhoneNumber gives a code, and after a login what is sealed', async () => {
  const { wx } = await world();

  const fresh = await wx.$phone.button('getPhoneNumber');
  assert.equal(fresh.type, 'getphonenumber');
  assert.deepEqual(Object.keys(fresh.detail), ORDER.slice(0, 2));
  await wx.login();
  assert.deepEqual(Object.keys((await wx.$phone.button('getPhoneNumber')).detail), ORDER);
});

for (const [deny, detail] of [
  [true, { errMsg: 'getPhoneNumber:fail user deny' }],
  ['cancel_bind', { errMsg: 'getPhoneNumber:fail:cancel to bind phone' }],
  ['no_permission', { errMsg: 'getPhoneNumber:fail no permission' }],
  ['jsapi', { errMsg: 'operateWXData:fail jsapi has no permission', errno: 102 }],
  ['privacy', { errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 }],
  ['quota', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }],
]) {
  test(`getPhoneNumber refused: ${deny}`, async () => {
    const { wx } = await world();
    wx.$phone.next('getPhoneNumber', { deny });

    assert.deepEqual(await wx.$phone.button('getPhoneNumber'), { type: 'getphonenumber', detail });
  });
}

test('an app that is not verified gets no phone number', async () => {
  const { wx } = await world({ apps: { shop: { appid: 'wx00000000mockshop', verified: false } } });

  assert.equal((await wx.$phone.button('getPhoneNumber')).detail.errMsg, 'getPhoneNumber:fail no permission');
});

test('an avatar is a path on this phone, and a cancelled choice is no event', async () => {
  const { wx } = await world();

  const { type, detail } = await wx.$phone.button('chooseAvatar');
  assert.equal(type, 'chooseavatar');
  assert.deepEqual(Object.keys(detail), ['avatarUrl']);
  assert.match(detail.avatarUrl, /^wxfile:\/\/tmp_[0-9a-f]{32}\.jpg$/);
  wx.$phone.next('chooseAvatar', { deny: true });
  assert.equal(await wx.$phone.button('chooseAvatar'), null);
});

test('the nickname is the person’s own, typed or refused by the review', async () => {
  const { wx } = await world({ users: { alice: { nickname: '小明' } } });

  assert.deepEqual(await wx.$phone.nickname(), { value: '小明', review: { pass: true, timeout: false } });
  assert.equal((await wx.$phone.nickname('阿明')).value, '阿明');
  wx.$phone.next('nickname', { pass: false });
  assert.deepEqual(await wx.$phone.nickname('违规'), { value: '', review: { pass: false, timeout: false } });
});

test('getUserInfo as a button was refused by the person before its recall', async () => {
  const { wx } = await world({ clock: { start: '2021-04-01T08:00:00+08:00' } });
  wx.$phone.next('getUserInfo', { deny: true });

  assert.deepEqual(await wx.$phone.button('getUserInfo'), {
    type: 'getuserinfo',
    detail: { errMsg: 'getUserInfo:fail auth deny' },
  });
});

test('an open-type that nobody knows is an error with those that are known', async () => {
  const { wx } = await world();

  assert.throws(() => wx.$phone.button('getphone'), /getphone.*known: .*getPhoneNumber.*可用/);
});
