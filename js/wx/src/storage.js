/** wx storage: what a mini program keeps on the phone, apart for each person that holds it. */

import { failure } from './calling.js';

/**
 * @typedef {import('./calling.js').Result} Result
 * @typedef {import('./phone.js').Phone} Phone
 */

/** Kilobytes, as getStorageInfo tells it. */
const LIMIT = 10240;

/**
 * @param {Phone} phone
 * @returns {{[api: string]: (...args: any[]) => any}}
 */
export function storageSync(phone) {
  return {
    setStorageSync(key, data) {
      phone.memory.storage.set(keyOf(key), JSON.stringify({ data }));
    },
    getStorageSync(key) {
      const kept = phone.memory.storage.get(keyOf(key));
      return kept === undefined ? '' : JSON.parse(kept).data;
    },
    removeStorageSync(key) {
      phone.memory.storage.delete(keyOf(key));
    },
    clearStorageSync() {
      phone.memory.storage.clear();
    },
    getStorageInfoSync() {
      const { storage } = phone.memory;
      let size = 0;
      storage.forEach((kept) => {
        size += kept.length;
      });
      return { keys: Array.from(storage.keys()), currentSize: Math.ceil(size / 1024), limitSize: LIMIT };
    },
  };
}

/**
 * @param {Phone} phone
 * @returns {import('./login.js').Apis}
 */
export function storageApis(phone) {
  const sync = storageSync(phone);
  return {
    setStorage({ key, data }) {
      sync.setStorageSync(key, data);
      return { errMsg: 'setStorage:ok' };
    },
    getStorage({ key }) {
      if (!phone.memory.storage.has(key)) throw failure('getStorage', 'data not found');
      return { data: sync.getStorageSync(key), errMsg: 'getStorage:ok' };
    },
    removeStorage({ key }) {
      sync.removeStorageSync(key);
      return { errMsg: 'removeStorage:ok' };
    },
    clearStorage() {
      sync.clearStorageSync();
      return { errMsg: 'clearStorage:ok' };
    },
    getStorageInfo() {
      return Object.assign(sync.getStorageInfoSync(), { errMsg: 'getStorageInfo:ok' });
    },
  };
}

/**
 * @param {any} key
 * @returns {string}
 */
function keyOf(key) {
  if (typeof key !== 'string') throw new TypeError('the key of a storage is a string | storage 的 key 须是字符串');
  return key;
}
