/** Privacy guidelines: agreement, refusal, and the ten seconds after it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, world } from './world.mjs';

const REFUSED = 'privacy permission is not authorized';
const setting = (wx) => new Promise((success) => wx.getPrivacySetting({ success }));
const require = (wx) => new Promise((success, fail) => wx.requirePrivacyAuthorize({ success, fail }));

test('an app that asks for no agreement needs none', async () => {
  const { wx } = await world();

  assert.equal((await setting(wx)).needAuthorization, false);
  assert.equal((await require(wx)).errMsg, 'requirePrivacyAuthorize:ok');
});

test('who agrees in the official dialog is not asked again', async () => {
  const { wx } = await world(undefined, { privacy: true });
  const before = await setting(wx);
  assert.deepEqual(Object.keys(before), ['needAuthorization', 'privacyContractName', 'errMsg']);
  assert.equal(before.needAuthorization, true);

  assert.equal((await require(wx)).errMsg, 'requirePrivacyAuthorize:ok');
  assert.equal((await setting(wx)).needAuthorization, false);
});

test('a refusal is errno 104, and for ten seconds the dialog does not come back', async () => {
  const { wx, call } = await world({ clock: { mode: 'frozen' } }, { privacy: true });
  wx.$phone.next('requirePrivacyAuthorize', { deny: true });

  assert.deepEqual(await failureOf(require(wx)), { errMsg: `requirePrivacyAuthorize:fail ${REFUSED}`, errno: 104 });
  await call('POST', 'clock/advance', { by: '9s' });
  assert.deepEqual(await failureOf(wx.getUserProfile({ desc: '登录' })), {
    errMsg: `getUserProfile:fail ${REFUSED} in gap`,
    errno: 104,
  });
  await call('POST', 'clock/advance', { by: '1s' });
  assert.equal((await wx.getUserProfile({ desc: '登录' })).errMsg, 'getUserProfile:ok');
});

test('a page that listens shows its own dialog, whose button must have been tapped', async () => {
  const { wx } = await world(undefined, { privacy: true });
  const asked = [];
  wx.onNeedPrivacyAuthorization(async (resolve, { referrer }) => {
    asked.push(referrer);
    resolve({ event: 'exposureAuthorization' });
    if (asked.length === 2) await wx.$phone.button('agreePrivacyAuthorization', { id: 'agree-btn' });
    resolve({ event: 'agree', buttonId: 'agree-btn' });
  });

  assert.deepEqual((await wx.$phone.button('getPhoneNumber')).detail, {
    errMsg: `getPhoneNumber:fail ${REFUSED} or buttonId is wrong`,
    errno: 104,
  });
  assert.equal((await wx.$phone.button('getPhoneNumber')).detail.errMsg, 'getPhoneNumber:ok');
  assert.deepEqual(asked, ['getPhoneNumber', 'getPhoneNumber']);
});

test('who disagrees in the page’s dialog is refused what the page asked for', async () => {
  const { wx } = await world(undefined, { privacy: true });
  wx.onNeedPrivacyAuthorization((resolve) => resolve({ event: 'disagree' }));

  assert.deepEqual((await wx.$phone.button('chooseAvatar')).detail, {
    errMsg: `chooseAvatar:fail ${REFUSED}`,
    errno: 104,
  });
});

test('a button of two types agrees and goes on', async () => {
  const { wx } = await world(undefined, { privacy: true });

  const { detail } = await wx.$phone.button('getPhoneNumber|agreePrivacyAuthorization', { id: 'both' });
  assert.equal(detail.errMsg, 'getPhoneNumber:ok');
  assert.equal((await setting(wx)).needAuthorization, false);
});

test('what one person agreed to, the next has not', async () => {
  const { wx } = await world(undefined, { privacy: true });
  await require(wx);

  wx.$phone.user('bob');
  assert.equal((await setting(wx)).needAuthorization, true);
});

test('before base library 2.32.3 nothing asks for agreement', async () => {
  const { wx } = await world(undefined, { privacy: true, baseLibrary: '2.32.2' });

  assert.equal((await setting(wx)).needAuthorization, false);
});

test('before base library 2.24.0 a failure has no errno', async () => {
  const { wx } = await world(undefined, { baseLibrary: '2.23.9' });
  wx.$phone.next('getPhoneNumber', { deny: 'privacy' });

  assert.deepEqual((await wx.$phone.button('getPhoneNumber')).detail, { errMsg: `getPhoneNumber:fail ${REFUSED}` });
  const failed = await new Promise((fail) => wx.request({ url: '/x', fail }));
  assert.deepEqual(failed, { errMsg: 'request:fail invalid url "/x"' });
});
