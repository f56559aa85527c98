/** Scopes: what a mini program may do because its user allowed it once, in a dialog or in the settings. */

import { failure } from './calling.js';
import { INFO_RECALLED } from './login.js';

/** @typedef {import('./login.js').Apis} Apis */

/**
 * @param {import('./phone.js').Phone} phone
 * @returns {Apis}
 */
export function settingApis(phone) {
  return {
    authorize: (options) => authorize(phone, options.scope),
    getSetting: (options) => setting(phone, 'getSetting', options),
    openSetting: (options) => {
      phone.requireTap('openSetting', '2.3.0');
      return openSetting(phone, options);
    },
  };
}

/**
 * Asked once: whoever has refused is not asked again, and only the settings help.
 * @param {import('./phone.js').Phone} phone
 * @param {string} scope
 */
function authorize(phone, scope) {
  const { memory } = phone;
  return phone.privacy
    .ask('authorize')
    .then(() => scopes(phone))
    .then((known) => {
      if (known[scope] !== undefined) return known[scope];
      return phone.decision('authorize', { scope }).then((decided) => {
        memory.scopes[scope] = !decided.deny;
        return memory.scopes[scope];
      });
    })
    .then((allowed) => {
      if (!allowed) throw failure('authorize', 'auth deny');
      return { errMsg: 'authorize:ok' };
    });
}

/**
 * @param {import('./phone.js').Phone} phone
 * @param {any} options
 */
export function openSetting(phone, options) {
  return scopes(phone)
    .then((asked) => phone.decision('openSetting', { authSetting: asked }))
    .then((decided) => {
      const { memory } = phone;
      for (const scope of Object.keys(memory.scopes)) {
        if (typeof decided[scope] === 'boolean') memory.scopes[scope] = decided[scope];
      }
      return setting(phone, 'openSetting', options);
    });
}

/**
 * @param {import('./phone.js').Phone} phone
 * @param {string} api
 * @param {any} options
 */
function setting(phone, api, options) {
  return scopes(phone).then((authSetting) => {
    /** @type {import('./calling.js').Result} */
    const result = { errMsg: `${api}:ok`, authSetting };
    if (options.withSubscriptions && phone.has('2.10.1')) result.subscriptionsSetting = { mainSwitch: true };
    return result;
  });
}

/**
 * Those that were asked for; since the recall of getUserInfo, scope.userInfo is always allowed.
 * @param {import('./phone.js').Phone} phone
 * @returns {Promise<{[scope: string]: boolean}>}
 */
function scopes(phone) {
  return phone.now().then((now) => {
    const asked = Object.assign({}, phone.memory.scopes);
    if (now >= INFO_RECALLED) asked['scope.userInfo'] = true;
    return asked;
  });
}
