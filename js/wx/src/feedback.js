/** Toasts, dialogs and titles: they are data in `$phone.shown`, and a person's decision answers the dialogs. */

import { failure } from './calling.js';

/** @typedef {import('./phone.js').Phone} Phone */

const SHOWN = [
  ...['showToast', 'hideToast', 'showLoading', 'hideLoading', 'setNavigationBarTitle', 'setNavigationBarColor'],
  ...['showNavigationBarLoading', 'hideNavigationBarLoading', 'stopPullDownRefresh', 'hideShareMenu', 'showShareMenu'],
  ...['vibrateShort', 'vibrateLong', 'pageScrollTo', 'setTabBarItem', 'showTabBar', 'hideTabBar', 'previewImage'],
  ...['setTabBarBadge', 'removeTabBarBadge', 'setTabBarStyle', 'showTabBarRedDot', 'hideTabBarRedDot'],
  ...['setBackgroundColor', 'setBackgroundTextStyle', 'hideHomeButton', 'setKeepScreenOn', 'hideKeyboard'],
  ...['startPullDownRefresh', 'updateShareMenu', 'makePhoneCall', 'loadFontFace', 'setEnableDebug'],
  ...['enableAlertBeforeUnload', 'disableAlertBeforeUnload', 'exitMiniProgram', 'preloadWebview'],
];

/**
 * @param {Phone} phone
 * @returns {import('./login.js').Apis}
 */
export function feedbackApis(phone) {
  /** @type {import('./login.js').Apis} */
  const apis = {
    showActionSheet: (options) => {
      phone.show('showActionSheet', options);
      return phone.decision('showActionSheet', options).then((decided) => {
        if (decided.cancel || decided.deny) throw failure('showActionSheet', 'cancel');
        return { errMsg: 'showActionSheet:ok', tapIndex: decided.tapIndex || 0 };
      });
    },
  };
  for (const api of SHOWN) {
    apis[api] = (options) => {
      phone.show(api, options);
      return { errMsg: `${api}:ok` };
    };
  }
  return apis;
}

/**
 * A tap on a dialog's button counts as a tap for the success callback, not for the promise.
 * @param {Phone} phone
 * @returns {(options?: any) => any}
 */
export function showModal(phone) {
  return (options) => {
    const given = options || {};
    phone.show('showModal', given);
    const answer = phone.decision('showModal', given).then((decided) => {
      const cancel = Boolean(decided.cancel || decided.deny);
      /** @type {import('./calling.js').Result} */
      const result = { errMsg: 'showModal:ok', cancel, confirm: !cancel };
      if (given.editable) result.content = decided.content === undefined ? '' : decided.content;
      return result;
    });
    if (!given.success && !given.complete && !given.fail) return answer;
    answer.then((result) => {
      const call = () => {
        if (given.success) given.success(result);
        if (given.complete) given.complete(result);
      };
      if (result.confirm) phone.tap(call);
      else call();
    });
    return undefined;
  };
}
