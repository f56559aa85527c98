/** wx.login, checkSession, pluginLogin, and what tells who the user is. */

import { failure } from './calling.js';

/** 2021-04-29 in Beijing, in seconds: from then on getUserInfo asks nobody. */
export const INFO_RECALLED = Date.UTC(2021, 3, 28, 16) / 1000;

/**
 * @typedef {import('./calling.js').Result} Result
 * @typedef {{[api: string]: (options: any) => Promise<Result> | Result}} Apis
 */

/**
 * @param {import('./phone.js').Phone} phone
 * @returns {Apis}
 */
export function loginApis(phone) {
  return {
    login: (options) => phone.do('login', {}, { timeout: options.timeout }).then(errMsgFirst),
    checkSession: () => phone.do('checkSession', {}),
    pluginLogin: () => phone.do('pluginLogin', {}),
    getUserInfo: (options) => getUserInfo(phone, options),
    getUserProfile: (options) => {
      phone.requireTap('getUserProfile', '2.10.4');
      const { desc } = options;
      if (typeof desc !== 'string' || desc.length < 1 || desc.length > 30) {
        throw failure('getUserProfile', 'desc length does not meet the requirements');
      }
      return phone.privacy
        .ask('getUserProfile')
        .then(() => phone.do('getUserProfile', pick(options, ['desc', 'lang'])));
    },
  };
}

/**
 * @param {import('./phone.js').Phone} phone
 * @param {any} options
 * @returns {Promise<Result>}
 */
export function getUserInfo(phone, options) {
  const { memory } = phone;
  const remember = (/** @type {boolean} */ allowed) => {
    memory.scopes['scope.userInfo'] = allowed;
  };
  return phone.privacy
    .ask('getUserInfo')
    .then(() => phone.do('getUserInfo', pick(options, ['lang', 'withCredentials'])))
    .then(
      (result) => {
        remember(true);
        return result;
      },
      (failed) => {
        if (/auth deny/.test(failed.errMsg)) remember(false);
        throw failed;
      }
    );
}

/**
 * @param {import('./phone.js').Phone} phone
 * @returns {any} the UserCryptoManager
 */
export function userCryptoManager(phone) {
  return { getLatestUserKey: () => phone.do('getLatestUserKey', {}) };
}

/**
 * @param {{[name: string]: any}} options
 * @param {string[]} names
 * @returns {{[name: string]: any}} those of them that are there
 */
export function pick(options, names) {
  /** @type {{[name: string]: any}} */
  const picked = {};
  for (const name of names) if (options[name] !== undefined) picked[name] = options[name];
  return picked;
}

/**
 * As phones print it.
 * @param {Result} result
 * @returns {Result}
 */
function errMsgFirst(result) {
  const { errMsg } = result;
  return Object.assign({ errMsg }, result);
}
