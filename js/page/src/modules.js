/** The modules of a mini program: each script runs once, with `require`, `wx` and what pages are declared with. */

/**
 * @param {{[path: string]: string}} scripts CommonJS by path, without an ending
 * @param {(path: string) => {[name: string]: any}} globals what a script sees beside its module, by its path
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
    const seen = { ...globals(path), module, exports: module.exports, require: (name) => run(resolve(path, name)) };
    // As strict as WeChat runs it; the name is for stack traces and for a browser's list of sources.
    const source = `'use strict';${scripts[path]}\n//# sourceURL=${path}.js`;
    new Function(...Object.keys(seen), source)(...Object.values(seen));
    return module.exports;
  }

  /**
   * @param {string} from
   * @param {string} name
   */
  function resolve(from, name) {
    const isRelative = name.startsWith('.') || name.startsWith('/');
    const plain = name.replace(/\.(js|ts)$/, '');
    const base = isRelative ? join(name.startsWith('/') ? '' : from.split('/').slice(0, -1).join('/'), plain) : null;
    const places = base === null ? [join('miniprogram_npm', plain), join(from, '..', plain)] : [base];
    for (const place of places) {
      for (const path of [place, `${place}/index`]) if (scripts[path] !== undefined) return path;
    }
    throw new Error(`${from}.js: there is no module '${name}' | 找不到模块 '${name}'`);
  }

  return run;
}

/**
 * @param {...string} parts
 * @returns {string} without `.` and `..`
 */
function join(...parts) {
  /** @type {string[]} */
  const whole = [];
  for (const part of parts.join('/').split('/')) {
    if (part === '..') whole.pop();
    else if (part && part !== '.') whole.push(part);
  }
  return whole.join('/');
}
