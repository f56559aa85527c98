/** Storage, system, dialogs and navigation: what the phone does by itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, world } from './world.mjs';

test('storage keeps a copy, and a missing key is an empty text', async () => {
  const { wx } = await world();
  const value = { token: 't', list: [1, null] };

  wx.setStorageSync('session', value);
  value.token = 'changed';

  assert.deepEqual(wx.getStorageSync('session'), { token: 't', list: [1, null] });
  assert.equal(wx.getStorageSync('nothing'), '');
  assert.deepEqual(wx.getStorageInfoSync().keys, ['session']);
  wx.removeStorageSync('session');
  assert.equal(wx.getStorageSync('session'), '');
});

test('the asynchronous form fails for a missing key', async () => {
  const { wx } = await world();

  assert.deepEqual(await failureOf(wx.getStorage({ key: 'token' })), { errMsg: 'getStorage:fail data not found' });
  await wx.setStorage({ key: 'token', data: 1 });
  assert.deepEqual(await wx.getStorage({ key: 'token' }), { data: 1, errMsg: 'getStorage:ok' });
  await wx.clearStorage();
  assert.deepEqual((await wx.getStorageInfo()).keys, []);
});

test('one person’s storage is not another’s', async () => {
  const { wx } = await world();
  wx.setStorageSync('token', 'alice’s');

  wx.$phone.user('bob');
  assert.equal(wx.getStorageSync('token'), '');
  wx.$phone.user('alice');
  assert.equal(wx.getStorageSync('token'), 'alice’s');
});

test('the appid and the base library are the world’s, once the phone is ready', async () => {
  const { wx } = await world({ users: { alice: { base_library: '2.9.0' } } });

  await wx.$phone.ready();

  assert.deepEqual(wx.getAccountInfoSync(), {
    miniProgram: { appId: 'wx00000000mockshop', envVersion: 'develop', version: '' },
  });
  assert.equal(wx.getSystemInfoSync().SDKVersion, '2.9.0');
  assert.equal(wx.getAppBaseInfo().host.env, 'WeChat');
});

test('canIUse follows the base library', async () => {
  const { createWx } = await import('mockwx-wx');
  const old = createWx({ baseLibrary: '2.21.1' });
  const late = createWx({ baseLibrary: '3.8.0' });
  const asked = [
    ...['getUserProfile', 'button.open-type.getUserInfo', 'button.open-type.chooseAvatar', 'input.type.nickname'],
    ...['onNeedPrivacyAuthorization', 'showToast', 'getEverything', 'button.open-type.everything'],
  ];

  assert.deepEqual(asked.map(old.canIUse), [true, true, false, false, false, true, false, false]);
  assert.deepEqual(asked.map(late.canIUse), [true, true, true, true, true, true, false, false]);
});

test('toasts and titles are data', async () => {
  const { wx } = await world();

  await wx.showToast({ title: '登录成功', icon: 'success' });

  assert.deepEqual(wx.$phone.shown, [{ api: 'showToast', options: { title: '登录成功', icon: 'success' } }]);
});

test('a dialog is confirmed, or cancelled where the person decides so', async () => {
  const { wx } = await world();

  assert.deepEqual(await wx.showModal({ title: '?' }), { errMsg: 'showModal:ok', cancel: false, confirm: true });
  wx.$phone.next('showModal', { cancel: true });
  assert.deepEqual(await wx.showModal({ title: '?' }), { errMsg: 'showModal:ok', cancel: true, confirm: false });
  wx.$phone.next('showActionSheet', { cancel: true });
  assert.deepEqual(await failureOf(wx.showActionSheet({ itemList: ['a'] })), { errMsg: 'showActionSheet:fail cancel' });
});

test('who decides may be asked instead', async () => {
  const { wx } = await world();
  wx.$phone.decide = (api) => (api === 'getUserProfile' ? { deny: true } : undefined);

  assert.match((await failureOf(wx.getUserProfile({ desc: '登录' }))).errMsg, /auth deny/);
  assert.equal((await wx.login()).errMsg, 'login:ok');
});

test('navigation is a stack of pages', async () => {
  const { wx } = await world();
  const paths = () => wx.$phone.pages.map(({ path }) => path);

  await wx.reLaunch({ url: '/pages/index/index' });
  await wx.navigateTo({ url: '../login/login?from=index' });
  assert.deepEqual(paths(), ['pages/index/index', 'pages/login/login']);
  assert.deepEqual(wx.$phone.pages[1].query, { from: 'index' });
  await wx.navigateBack();
  assert.deepEqual(paths(), ['pages/index/index']);
  assert.match((await failureOf(wx.navigateBack())).errMsg, /^navigateBack:fail/);
  await wx.redirectTo({ url: '/pages/home' });
  assert.deepEqual(paths(), ['pages/home']);
});

test('an option that nobody knows is an error', async () => {
  const { createWx } = await import('mockwx-wx');

  assert.throws(() => createWx({ usr: 'bob' }), /'usr'; known: url, user.*没有选项/);
  assert.throws(() => createWx({ gestures: 'soft' }), /strict, lenient, off.*之一/);
});
