/** What the console says, in Chinese and English. */

/** @type {'zh' | 'en'} */
export let language =
  /** @type {any} */ (localStorage.getItem('mockwx-language')) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

/** @param {'zh' | 'en'} chosen */
export function speak(chosen) {
  language = chosen;
  localStorage.setItem('mockwx-language', chosen);
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
}

/**
 * @param {string} en
 * @param {string} zh
 */
export const say = (en, zh) => (language === 'zh' ? zh : en);

/**
 * A sentence of the server stands in both languages, `English | 中文`, line by line.
 *
 * @param {string} text
 */
export function oneOf(text) {
  return text
    .split('\n')
    .map((line) => {
      const bar = line.lastIndexOf(' | ');
      if (bar < 0 || !/[\u3000-\u9fff\uff00-\uffef]/.test(line.slice(bar))) return line;
      return language === 'zh' ? line.slice(bar + 3) : line.slice(0, bar);
    })
    .join('\n');
}

/** What a verb is called on a button. @type {Record<string, [string, string]>} */
export const VERBS = {
  'phone.login': ['Login code', '登录 code'],
  'phone.getPhoneNumber': ['Phone number code', '手机号 code'],
  'phone.getUserProfile': ['Sealed profile', '加密资料'],
  'phone.checkSession': ['Check session', '检查登录态'],
  'phone.authorize': ['Open a web login', '打开网页授权'],
  'phone.sendAuth': ['Log in from the app', 'App 内登录'],
  'phone.scan': ['Scan a QR code', '扫二维码'],
  'phone.confirm': ['Confirm on the phone', '手机上确认'],
  'phone.follow': ['Follow', '关注'],
  'phone.unfollow': ['Unfollow', '取消关注'],
  'wechat.rotate_session_key': ['Rotate session_key', '轮换 session_key'],
  'wechat.block_user': ['Block', '拦截登录'],
  'wechat.change_password': ['Change password', '修改微信密码'],
  'wechat.push': ['Push an event', '推送事件'],
};
