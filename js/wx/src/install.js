/** Putting this wx's login over a real one, in a development build in DevTools, as far as the real one lets it. */

import { globals } from './globals.js';
import { settings } from './options.js';
import { Phone } from './phone.js';
import { Server } from './server.js';
import { byWx, transport } from './transport.js';
import { wxOf } from './wx.js';

/** What WeChat decides. Requests, storage and dialogs stay the real ones. */
const MEMBERS = [
  ...['login', 'checkSession', 'pluginLogin', 'getUserInfo', 'getUserProfile', 'getUserCryptoManager'],
  ...['authorize', 'getSetting', 'openSetting'],
];

/**
 * @param {import('./options.js').Given & {wx?: any}} [options] `wx`: over which one; the global one where absent
 * @returns {{wx: any, $phone: Phone, installed: string[], refused: string[]}} `refused`: what the real wx does not let go
 * @throws {Error} where there is no wx, or where it lets nothing go, as in an app with plugins
 */
export function install(options) {
  const given = Object.assign({}, options);
  const target = given.wx || globals.wx;
  delete given.wx;
  if (!target) {
    throw new Error('mockwx: there is no wx here to install over; use createWx() | 这里没有 wx，请使用 createWx()');
  }
  const set = settings(given);
  // The real wx.request, before anybody replaces it: DevTools has neither sockets nor fetch.
  const send = typeof target.request === 'function' ? byWx(target.request.bind(target)) : transport();
  const phone = new Phone(new Server(set.url, set.token, send), set);
  const ours = wxOf(phone);
  const installed = MEMBERS.filter((name) => replace(target, name, ours[name]));
  const refused = MEMBERS.filter((name) => installed.indexOf(name) < 0);
  if (installed.length === 0) {
    throw new Error(
      'mockwx: this wx lets nothing be replaced, as in an app with plugins in app.json: mock it from outside, with ' +
        'miniprogram-automator or Minium | 此 wx 不允许改写（app.json 中使用了插件时如此），请改用 miniprogram-automator 或 Minium'
    );
  }
  replace(target, '$phone', phone);
  return { wx: target, $phone: phone, installed, refused };
}

/**
 * Members of a real wx are getters: assignment throws, or is swallowed, while a definition may do.
 * @param {any} target
 * @param {string} name
 * @param {any} value
 * @returns {boolean} whether it took
 */
function replace(target, name, value) {
  try {
    Object.defineProperty(target, name, { configurable: true, enumerable: true, writable: true, value });
  } catch (error) {
    try {
      target[name] = value;
    } catch (again) {
      return false;
    }
  }
  return target[name] === value;
}
