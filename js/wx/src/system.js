/** What a page may ask about its app, its phone and its base library, without waiting. */

import { MISSING } from './missing.js';
import { atLeast } from './versions.js';

/** @typedef {import('./phone.js').Phone} Phone */

const WINDOW = {
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 753,
  statusBarHeight: 47,
  screenTop: 91,
};
const SAFE_AREA = { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 };

/**
 * @param {Phone} phone
 * @returns {{[api: string]: () => any}}
 */
export function systemApis(phone) {
  const device = () => ({
    abi: 'arm64',
    benchmarkLevel: -1,
    brand: 'iPhone',
    model: 'iPhone 14<iPhone14,7>',
    system: 'iOS 17.0',
    platform: 'ios',
  });
  const base = () => ({
    SDKVersion: phone.baseLibrary,
    enableDebug: false,
    host: { env: 'WeChat' },
    language: 'zh_CN',
    version: '8.0.50',
    theme: 'light',
  });
  const room = () => Object.assign({ safeArea: Object.assign({}, SAFE_AREA) }, WINDOW);
  return {
    getAccountInfoSync: () => ({
      miniProgram: { appId: phone.appid, envVersion: 'develop', version: '' },
    }),
    getDeviceInfo: device,
    getAppBaseInfo: base,
    getWindowInfo: room,
    getSystemSetting: () => ({
      bluetoothEnabled: true,
      locationEnabled: true,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    getAppAuthorizeSetting: () => ({}),
    getSystemInfoSync: () => Object.assign({ fontSizeSetting: 16 }, device(), base(), room()),
    getLaunchOptionsSync: () => launch(phone),
    getEnterOptionsSync: () => launch(phone),
  };
}

/** @param {Phone} phone */
function launch(phone) {
  const first = phone.pages[0] || { path: '', query: {} };
  return { path: first.path, query: first.query, scene: 1001, referrerInfo: {}, shareTicket: undefined };
}

/** Since which base library there is what a login page asks for. */
const SINCE = {
  login: '1.0.0',
  'login.object.timeout': '1.9.90',
  checkSession: '1.0.0',
  getUserInfo: '1.0.0',
  getUserProfile: '2.10.4',
  getUserCryptoManager: '2.17.3',
  pluginLogin: '2.20.1',
  authorize: '1.2.0',
  getSetting: '1.2.0',
  'getSetting.object.withSubscriptions': '2.10.1',
  openSetting: '1.1.0',
  getPrivacySetting: '2.32.3',
  requirePrivacyAuthorize: '2.32.3',
  onNeedPrivacyAuthorization: '2.32.3',
  openPrivacyContract: '2.32.3',
  'request.object.redirect': '3.2.2',
  'request.success.cookies': '2.10.0',
  getDeviceInfo: '2.20.1',
  getAppBaseInfo: '2.20.1',
  getWindowInfo: '2.20.1',
  getSystemSetting: '2.20.1',
  getAppAuthorizeSetting: '2.20.1',
  button: '1.0.0',
  'button.open-type': '1.1.0',
  'button.open-type.getUserInfo': '1.3.0',
  'button.open-type.getPhoneNumber': '1.2.0',
  'button.open-type.openSetting': '2.0.7',
  'button.open-type.chooseAvatar': '2.21.2',
  'button.open-type.getRealtimePhoneNumber': '3.0.1',
  'button.open-type.agreePrivacyAuthorization': '2.32.3',
  input: '1.0.0',
  'input.type': '1.0.0',
  'input.type.nickname': '2.21.2',
  'open-data': '1.4.0',
  'open-data.type.userNickName': '1.4.0',
  'open-data.type.userAvatarUrl': '1.4.0',
};

/**
 * @param {Phone} phone
 * @param {{[name: string]: any}} wx
 * @returns {(schema: string) => boolean}
 */
export function canIUse(phone, wx) {
  return (schema) => {
    const since = /** @type {{[schema: string]: string}} */ (SINCE)[schema];
    if (since) return atLeast(phone.baseLibrary, since);
    return !schema.includes('.') && typeof wx[schema] === 'function' && !MISSING.has(schema);
  };
}
