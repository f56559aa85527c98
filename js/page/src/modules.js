/** The modules of a mini program: each script runs once, with `require`, `wx` and what pages are declared with. */

/**
 * @param {{[path: string]: string}} scripts CommonJS by path, without an ending
 * @param {() => {[name: string]: any}} globals what a script sees beside its module
 * @returns {(path: string) => any} runs a script, unless it ran, and gives its exports
 */
export function modules(scripts, globals) {
  /** @type {Map<string, {exports: any}>} */
  const ran = new Map();

  /** @param {string} path */
  function run(path) {
    const known = ran.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    ran.set(path, module);
    /** @param {string} name */
    const require = (name) => run(resolve(path, name));
    require.async = async (/** @type {string} */ name) => require(name); // of another subpackage: all are here
    const seen = globals();
    // The names around the script are globals to it: it may have its own `const App`. As strict as WeChat runs it; the
    // name is for stack traces and for a browser's list of sources.
    const source = `return function (require, module, exports) {'use strict';${scripts[path]}\n}\n//# sourceURL=${path}.js`;
    new Function(...Object.keys(seen), source)(...Object.values(seen))(require, module, module.exports);
    return module.exports;
  }

  /**
   * @param {string} from
   * @param {string} name
   */
  function resolve(from, name) {
    const plain = name.replace(/\.(js|ts)$/, '');
    const near = name.startsWith('/') ? plain : `${folderOf(from)}/${plain}`;
    const places = /^[./]/.test(name) ? [near] : [...npmPlaces(from, plain), near];
    for (const place of places.map(plainPath)) {
      for (const path of [place, `${place}/index`]) if (scripts[path] !== undefined) return path;
    }
    throw new Error(
      `${from}.js: there is no module '${name}'; an npm package must be installed | ` +
        `找不到模块 '${name}'；npm 包须先安装`
    );
  }

  return run;
}

/** @param {string} path */
export const folderOf = (path) => path.split('/').slice(0, -1).join('/');

/**
 * Where a package may be: below miniprogram_npm of the folder, or of one around it.
 * @param {string} from
 * @param {string} name
 */
export function npmPlaces(from, name) {
  const parts = from.split('/').slice(0, -1);
  return [...parts, ''].map((_, up) => [...parts.slice(0, parts.length - up), 'miniprogram_npm', name].join('/'));
}

/**
 * @param {string} path
 * @returns {string} without `.`, `..` and a slash before it
 */
export function plainPath(path) {
  /** @type {string[]} */
  const whole = [];
  for (const part of path.split('/')) {
    if (part === '..') whole.pop();
    else if (part && part !== '.') whole.push(part);
  }
  return whole.join('/');
}
