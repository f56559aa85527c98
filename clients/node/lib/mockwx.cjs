'use strict';
// One world of WeChat's: what a test holds. Two of them never meet.

const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { call, noMockwx } = require('./control.cjs');
const { failure } = require('./errors.cjs');
const { Interception } = require('./interception.cjs');
const { Phone } = require('./phone.cjs');
const { start } = require('./server.cjs');

const HOSTS = [
  'api.weixin.qq.com',
  'qyapi.weixin.qq.com',
  'open.weixin.qq.com',
  'mp.weixin.qq.com',
  'long.open.weixin.qq.com',
  'open.work.weixin.qq.com',
  'login.work.weixin.qq.com',
];
/** The words of a rule that say when; the others, but for name and times, say then. */
const WHEN = new Set(['app', 'user', 'call', 'count_by', 'chance', 'between']);
const ALL = 1e9;

class MockWx {
  #server;

  static async create(scenario, { url } = {}) {
    const mockwx = new MockWx();
    mockwx.#server = (url || (await start())).replace(/\/+$/, '');
    // Its own, never one that another process had before: a backend of that one may still be calling.
    const body = { name: `t-${randomUUID().slice(24)}` };
    if (scenario !== undefined) body.scenario = document(scenario);
    const world = await call(mockwx.#server, 'POST', 'worlds', body);
    if (typeof world.name !== 'string') throw noMockwx(200, String(world));
    mockwx.name = world.name;
    return mockwx;
  }

  /** For as long as `play` lasts. */
  static async use(...args) {
    const play = args.pop();
    const mockwx = await MockWx.create(...args);
    try {
      return await play(mockwx);
    } finally {
      await mockwx.close();
    }
  }

  async close() {
    try {
      await call(this.#server, 'DELETE', `worlds/${encodeURIComponent(this.name)}`);
    } catch (error) {
      if (error.status !== 404) throw error; // somebody else forgot it first
    }
  }

  get url() {
    return `${this.#server}/~${this.name}`;
  }

  urlFor(host) {
    return `${this.url}/${host}`;
  }

  get hosts() {
    return Object.fromEntries(HOSTS.map((host) => [host, this.urlFor(host)]));
  }

  apps() {
    return this.call('GET', 'apps');
  }

  async app() {
    return Object.values(await this.apps())[0];
  }

  user(name) {
    return new Phone(this, name);
  }

  login(user, app) {
    return this.user(user).login(app);
  }

  clock() {
    return this.call('GET', 'clock');
  }

  advance(by) {
    return this.do('clock.advance', { by });
  }

  setClock(at) {
    return this.do('clock.set', { at });
  }

  async freeze() {
    await this.do('clock.freeze');
  }

  async flow() {
    await this.do('clock.flow');
  }

  async rule(api, { name, times, ...words } = {}) {
    const rule = { name, times, when: { api }, then: {} };
    for (const [word, value] of Object.entries(words)) rule[WHEN.has(word) ? 'when' : 'then'][word] = value;
    return (await this.call('POST', 'rules', rule)).name;
  }

  refuse(api, errcode, { times, user } = {}) {
    return this.rule(api, { errcode, times, user });
  }

  async removeRule(name) {
    await this.call('DELETE', `rules/${encodeURIComponent(name)}`);
  }

  async rules() {
    return (await this.call('GET', 'rules')).rules;
  }

  async calls(api, filters = {}) {
    return (await this.call('GET', 'journal', undefined, { limit: ALL, api, ...filters })).entries;
  }

  async journal() {
    return (await this.calls()).flatMap((entry) => [entry.line, ...entry.trace]).join('\n');
  }

  async wait(api, filters = {}) {
    try {
      return (await this.call('GET', 'journal/wait', undefined, { api, ...filters })).entries;
    } catch (error) {
      if (error.status !== 408) throw error;
      throw failure(`${error.message}\n${await this.journal()}`, MockWx.prototype.wait);
    }
  }

  async verify(api, expected = {}) {
    try {
      await this.call('POST', 'verify', { calls: [{ api, ...expected }] });
    } catch (error) {
      if (error.status !== 409) throw error;
      throw failure(error.what, MockWx.prototype.verify);
    }
  }

  async load(scenario) {
    await this.call('PUT', 'scenario', document(scenario));
  }

  async reset() {
    await this.call('POST', 'reset');
  }

  /** Without leading this process: `agent`, `proxy`, `ca` and `env` for clients that take them. */
  async interception() {
    return new Interception(this.#server, this.name, await this.call('GET', 'ca.pem'));
  }

  async intercept() {
    return (await this.interception()).install();
  }

  do(verb, args = {}) {
    return this.call('POST', verb.replace('.', '/'), args);
  }

  call(method, path, body, query) {
    return call(this.url, method, path, body, query);
  }
}

if (Symbol.asyncDispose) {
  MockWx.prototype[Symbol.asyncDispose] = MockWx.prototype.close;
}

/** A file is read here, for the server may be another machine; a map need not say the language's version. */
function document(scenario) {
  if (typeof scenario !== 'string') return { mockwx: 1, ...scenario };
  return /\.(ya?ml|json)$/.test(scenario) ? readFileSync(scenario, 'utf8') : scenario;
}

module.exports = { MockWx };
