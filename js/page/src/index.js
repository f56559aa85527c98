/** mockwx-page in Node: opens a page of a mini program on a document, by happy-dom where there is none. */

import { resolve } from 'node:path';
import { createWx } from 'mockwx-wx';
import { read } from './program.js';

/**
 * @typedef {object} Options
 * @property {string} [dir] the mini program's folder; where the process stands, where absent
 * @property {any} [wx] a wx of mockwx-wx; the global one if it is one, else a new one
 * @property {Document} [document] where the page is shown
 */

/** @type {Map<string, Promise<import('./program.js').Program>>} */
const programs = new Map();

/**
 * Launch the app and open a page, after its first answers came.
 * @param {string} path `pages/index/index`, with a query where there is one
 * @param {Options & import('mockwx-wx').Options} [options] those of createWx too: `user`, `url`, `gestures` (strict
 *   here, where absent) …
 * @returns {Promise<import('./page.js').OpenPage>}
 */
export async function open(path, options = {}) {
  const { dir = '.', wx: given, document: place, ...forWx } = options;
  const folder = resolve(dir);
  const reading = programs.get(folder) || read(folder);
  programs.set(folder, reading);
  reading.catch(() => programs.delete(folder));
  const program = await reading;
  const document = place || (await documentHere());
  const wx = given || createWx({ gestures: 'strict', privacy: Boolean(program.app.__usePrivacyCheck__), ...forWx });
  await wx.$phone.ready();
  // glass-easel looks for the document when it is loaded.
  const { Runner } = await import('./runner.js');
  const parent = document.createElement('div');
  document.body.appendChild(parent);
  const [route, search] = path.replace(/^\//, '').split('?');
  const page = new Runner(program, wx, parent).launch(route, Object.fromEntries(new URLSearchParams(search)));
  await page.settled();
  return page;
}

async function documentHere() {
  if (!globalThis.document) {
    const { Window } = await import('happy-dom');
    const window = new Window({ url: 'http://localhost/' });
    Object.assign(globalThis, { window, document: window.document });
  }
  return globalThis.document;
}
