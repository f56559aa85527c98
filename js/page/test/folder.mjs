/** A mini program's folder, made for a test. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

/**
 * @param {{[path: string]: string | object}} files text, or what becomes JSON
 * @param {string} [below] where the folder is made
 * @returns {string} it is removed after the test
 */
export function folder(files, below = tmpdir()) {
  const root = mkdtempSync(join(below, 'mockwx-page-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/** One page with this template, this script and more files. */
export function onePage(wxml, script = 'Page({})', more = {}) {
  const page = { 'pages/index.wxml': wxml, 'pages/index.js': script };
  return folder({ 'app.json': { pages: ['pages/index'] }, ...page, ...more });
}
