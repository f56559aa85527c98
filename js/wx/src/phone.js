/** The phone behind `wx`, as `wx.$phone`: who holds it, what that person decides, and what only a phone remembers. */

import { failure } from './calling.js';
import { Privacy } from './privacy.js';
import { Broken } from './transport.js';

/**
 * @typedef {import('./calling.js').Result} Result
 * @typedef {'strict' | 'lenient' | 'off'} Gestures
 * @typedef {{[name: string]: any}} Decision for what the server judges, arguments of its verb, such as `deny`
 * @typedef {(api: string, options: any) => Decision | Promise<Decision> | undefined} Decide
 *
 * @typedef {object} Memory what this phone remembers of one person
 * @property {boolean} agreed to the privacy guidelines
 * @property {number} refusedAt when the official privacy dialog was refused, in the world's seconds; 0 if never
 * @property {{[scope: string]: boolean}} scopes that were asked for
 * @property {Map<string, string>} storage as JSON
 */

const MOST_SHOWN = 1000;

export class Phone {
  /**
   * @param {import('./server.js').Server} server
   * @param {import('./options.js').Settings} settings
   */
  constructor(server, settings) {
    this.server = server;
    this.settings = settings;
    this.holder = settings.user;
    /** The appid; '' until `ready` knows it. */
    this.appid = settings.appid;
    this.baseLibrary = settings.baseLibrary;
    /** @type {Gestures} */
    this.gestures = settings.gestures;
    this.privacy = new Privacy(this);
    /**
     * Asked where `next` has nothing to say: a page that shows dialogs to a person puts a function here.
     * @type {Decide | null}
     */
    this.decide = null;
    /**
     * What the page showed: toasts, dialogs, titles, in order.
     * @type {{api: string, options: any}[]}
     */
    this.shown = [];
    /** @type {{path: string, query: {[name: string]: string}}[]} */
    this.pages = [];
    /**
     * Told before the stack of pages changes; a page that cannot be opened rejects with a failure.
     * @type {((api: string, pages: {path: string, query: {[name: string]: string}}[]) => any) | null}
     */
    this.navigate = null;
    /**
     * Pictures and other files under their temporary path.
     * @type {Map<string, {name: string, type: string, bytes: ArrayBuffer}>}
     */
    this.files = new Map();
    this.clipboard = '';
    /**
     * APIs that a page called and that a pretend phone does not have, each once.
     * @type {string[]}
     */
    this.missing = [];
    /** @type {Map<string, Memory>} */
    this._memories = new Map();
    /** @type {Map<string, Decision[]>} */
    this._next = new Map();
    this._tapping = 0;
    this._tapped = false;
    /** @type {Promise<void> | null} */
    this._ready = null;
  }

  /**
   * Hand the phone to somebody. What one person agreed to and stored is not another's.
   * @param {string} [name]
   * @returns {string} who holds it now
   */
  user(name) {
    if (name !== undefined && name !== this.holder) {
      this.holder = name;
      this._ready = null;
    }
    return this.holder;
  }

  /**
   * What the person will decide when `api` asks next: `next('getPhoneNumber', {deny: true})`. Several are taken in turn.
   * @param {string} api
   * @param {Decision} decision
   */
  next(api, decision) {
    const queue = this._next.get(api) || [];
    queue.push(decision);
    this._next.set(api, queue);
  }

  /**
   * @param {string} api
   * @param {any} options what the page asks with
   * @returns {Promise<Decision>}
   */
  decision(api, options) {
    const queue = this._next.get(api);
    const next = queue && queue.shift();
    if (next) return Promise.resolve(next);
    return Promise.resolve(this.decide ? this.decide(api, options) : {}).then((decided) => decided || {});
  }

  /**
   * Let the person tap: `run` is what the page does in the tap's own turn, and may use what needs a tap.
   * @template T
   * @param {() => T} run
   * @returns {T}
   */
  tap(run) {
    this._tapped = true;
    this._tapping += 1;
    try {
      return run();
    } finally {
      this._tapping -= 1;
    }
  }

  /**
   * @param {string} api
   * @param {string} since the base library that began to ask for a tap
   */
  requireTap(api, since) {
    if (!this.has(since) || this.gestures === 'off') return;
    if (this.gestures === 'strict' ? this._tapping === 0 : !this._tapped) {
      throw failure(api, 'can only be invoked by user TAP gesture.');
    }
  }

  /**
   * @param {string} since
   * @returns {boolean} whether the base library is this one or newer
   */
  has(since) {
    return this.settings.atLeast(this.baseLibrary, since);
  }

  /**
   * A failure as this base library spells it: it has an errno from 2.24.0 on.
   * @param {any} failed
   * @returns {any}
   */
  spelt(failed) {
    if (!failed || failed.errno === undefined || this.has('2.24.0')) return failed;
    const older = Object.assign({}, failed);
    delete older.errno;
    return older;
  }

  /** @returns {Memory} */
  get memory() {
    let memory = this._memories.get(this.holder);
    if (!memory) {
      memory = { agreed: false, refusedAt: 0, scopes: {}, storage: new Map() };
      this._memories.set(this.holder, memory);
    }
    return memory;
  }

  /**
   * Learn the appid and the holder's base library from the server. Every API that asks the server does it first; await
   * it where a page reads them at once, by getAccountInfoSync or getSystemInfoSync.
   * @returns {Promise<void>}
   */
  ready() {
    if (!this._ready) {
      const ready = this.about().then(({ appid, base_library: library }) => {
        this.appid = appid;
        if (!this.settings.fixedLibrary) this.baseLibrary = library;
      });
      this._ready = ready;
      ready.catch(() => {
        this._ready = null;
      });
    }
    return this._ready;
  }

  /**
   * @returns {Promise<{appid: string, base_library: string, unix: number, relays: string[]}>} `unix`: the world's time
   *   in seconds; `relays`: the origins that mockwx relays requests to
   */
  about() {
    const who = this.who();
    const query = Object.keys(who).map((name) => `${name}=${encodeURIComponent(who[name])}`);
    return this.server.call('GET', `phone/about?${query.join('&')}`);
  }

  /**
   * Do a verb of the phone: who and which app are added, and what the person decides.
   * @param {string} verb
   * @param {{[name: string]: any}} args
   * @param {{timeout?: number, decision?: Decision}} [options] `timeout` in milliseconds; `decision`: made already
   * @returns {Promise<Result>} rejects with a failure, where errMsg says so
   */
  do(verb, args, options) {
    const { timeout, decision: made } = options || {};
    return this.ready()
      .then(() => made || this.decision(verb, args))
      .then((decision) => this.server.phone(verb, Object.assign(this.who(), args, decision), timeout))
      .then(
        (result) => {
          if (result.errMsg !== `${verb}:ok`) throw result;
          return result;
        },
        (error) => {
          throw error instanceof Broken ? failure(verb, 'timeout') : failure(verb, `mockwx: ${error.message}`);
        }
      );
  }

  /** @returns {Promise<number>} the world's time in seconds */
  now() {
    return this.about().then(({ unix }) => unix);
  }

  /**
   * @param {string} api
   * @param {any} options
   */
  show(api, options) {
    this.shown.push({ api, options });
    if (this.shown.length > MOST_SHOWN) this.shown.shift();
  }

  /** @returns {{[name: string]: string}} whom and which app a verb is about */
  who() {
    const { app } = this.settings;
    return app ? { user: this.holder, app } : { user: this.holder };
  }
}
