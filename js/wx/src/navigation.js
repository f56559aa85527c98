/** Navigation as data: the stack of pages is `$phone.pages`; a runner of pages puts a function at `$phone.navigate`. */

import { failure } from './calling.js';

/**
 * @typedef {import('./phone.js').Phone} Phone
 * @typedef {{path: string, query: {[name: string]: string}}} Place
 */

const DEEPEST = 10;

/**
 * @param {Phone} phone
 * @returns {import('./login.js').Apis}
 */
export function navigationApis(phone) {
  return {
    navigateTo(options) {
      const place = placeOf(phone, options.url);
      if (phone.pages.length >= DEEPEST) throw failure('navigateTo', 'webview count limit exceed');
      return moved(phone, 'navigateTo', phone.pages.concat([place]));
    },
    redirectTo(options) {
      return moved(phone, 'redirectTo', phone.pages.slice(0, -1).concat([placeOf(phone, options.url)]));
    },
    reLaunch(options) {
      return moved(phone, 'reLaunch', [placeOf(phone, options.url)]);
    },
    switchTab(options) {
      return moved(phone, 'switchTab', [placeOf(phone, options.url)]);
    },
    navigateBack(options) {
      if (phone.pages.length < 2) throw failure('navigateBack', 'cannot navigate back at first page.');
      const left = Math.max(1, phone.pages.length - (options.delta || 1));
      return moved(phone, 'navigateBack', phone.pages.slice(0, left));
    },
  };
}

/**
 * @param {Phone} phone
 * @param {string} api
 * @param {Place[]} pages
 */
function moved(phone, api, pages) {
  const move = phone.navigate;
  return Promise.resolve(move ? move(api, pages) : undefined).then(() => {
    phone.pages = pages;
    return { errMsg: `${api}:ok` };
  });
}

/**
 * @param {Phone} phone
 * @param {string} url absolute, or relative to the page that is shown
 * @returns {Place}
 */
export function placeOf(phone, url) {
  const [path, search] = String(url).split('?');
  const here = phone.pages.length ? phone.pages[phone.pages.length - 1].path.split('/').slice(0, -1) : [];
  const parts = path.startsWith('/') ? [] : here;
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  /** @type {{[name: string]: string}} */
  const query = {};
  for (const pair of (search || '').split('&').filter(Boolean)) {
    const [name, value] = pair.split('=');
    query[name] = value === undefined ? '' : value; // a page gets its query as it was written
  }
  return { path: parts.join('/'), query };
}
