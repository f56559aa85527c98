/** A mini program read from its folder: configuration, compiled templates, scripts and styles, as plain data. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import compiler from 'glass-easel-template-compiler';
import { bundled, packages } from './npm.js';
import { inJavaScript, runtime } from './wxs.js';

/**
 * @typedef {object} Program
 * @property {any} app app.json
 * @property {string[]} pages the paths of all pages, those of subpackages too
 * @property {{[path: string]: any}} configs the JSON of each page and component, by path without an ending; an Error
 *   where it is none
 * @property {string} templates an expression that gives all compiled templates by path; its free names are WXS's own
 * @property {{[path: string]: string}} scripts CommonJS by path, without an ending
 * @property {{[path: string]: string}} styles WXSS by path, without an ending
 */

const NPM = 'miniprogram_npm/';
const SKIPPED = new Set(['node_modules', '.git']);
const KINDS = new Set(['json', 'wxml', 'wxs', 'wxss', 'js', 'ts']);
const MODULE_SYNTAX = /^\s*(import|export)\b|[;}](import|export)[\s{*"']/m;

/**
 * @param {string} folder where app.json is, or project.config.json with a miniprogramRoot
 * @returns {Promise<Program>}
 * @throws {Error} what is wrong, as file:line, in English and Chinese
 */
export async function read(folder) {
  const root = await rootOf(folder);
  const own = await filesOf(root, '');
  /** @type {Program} */
  const program = { app: undefined, pages: [], configs: {}, templates: '', scripts: {}, styles: {} };
  const group = new compiler.TmplGroup();
  const problems = [];
  const { installed, bundles } = await npm(root, own);
  for (const { at, file } of [...own, ...installed]) {
    const [, path, kind] = /^(.*)\.(\w+)$/.exec(at) || [];
    if (!KINDS.has(kind) || at.endsWith('.d.ts')) continue;
    const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
    if (at === 'app.json') program.app = parsed(at, text);
    else if (kind === 'json') program.configs[path] = configuration(at, text);
    else if (kind === 'wxml') {
      const said = group.addTmpl(path, text);
      if (!at.startsWith(NPM)) problems.push(...wrong(at, said)); // a package is as its makers left it
      for (const name of group.getInlineScriptModuleNames(path))
        group.setInlineScript(path, name, inJavaScript(at, group.getInlineScript(path, name)));
    } else if (kind === 'wxs') group.addScript(path, inJavaScript(at, text));
    else if (kind === 'wxss') program.styles[path] = text;
    else program.scripts[path] = await script(at, text);
  }
  if (!program.app || !Array.isArray(program.app.pages) || program.app.pages.length === 0) {
    throw new Error(`${root}: app.json names no pages | app.json 没有列出任何页面`);
  }
  if (problems.length) throw new Error(problems.join('\n'));
  program.pages = pagesOf(program.app);
  const sources = Object.values(program.scripts).join('\n');
  for (const bundle of bundles) {
    const isAskedFor = [`'${bundle.name}'`, `"${bundle.name}"`].some((quoted) => sources.includes(quoted));
    if (isAskedFor) program.scripts[`${NPM}${bundle.name}/index`] = await bundled(bundle);
  }
  program.templates = runtime(group.getTmplGenObjectGroups());
  group.free();
  return program;
}

/** @param {any} app app.json */
function pagesOf({ pages, subpackages, subPackages }) {
  const below = (subpackages || subPackages || []).map(({ root, pages: paths }) =>
    (paths || []).map((path) => `${root.replace(/^\/|\/$/g, '')}/${path}`)
  );
  return [...pages, ...below.flat()];
}

/**
 * What DevTools would build into miniprogram_npm/; where it did, the built one stands.
 * @param {string} root
 * @param {{at: string}[]} own
 */
async function npm(root, own) {
  const wanted = (await packages(root)).filter(({ name }) => !own.some(({ at }) => at.startsWith(`${NPM}${name}/`)));
  const installed = wanted.map(({ name, folder }) => (folder ? filesOf(folder, `${NPM}${name}/`) : []));
  return { installed: (await Promise.all(installed)).flat(), bundles: wanted.filter(({ main }) => main) };
}

/**
 * @param {string} folder
 * @returns {Promise<string>} where app.json is
 */
export async function rootOf(folder) {
  const project = await readFile(join(folder, 'project.config.json'), 'utf8').catch(() => '{}');
  const { miniprogramRoot = '' } = parsed('project.config.json', project);
  for (const place of [join(folder, miniprogramRoot), folder, join(folder, 'miniprogram')]) {
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
 * @param {string} folder
 * @param {string} below where its files are in the mini program
 */
async function filesOf(folder, below) {
  return (await files(folder)).map((file) => ({ at: below + relative(folder, file).split(sep).join('/'), file }));
}

/**
 * A file may be another tool's: what is wrong with it matters where a page or a component has it.
 * @param {string} file
 * @param {string} text
 */
function configuration(file, text) {
  try {
    return parsed(file, text);
  } catch (error) {
    return error;
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function parsed(file, text) {
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
