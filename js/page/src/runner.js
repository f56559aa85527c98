/** Runs a program on a document: App and pages with their lifecycles, rendered by glass-easel. */

import * as glassEasel from 'glass-easel';
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { definitions } from './definitions.js';
import { folderOf, modules, npmPlaces, plainPath } from './modules.js';
import { OpenPage } from './page.js';
import { NAMES } from './wxs.js';
import { css } from './wxss.js';

/**
 * What page code threw in handlers and lifecycles, which glass-easel catches; whoever drives the page takes it out.
 * @type {any[]}
 */
export const thrown = [];
glassEasel.addGlobalErrorListener((error) => {
  thrown.push(error);
  return false;
});

export class Runner {
  /**
   * @param {import('./program.js').Program} program
   * @param {any} wx a wx of mockwx-wx
   * @param {any} parent the element below which pages are shown
   */
  constructor(program, wx, parent) {
    this.program = program;
    this.wx = wx;
    this.parent = parent;
    this.app = {};
    /** @type {OpenPage[]} */
    this.stack = [];
    this._groups = new Function(...Object.keys(NAMES), `return ${program.templates}`)(...Object.values(NAMES));
    this._env = new MiniProgramEnv();
    this._space = withPlainIds(this._env.createCodeSpace('', true));
    this._backend = this._env.associateBackend();
    this._loaded = new Set();
    this._loading = 'app';
    this._run = modules(program.scripts, () => this._globals());
    wx.$phone.navigate = (api, pages) => this._navigate(api, pages);
    wx.createSelectorQuery = () => this.top.instance.createSelectorQuery();
    this._addStyle('app');
  }

  /**
   * Launch the app, and open a page as its first one.
   * @param {string} path
   * @param {{[name: string]: string}} query
   * @returns {OpenPage}
   */
  launch(path, query) {
    this.wx.$phone.pages = [{ path, query }];
    const options = this.wx.getLaunchOptionsSync();
    if (this.program.scripts.app !== undefined) this._run('app');
    call(this.app, 'onLaunch', options);
    call(this.app, 'onShow', options);
    return this._push(path, query);
  }

  /** The page that is shown. */
  get top() {
    return this.stack[this.stack.length - 1];
  }

  /** What a script sees. Page and Component declare what is being loaded, also from a module that it uses. */
  _globals() {
    const define = () => this._space.componentEnv(this._loading, (env) => env);
    return {
      wx: this.wx,
      App: (options) => {
        this.app = options;
      },
      ...definitions(define),
      getApp: () => this.app,
      // Not documented, but read by published programs.
      __wxConfig: { envVersion: 'develop', accountInfo: { appId: this.wx.$phone.appid }, ...this.program.app },
      requirePlugin: (name) => {
        throw new Error(`requirePlugin: plugins do not run here: '${name}' | 这里不运行插件 '${name}'`);
      },
      getCurrentPages: () => this.stack.map((page) => page.instance),
    };
  }

  /**
   * A page's or component's parts, those of the components that it uses first.
   * @param {string} path
   */
  _load(path) {
    if (this._loaded.has(path)) return;
    this._loaded.add(path);
    const config = this.program.configs[path] || {};
    if (config instanceof Error) throw config;
    /** @type {{[tag: string]: string}} */
    const used = {};
    for (const [tag, to] of Object.entries({ ...this.program.app.usingComponents, ...config.usingComponents })) {
      if (to.startsWith('plugin://')) continue; // shown as an element that nobody knows
      const component = this._component(path, tag, to);
      this._load(component);
      used[tag] = `/${component}`;
    }
    this._space.addComponentStaticConfig(path, { ...config, usingComponents: used });
    const content = this._groups[path];
    if (!content || this.program.scripts[path] === undefined) {
      throw new Error(`${path}: there is no ${content ? '.js' : '.wxml'} of this name | 缺少对应的文件`);
    }
    this._space.addCompiledTemplate(path, { groupList: this._groups, content, fallbackListenerOnNativeNode: true });
    this._addStyle(path);
    this._loading = path;
    this._run(path);
  }

  /**
   * @param {string} path of the page or component that uses it
   * @param {string} tag
   * @param {string} to as the JSON file says
   * @returns {string} its path
   */
  _component(path, tag, to) {
    const isAppWide = !(this.program.configs[path]?.usingComponents || {})[tag];
    const from = isAppWide ? 'app' : path;
    const places = to.startsWith('/') ? [to] : [`${folderOf(from)}/${to}`, ...npmPlaces(from, to)];
    const known = places
      .map(plainPath)
      .flatMap((place) => [place, `${place}/index`])
      .find((place) => this._groups[place]);
    if (known) return known;
    throw new Error(
      `${from}.json: usingComponents: there is no component '${to}' for <${tag}>; is its npm package installed? | ` +
        `找不到组件 '${to}'（<${tag}>），npm 包是否已安装？`
    );
  }

  /** @param {string} path */
  _addStyle(path) {
    const style = this.program.styles[path];
    if (style === undefined) return;
    const url = `${path}.wxss`;
    this._backend.registerStyleSheetContent(url, css(path, this.program.styles));
    this._space.addStyleSheet(path, url);
  }

  /**
   * @param {string} path
   * @param {{[name: string]: string}} query
   */
  _push(path, query) {
    if (!this.program.pages.includes(path)) {
      const known = this.program.pages.join(', ');
      throw new Error(`app.json has no page '${path}'; known: ${known} | app.json 没有页面 '${path}'；可用：${known}`);
    }
    this._load(path);
    if (this.top) this.top.hide();
    const url = path + (Object.keys(query).length ? `?${new URLSearchParams(query)}` : '');
    const root = this._backend.createRoot('page', this._space, url);
    const page = new OpenPage(this, root, path, query);
    this.stack.push(page);
    page.load();
    return page;
  }

  /**
   * @param {string} path of a page
   * @returns {any} the root of the app's own bar of tabs, where there is one and this page is one of its tabs
   */
  tabBar(path) {
    const { tabBar } = this.program.app;
    if (!tabBar?.custom || !tabBar.list.some(({ pagePath }) => plainPath(pagePath) === path)) return null;
    this._load('custom-tab-bar/index');
    return this._backend.createRoot('custom-tab-bar', this._space, 'custom-tab-bar/index');
  }

  _pop() {
    this.stack.pop().unload();
  }

  /**
   * @param {string} api
   * @param {{path: string, query: {[name: string]: string}}[]} pages what the stack will be
   */
  _navigate(api, pages) {
    const last = pages[pages.length - 1];
    if (!this.program.pages.includes(last.path)) {
      throw { errMsg: `${api}:fail page "${last.path}" is not found` };
    }
    const kept =
      api === 'navigateBack' || api === 'navigateTo' ? Math.min(this.stack.length, pages.length) : pages.length - 1;
    while (this.stack.length > kept) this._pop();
    if (api === 'navigateBack') this.top.show();
    else this._push(last.path, last.query);
  }
}

/**
 * A selector may name an element by the id that its template gives it; glass-easel would put a prefix before it.
 * @param {any} space
 */
function withPlainIds(space) {
  const prepare = space.prepareComponentOptions.bind(space);
  space.prepareComponentOptions = (...args) => {
    const [options, isolation] = prepare(...args);
    return [{ ...options, idPrefixGenerator: null, writeIdToDOM: true, writeFieldsToNode: false }, isolation];
  };
  return space;
}

/**
 * @param {any} object
 * @param {string} method
 * @param {...any} args
 */
export function call(object, method, ...args) {
  if (typeof object[method] === 'function') object[method](...args);
}
