/** WeChat's dialogs in the phone's frame: the person who holds it decides by hand. */

const RECALLED = Date.UTC(2021, 3, 28, 16) / 1000;
const BOTH = { allow: '允许 Allow', deny: '拒绝 Deny' };

export class Dialogs {
  /**
   * @param {any} phone
   * @param {HTMLElement} place
   */
  constructor(phone, place) {
    this.phone = phone;
    this.place = place;
    phone.decide = (api, options) => this._decide(api, options);
    const show = phone.show.bind(phone);
    phone.show = (api, options) => {
      show(api, options);
      this._show(api, options);
    };
  }

  /**
   * @param {string} api
   * @param {any} options
   */
  async _decide(api, options) {
    if (api === 'getUserInfo' && (await this.phone.now()) >= RECALLED) return {}; // nobody is asked any more
    const ask = ASKED[api];
    return ask ? ask(this, options || {}) : {};
  }

  /**
   * A sheet with buttons, of which the person taps one.
   * @template T
   * @param {string} title
   * @param {string} text
   * @param {[string, T][]} choices the first one is the one that agrees
   * @param {HTMLElement} [more]
   * @returns {Promise<T>}
   */
  choose(title, text, choices, more) {
    return new Promise((resolve) => {
      const sheet = element('div', 'sheet', { role: 'dialog', 'aria-label': title });
      sheet.append(element('h2', '', {}, title), element('p', '', {}, text));
      if (more) sheet.append(more);
      for (const [label, value] of choices) {
        const button = element('button', '', { type: 'button' }, label);
        button.addEventListener('click', () => {
          sheet.remove();
          resolve(value);
        });
        sheet.append(button);
      }
      this.place.append(sheet);
    });
  }

  /**
   * @param {string} api
   * @param {any} options
   */
  _show(api, options) {
    if (api === 'showToast' || api === 'showLoading') {
      this._hide();
      const toast = element('div', 'toast', { role: 'status' }, options.title || '');
      this.place.append(toast);
      if (api === 'showToast') setTimeout(() => toast.remove(), options.duration || 1500);
    }
    if (api === 'hideToast' || api === 'hideLoading') this._hide();
    if (api === 'setNavigationBarTitle') document.getElementById('title').textContent = options.title;
  }

  _hide() {
    for (const toast of this.place.querySelectorAll('.toast')) toast.remove();
  }
}

/** @param {string} title @param {(options: any) => string} text */
const consent = (title, text) => (/** @type {Dialogs} */ dialogs, /** @type {any} */ options) =>
  dialogs.choose(title, text(options), [
    [BOTH.allow, {}],
    [BOTH.deny, { deny: true }],
  ]);

/** @type {{[api: string]: (dialogs: Dialogs, options: any) => Promise<any>}} */
const ASKED = {
  getUserInfo: consent('获取你的昵称、头像', () => 'Your nickname and avatar'),
  getUserProfile: consent('获取你的昵称、头像', ({ desc }) => `Your nickname and avatar: ${desc}`),
  getPhoneNumber: consent('申请获取并验证你的手机号', () => 'Your phone number'),
  getRealtimePhoneNumber: consent('申请获取并验证你的手机号', () => 'Your phone number, verified now'),
  requirePrivacyAuthorize: consent('用户隐私保护提示', ({ contract }) => `Privacy: ${contract}`),
  authorize: consent('申请使用权限', ({ scope }) => scope),
  chooseAvatar: avatar,
  openSetting: settings,
  showModal: (dialogs, { title = '', content = '', showCancel = true, confirmText = '确定', cancelText = '取消' }) =>
    dialogs.choose(title, content, [
      [confirmText, {}],
      ...(showCancel ? [/** @type {[string, any]} */ ([cancelText, { cancel: true }])] : []),
    ]),
  showActionSheet: (dialogs, { itemList }) =>
    dialogs.choose('', '', [
      ...itemList.map((item, tapIndex) => [item, { tapIndex }]),
      ['取消 Cancel', { cancel: true }],
    ]),
};

/** @param {Dialogs} dialogs */
async function avatar(dialogs) {
  const file = element('input', '', { type: 'file', accept: 'image/*', 'aria-label': '从相册选择 From the album' });
  const own = new Promise((resolve) => {
    file.addEventListener('change', async () => {
      const [picture] = file.files;
      resolve({ picture: { name: picture.name, type: picture.type, bytes: await picture.arrayBuffer() } });
      file.closest('.sheet').remove();
    });
  });
  const choice = dialogs.choose(
    '选择头像 Avatar',
    '',
    [
      ['用微信头像 The one of WeChat', {}],
      ['取消 Cancel', { deny: true }],
    ],
    file
  );
  return Promise.race([own, choice]);
}

/**
 * @param {Dialogs} dialogs
 * @param {any} options
 */
async function settings(dialogs, { authSetting }) {
  const list = element('div');
  const boxes = Object.keys(authSetting).map((scope) => {
    const box = element('input', '', { type: 'checkbox', name: scope });
    box.checked = authSetting[scope];
    const label = element('label', 'scope', {}, scope);
    label.append(box);
    list.append(label);
    return box;
  });
  await dialogs.choose('设置 Settings', '', [['返回 Back', null]], list);
  return Object.fromEntries(boxes.map((box) => [box.name, box.checked]));
}

/**
 * @param {string} name
 * @param {string} [kind]
 * @param {{[name: string]: string}} [attributes]
 * @param {string} [text]
 * @returns {any}
 */
function element(name, kind = '', attributes = {}, text = '') {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  for (const attribute of Object.keys(attributes)) made.setAttribute(attribute, attributes[attribute]);
  made.textContent = text;
  return made;
}
