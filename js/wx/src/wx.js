/** The wx object: one plain, writable member per API, so that a test may spy on it or replace it. */

import { button, nickname } from './buttons.js';
import { asynchronous, begin, callbackOnly, forgettable } from './calling.js';
import { cloud } from './cloud.js';
import { feedbackApis, showModal } from './feedback.js';
import { downloadFile, uploadFile } from './files.js';
import { littleApis, littleSync } from './little.js';
import { loginApis, userCryptoManager } from './login.js';
import { missingApis } from './missing.js';
import { navigationApis } from './navigation.js';
import { settings } from './options.js';
import { Phone } from './phone.js';
import { privacyApis } from './privacy.js';
import { request } from './request.js';
import { Server } from './server.js';
import { settingApis } from './settings.js';
import { storageApis, storageSync } from './storage.js';
import { canIUse, systemApis } from './system.js';
import { transport } from './transport.js';

/** The base library that began to give promises. */
const PROMISES = '2.10.2';
/** What gives no promise by its documentation; wx.login's page says so too, but on phones it does. */
const NEVER_PROMISED = new Set(['pluginLogin']);

/**
 * @param {import('./options.js').Given} [options]
 * @returns {any} a wx on a pretend phone, which is `$phone`
 */
export function createWx(options) {
  const set = settings(options);
  const phone = new Phone(new Server(set.url, set.token, transport()), set);
  return wxOf(phone);
}

/**
 * @template T
 * @param {Phone} phone
 * @param {(options: any) => Promise<T> | T} perform
 * @returns {(options: any) => Promise<T>}
 */
function spelling(phone, perform) {
  return (options) =>
    begin(() => perform(options)).catch((failed) => {
      throw phone.spelt(failed);
    });
}

/**
 * @param {Phone} phone
 * @returns {any}
 */
export function wxOf(phone) {
  /** @type {{[name: string]: any}} */
  const wx = {};
  const system = systemApis(phone);
  const apis = Object.assign(
    {},
    loginApis(phone),
    settingApis(phone),
    storageApis(phone),
    feedbackApis(phone),
    navigationApis(phone),
    littleApis(phone, system.getSystemInfoSync)
  );
  const forgotten = Object.assign({}, feedbackApis(phone), navigationApis(phone));
  for (const api of Object.keys(apis)) {
    const perform = spelling(phone, apis[api]);
    const promised = api in forgotten ? forgettable(asynchronous(perform)) : asynchronous(perform);
    const silent = callbackOnly(perform);
    wx[api] = (/** @type {any} */ given) =>
      NEVER_PROMISED.has(api) || !phone.has(PROMISES) ? silent(given) : promised(given);
  }
  const privacy = privacyApis(phone);
  for (const api of Object.keys(privacy)) wx[api] = callbackOnly(spelling(phone, privacy[api]));
  return Object.assign(wx, missingApis(phone), storageSync(phone), system, littleSync(), {
    onNeedPrivacyAuthorization(/** @type {any} */ listener) {
      phone.privacy.listener = listener;
    },
    getUserCryptoManager() {
      const manager = userCryptoManager(phone);
      return { getLatestUserKey: callbackOnly(manager.getLatestUserKey) };
    },
    request: request(phone),
    uploadFile: uploadFile(phone),
    downloadFile: downloadFile(phone),
    showModal: showModal(phone),
    canIUse: canIUse(phone, wx),
    nextTick: (/** @type {() => void} */ run) => {
      Promise.resolve().then(run);
    },
    getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
    env: { USER_DATA_PATH: 'wxfile://usr' },
    cloud: cloud(phone),
    $phone: Object.assign(phone, {
      button: (/** @type {string} */ type, /** @type {any} */ attributes) => button(phone, type, attributes),
      nickname: (/** @type {string} */ value) => nickname(phone, value),
    }),
  });
}
