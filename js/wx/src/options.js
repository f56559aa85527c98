/** What `createWx` is told, by its caller or by the environment. */

import { environment } from './globals.js';
import { atLeast } from './versions.js';

/**
 * @typedef {object} Given
 * @property {string} [url] where mockwx listens, with `/~NAME` for a world of its own; MOCKWX_URL
 * @property {string} [user] who holds the phone; MOCKWX_USER, else alice
 * @property {string} [app] the mini program, by name or appid; MOCKWX_APP, else the world's first one
 * @property {string} [token] for a server that is open to other machines; MOCKWX_TOKEN
 * @property {string} [baseLibrary] the base library; the user's own where absent
 * @property {'strict' | 'lenient' | 'off'} [gestures] `strict`: what needs a tap must be called in the tap's own turn,
 *   as on phones; `lenient`: some time after a tap; `off`: at any time. MOCKWX_GESTURES, else off
 * @property {boolean} [privacy] whether the app asks for agreement to its privacy guidelines; false where absent
 * @property {{[origin: string]: string}} [map] where requests to a host go: `{'https://example.com':
 *   'http://127.0.0.1:8000'}`; MOCKWX_MAP, written `https://example.com=http://127.0.0.1:8000`, several with commas
 *
 * @typedef {object} Settings
 * @property {string} url
 * @property {string} user
 * @property {string} app
 * @property {string} appid
 * @property {string} token
 * @property {string} baseLibrary
 * @property {boolean} fixedLibrary whether the server's word on it does not count
 * @property {'strict' | 'lenient' | 'off'} gestures
 * @property {boolean} privacy
 * @property {{[origin: string]: string}} map
 * @property {(version: string, since: string) => boolean} atLeast
 */

const GESTURES = ['strict', 'lenient', 'off'];
const KNOWN = ['url', 'user', 'app', 'token', 'baseLibrary', 'gestures', 'privacy', 'map'];

/**
 * @param {Given} [given]
 * @returns {Settings}
 */
export function settings(given) {
  /** @type {Given} */
  const options = given || {};
  const stranger = Object.keys(options).find((name) => KNOWN.indexOf(name) < 0);
  if (stranger) {
    const some = KNOWN.join(', ');
    throw new TypeError(`mockwx knows no option '${stranger}'; known: ${some} | 没有选项 '${stranger}'；可用：${some}`);
  }
  const gestures = /** @type {any} */ (options.gestures || environment('MOCKWX_GESTURES') || 'off');
  if (GESTURES.indexOf(gestures) < 0) {
    const some = GESTURES.join(', ');
    throw new TypeError(`gestures is one of ${some}, not '${gestures}' | gestures 须是 ${some} 之一`);
  }
  const app = options.app || environment('MOCKWX_APP');
  return {
    url: options.url || environment('MOCKWX_URL') || 'http://127.0.0.1:8780',
    user: options.user || environment('MOCKWX_USER') || 'alice',
    app,
    appid: app.startsWith('wx') ? app : '',
    token: options.token || environment('MOCKWX_TOKEN'),
    baseLibrary: options.baseLibrary || '3.8.0',
    fixedLibrary: options.baseLibrary !== undefined,
    gestures,
    privacy: Boolean(options.privacy),
    map: options.map || mapOf(environment('MOCKWX_MAP')),
    atLeast,
  };
}

/**
 * @param {string} text
 * @returns {{[origin: string]: string}}
 */
function mapOf(text) {
  /** @type {{[origin: string]: string}} */
  const map = {};
  for (const line of text.split(',').filter(Boolean)) {
    const [from, to] = line.split('=');
    if (!to) throw new TypeError(`MOCKWX_MAP: '${line}' is not FROM=TO | '${line}' 不是 来源=目标 的形式`);
    map[from.trim()] = to.trim();
  }
  return map;
}
