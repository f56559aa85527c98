/** wx.cloud: callContainer asks the backend under test; functions, databases and files of a cloud are nowhere here. */

import { asynchronous, failure } from './calling.js';

/** @typedef {import('./phone.js').Phone} Phone */

const ELSEWHERE = ['callFunction', 'uploadFile', 'downloadFile', 'deleteFile', 'getTempFileURL'];

/**
 * @param {Phone} phone
 * @returns {any}
 */
export function cloud(phone) {
  /** @type {{[name: string]: any}} */
  const members = {
    init() {},
    callContainer: asynchronous((options) => callContainer(phone, options)),
    database() {
      throw new Error('mockwx: there is no cloud database here: give wx.cloud.database | 这里没有云数据库，请自行提供');
    },
  };
  for (const api of ELSEWHERE) {
    const why = `mockwx: there is no cloud here: give wx.cloud.${api} | 这里没有云开发环境，请自行提供 wx.cloud.${api}`;
    members[api] = asynchronous(() => Promise.reject(failure(`cloud.${api}`, why)));
  }
  return members;
}

/**
 * @param {Phone} phone
 * @param {any} options
 * @returns {Promise<any>}
 */
function callContainer(phone, options) {
  const { path, method, header, data, config, timeout } = options;
  /** @type {{[name: string]: any}} */
  const args = { path, method, header, data, env: config && config.env };
  // X-WX-SERVICE names one of several services; there is one backend here.
  for (const name of Object.keys(args)) if (args[name] === undefined) delete args[name];
  return phone.ready().then(() =>
    phone.server.phone('callContainer', Object.assign(phone.who(), args), timeout).then(
      (result) => {
        if (result.errMsg !== 'cloud.callContainer:ok') throw result;
        return result;
      },
      (error) => {
        throw failure('cloud.callContainer', `mockwx: ${error.message}`);
      }
    )
  );
}
