'use strict';
// One user's WeChat.

class Phone {
  #mockwx;

  constructor(mockwx, name) {
    this.#mockwx = mockwx;
    this.name = name;
  }

  do(verb, args = {}) {
    return this.#mockwx.do(verb.includes('.') ? verb : `phone.${verb}`, { user: this.name, ...args });
  }

  async login(app) {
    return (await this.do('login', { app })).code;
  }

  async checkSession(app) {
    return (await this.do('checkSession', { app })).errMsg === 'checkSession:ok';
  }

  getUserInfo(args) {
    return this.do('getUserInfo', args);
  }

  getUserProfile(args) {
    return this.do('getUserProfile', { desc: '用于完善会员资料', ...args });
  }

  getPhoneNumber(args) {
    return this.do('getPhoneNumber', args);
  }

  async rotateSessionKey(app) {
    await this.do('wechat.rotate_session_key', { app });
  }

  async openid(app) {
    const { name } = await this.#app(app);
    return (await this.#account()).openids[name];
  }

  async unionid(app) {
    const { owner } = await this.#app(app);
    return owner ? (await this.#account()).unionids[owner] : undefined;
  }

  #app(name) {
    return name === undefined ? this.#mockwx.app() : this.#mockwx.call('GET', `apps/${encodeURIComponent(name)}`);
  }

  async #account() {
    const path = `users/${encodeURIComponent(this.name)}`;
    try {
      return await this.#mockwx.call('GET', path);
    } catch (error) {
      if (error.status !== 404) throw error;
      return this.#mockwx.call('PUT', path, {});
    }
  }
}

module.exports = { Phone };
