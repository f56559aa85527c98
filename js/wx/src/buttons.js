/** What a `<button open-type>` gives its page: a person's decision becomes the detail of an event. */

import { getUserInfo } from './login.js';
import { openSetting } from './settings.js';

/**
 * @typedef {import('./phone.js').Phone} Phone
 * @typedef {import('./calling.js').Result} Result
 */

/** @type {{[openType: string]: (phone: Phone, attributes: {[name: string]: any}) => Promise<any>}} */
const BUTTONS = {
  getUserInfo: (phone, { lang }) => getUserInfo(phone, lang ? { lang } : {}),
  getPhoneNumber: (phone) => phone.privacy.ask('getPhoneNumber').then(() => phone.do('getPhoneNumber', {})),
  getRealtimePhoneNumber: (phone) =>
    phone.privacy.ask('getRealtimePhoneNumber').then(() => phone.do('getRealtimePhoneNumber', {})),
  chooseAvatar: (phone) => phone.privacy.ask('chooseAvatar').then(() => chooseAvatar(phone)),
  openSetting: (phone) => phone.tap(() => openSetting(phone, {})),
};

/** What leads somewhere else, and gives a page that stays no event. */
const OTHERS = new Set([
  ...['share', 'contact', 'feedback', 'launchApp', 'openGroupProfile', 'openGuildProfile', 'openPublicProfile'],
  'liveActivity',
]);

/**
 * Tap a button, also one with two types such as `getPhoneNumber|agreePrivacyAuthorization`.
 * @param {Phone} phone
 * @param {string} openType
 * @param {{[name: string]: any}} [attributes] `id`, and `lang` where the type reads it
 * @returns {Promise<{type: string, detail: any} | null>} the event that the page gets; null where WeChat sends none
 */
export function button(phone, openType, attributes) {
  const given = attributes || {};
  const types = openType.split('|');
  const agrees = types.indexOf('agreePrivacyAuthorization') >= 0;
  if (agrees) phone.privacy.agreeBy(given.id || '');
  const other = types.find((type) => type !== 'agreePrivacyAuthorization');
  if (!other) return Promise.resolve({ type: 'agreeprivacyauthorization', detail: {} });
  if (OTHERS.has(other)) return Promise.resolve(null);
  const perform = BUTTONS[other];
  if (!perform) {
    const known = Object.keys(BUTTONS).join(', ');
    throw new TypeError(
      `there is no open-type '${other}' here; known: ${known} | 没有 open-type '${other}'；可用：${known}`
    );
  }
  const type = other.toLowerCase();
  return perform(phone, given).then(
    (detail) => (detail ? { type, detail } : null),
    (failed) => ({ type, detail: phone.spelt(failed) })
  );
}

/**
 * A cancelled choice sends no event. The picture is on this phone only; a person may decide for one of their own:
 * `next('chooseAvatar', {picture: {name: 'me.png', type: 'image/png', bytes}})`.
 * @param {Phone} phone
 * @returns {Promise<{avatarUrl: string} | null>}
 */
function chooseAvatar(phone) {
  return phone.decision('chooseAvatar', {}).then((decision) => {
    if (decision.picture) return { avatarUrl: keep(phone, decision.picture) };
    return phone.do('chooseAvatar', {}, { decision }).then(
      ({ avatarUrl }) => ({ avatarUrl }),
      (failed) => {
        if (/fail cancel/.test(failed.errMsg)) return null;
        throw failed;
      }
    );
  });
}

/**
 * @param {Phone} phone
 * @param {{name: string, type: string, bytes: ArrayBuffer}} picture of the person's own
 * @returns {string} its temporary path
 */
function keep(phone, picture) {
  const path = `wxfile://tmp_own_${phone.files.size}_${picture.name}`;
  phone.files.set(path, picture);
  return path;
}

/**
 * Fill in `<input type="nickname">`: what the form will hold, and the review that follows the blur.
 * @param {Phone} phone
 * @param {string} [value] what the person types; their WeChat nickname where absent
 * @returns {Promise<{value: string, review: {pass: boolean, timeout: boolean} | null}>}
 */
export function nickname(phone, value) {
  const args = value ? { value } : {};
  return phone
    .ready()
    .then(() => phone.decision('nickname', args))
    .then((decided) => phone.server.phone('nickname', Object.assign(phone.who(), args, decided)))
    .then((answer) => ({ value: answer.value, review: answer.detail || null }));
}
