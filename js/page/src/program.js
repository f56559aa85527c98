/** A mini program read from its folder: configuration, compiled templates, scripts and styles, as plain data. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import compiler from 'glass-easel-template-compiler';

/**
 * @typedef {object} Program
 * @property {any} app app.json
 * @property {{[path: string]: any}} configs the JSON of each page and component, by path without an ending
 * @property {string} templates an expression that gives all compiled templates by path
 * @property {{[path: string]: string}} scripts CommonJS by path, without an ending
 * @property {{[path: string]: string}} styles WXSS by path, without an ending
 */

const SKIPPED = new Set(['node_modules', '.git']);
const MODULE_SYNTAX = /^\s*(import|export)\b/m;

/**
 * @param {string} folder where app.json is, or project.config.json with a miniprogramRoot
 * @returns {Promise<Program>}
 * @throws {Error} what is wrong, as file:line, in English and Chinese
 */
export async function read(folder) {
  const root = await rootOf(folder);
  /** @type {Program} */
  const program = { app: undefined, configs: {}, templates: '', scripts: {}, styles: {} };
  const group = new compiler.TmplGroup();
  const problems = [];
  for (const file of await files(root)) {
    const at = relative(root, file).split(sep).join('/');
    const [, path, kind] = /^(.*)\.(\w+)$/.exec(at) || [];
    if (!kind) continue;
    const text = async () => (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
    if (at === 'app.json') program.app = json(at, await text());
    else if (kind === 'json') program.configs[path] = json(at, await text());
    else if (kind === 'wxml') problems.push(...wrong(at, group.addTmpl(path, await text())));
    else if (kind === 'wxs') group.addScript(path, await text());
    else if (kind === 'wxss') program.styles[path] = await text();
    else if ((kind === 'js' || kind === 'ts') && !at.endsWith('.d.ts'))
      program.scripts[path] = await script(at, await text());
  }
  if (!program.app || !Array.isArray(program.app.pages) || program.app.pages.length === 0) {
    throw new Error(`${root}: app.json names no pages | app.json 没有列出任何页面`);
  }
  if (problems.length) throw new Error(problems.join('\n'));
  program.templates = group.getTmplGenObjectGroups();
  group.free();
  return program;
}

/**
 * @param {string} folder
 * @returns {Promise<string>} where app.json is
 */
export async function rootOf(folder) {
  for (const place of [folder, join(folder, 'miniprogram')]) {
    if (await readFile(join(place, 'app.json')).catch(() => null)) return place;
  }
  throw new Error(`${folder}: there is no app.json here, nor in miniprogram/ | 此处和 miniprogram/ 中都没有 app.json`);
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function files(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries
    .filter(({ name }) => !SKIPPED.has(name))
    .map((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
  return (await Promise.all(below)).flat().sort();
}

/**
 * @param {string} file
 * @param {string} text
 */
function json(file, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: it is no JSON: ${error.message} | 不是合法的 JSON`);
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
async function script(file, text) {
  const isTyped = file.endsWith('.ts');
  if (!isTyped && !MODULE_SYNTAX.test(text)) return text;
  // Loaded where it is needed: it does not run in jest's jsdom.
  const { transform } = await import('esbuild');
  return (await transform(text, { format: 'cjs', loader: isTyped ? 'ts' : 'js', sourcefile: file })).code;
}

/**
 * @param {string} file
 * @param {any[]} said by the template compiler
 */
function wrong(file, said) {
  // WeChat's own tools take no tag that is not closed, where this compiler only warns.
  const errors = said.filter(({ isError, message }) => isError || message.endsWith('end tag'));
  return errors.map(
    ({ startLine, startColumn, message }) => `${file}:${startLine + 1}:${startColumn + 1}: ${message} | WXML 有误`
  );
}
