/** Small things that apps ask beside the login, mostly when they are launched: the network, the clipboard, logs. */

import { fromBase64, toBase64 } from './text.js';

/** @typedef {import('./phone.js').Phone} Phone */

const NETWORK = { networkType: 'wifi', isConnected: true, signalStrength: 100, hasSystemProxy: false };
/** Where an iPhone's window 390 wide has WeChat's capsule. Assumed. */
const CAPSULE = { width: 87, height: 32, left: 296, top: 51, right: 383, bottom: 83 };
const LOGS = ['debug', 'info', 'log', 'warn', 'error', 'setFilterMsg', 'addFilterMsg', 'in'];
const REPORTS = ['reportEvent', 'reportAnalytics', 'reportMonitor', 'reportPerformance'];
const MOVES = [
  ...['matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale', 'scale3d', 'scaleX'],
  ...['scaleY', 'scaleZ', 'skew', 'skewX', 'skewY', 'translate', 'translate3d', 'translateX', 'translateY'],
  ...['translateZ', 'opacity', 'backgroundColor', 'width', 'height', 'left', 'right', 'top', 'bottom', 'step'],
];

/**
 * @param {Phone} phone
 * @param {() => any} system getSystemInfoSync
 * @returns {import('./login.js').Apis}
 */
export function littleApis(phone, system) {
  return {
    getSystemInfo: () => phone.ready().then(() => Object.assign(system(), { errMsg: 'getSystemInfo:ok' })),
    getSystemInfoAsync: () => phone.ready().then(() => Object.assign(system(), { errMsg: 'getSystemInfoAsync:ok' })),
    getNetworkType: () => Object.assign({}, NETWORK, { errMsg: 'getNetworkType:ok' }),
    getExtConfig: () => ({ extConfig: {}, errMsg: 'getExtConfig:ok' }),
    setClipboardData: ({ data }) => {
      phone.clipboard = String(data);
      return { data: 'undefined', errMsg: 'setClipboardData:ok' };
    },
    getClipboardData: () => ({ data: phone.clipboard, errMsg: 'getClipboardData:ok' }),
  };
}

/** @returns {{[api: string]: (...args: any[]) => any}} what answers at once */
export function littleSync() {
  /** @type {{[api: string]: (...args: any[]) => any}} */
  const apis = {
    getMenuButtonBoundingClientRect: () => Object.assign({}, CAPSULE),
    getExtConfigSync: () => ({}),
    getLogManager: () => chained(LOGS, {}),
    getRealtimeLogManager: () => chained(LOGS, {}),
    // Nothing moves: the page shows its last state at once.
    createAnimation: () => chained(MOVES, { export: () => ({ actions: [] }) }),
    arrayBufferToBase64: (bytes) => toBase64(new Uint8Array(bytes)),
    base64ToArrayBuffer: (text) => fromBase64(text),
  };
  for (const api of REPORTS) apis[api] = () => {};
  return apis;
}

/**
 * @param {string[]} names
 * @param {{[name: string]: any}} object
 * @returns {any} it, whose methods of these names do nothing and give it back
 */
function chained(names, object) {
  for (const name of names) object[name] = () => object;
  return object;
}
