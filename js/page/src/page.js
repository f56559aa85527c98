/** A page that is open: what it shows, and what a person does with it. */

import { fill, tap } from './builtins.js';
import { call, thrown } from './runner.js';

export class OpenPage {
  /**
   * @param {import('./runner.js').Runner} runner
   * @param {any} root of glass-easel
   * @param {string} route
   * @param {{[name: string]: string}} query
   */
  constructor(runner, root, route, query) {
    this.runner = runner;
    this.route = route;
    this.query = query;
    this._root = root;
    /** The page's own `this`. */
    this.instance = root.get();
    this.instance.route = route;
    this.instance.options = query;
    this._tabBar = runner.tabBar(route);
    this.instance.getTabBar = () => this._tabBar && this._tabBar.get();
    const { ownerDocument } = runner.parent;
    this.element = ownerDocument.createElement('div');
    this.element.className = 'mockwx-page';
  }

  /** The page's data. */
  get data() {
    return this.instance.data;
  }

  get wx() {
    return this.runner.wx;
  }

  /** Who holds the phone, and what that person decides: `page.phone.next('getPhoneNumber', {deny: true})`. */
  get phone() {
    return this.runner.wx.$phone;
  }

  /** What getApp() gives. */
  get app() {
    return this.runner.app;
  }

  /** The page that is shown now: another one after a navigation. */
  get top() {
    return this.runner.top;
  }

  /** What the pages showed: toasts, dialogs, titles, in order. */
  get shown() {
    return this.phone.shown;
  }

  load() {
    this.runner.parent.appendChild(this.element);
    for (const root of [this._root, this._tabBar]) {
      if (!root) continue;
      const placeholder = this.element.ownerDocument.createElement('i');
      this.element.appendChild(placeholder);
      root.attach(this.element, placeholder);
    }
    call(this.instance, 'onLoad', this.query);
    this.show();
    this._root.getComponent().triggerLifetime('ready', []);
    call(this.instance, 'onReady');
  }

  show() {
    this.element.hidden = false;
    call(this.instance, 'onShow');
    this._root.getComponent().triggerPageLifetime('show', []);
  }

  hide() {
    this.element.hidden = true;
    call(this.instance, 'onHide');
    this._root.getComponent().triggerPageLifetime('hide', []);
  }

  unload() {
    call(this.instance, 'onUnload');
    this._root.release();
    if (this._tabBar) this._tabBar.release();
    this.element.remove();
  }

  /**
   * The first element that a CSS selector finds.
   * @param {string} selector
   * @returns {any} a DOM element
   * @throws {Error} with what the page shows, where there is none
   */
  find(selector) {
    const element = this.element.querySelector(selector);
    if (!element) throw new Error(`${this.route} shows no '${selector}' | 页面上没有 '${selector}'：\n${this.html}`);
    return element;
  }

  /** @param {string} selector */
  findAll(selector) {
    return [...this.element.querySelectorAll(selector)];
  }

  /** What can be read, without blanks at its ends. */
  get text() {
    return this.element.textContent.trim();
  }

  get html() {
    return this.element.innerHTML;
  }

  /**
   * Tap an element, and wait for what comes of it: logins, requests, what the page sets then.
   * @param {string} selector
   */
  async tap(selector) {
    await tap(this, this.find(selector));
    await this.settled();
  }

  /**
   * Fill in an input; a nickname input without a text takes the person's own.
   * @param {string} selector
   * @param {string} [text]
   */
  async input(selector, text) {
    await fill(this, this.find(selector), text);
    await this.settled();
  }

  /**
   * Wait until nothing that the pages asked is under way.
   * @throws {Error} that page code threw meanwhile
   */
  async settled() {
    const { server } = this.phone;
    do {
      await new Promise((turn) => setTimeout(turn, 0));
      await server.idle();
      // What the answers led to may ask again.
      await new Promise((turn) => setTimeout(turn, 0));
    } while (server.busy);
    const [error] = thrown.splice(0);
    if (error) throw error;
  }
}
