/**
 * Writes what is made from the sources here: of wx the script for pages, which is CommonJS too, and the setup file of
 * tests; of the console what the server gives to browsers.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const HEAD = '/* Made from js/wx/src by js/build.mjs: mockwx-wx, MIT. */';
const MADE = [
  // As a script it makes the global `mockwx`; to CommonJS it is the same object.
  {
    entry: 'wx/src/script.js',
    into: 'wx/wx.cjs',
    foot: "if (typeof module === 'object') module.exports = mockwx;",
  },
  { entry: 'wx/src/global.js', into: 'wx/global.cjs', foot: '' },
];

const CONSOLE = '../mockwx/console';
const COPIED = ['index.html', 'console.css', 'icon.svg'];

const check = process.argv.includes('--check');

/**
 * @param {string} into
 * @param {import('esbuild').BuildOptions} options
 */
async function make(into, options) {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    bundle: true,
    write: false,
    charset: 'utf8',
    ...options,
  });
  await keep(into, outputFiles[0].text);
}

/**
 * @param {string} into
 * @param {string} made
 */
async function keep(into, made) {
  const path = new URL(into, import.meta.url);
  if (!check) {
    await writeFile(path, made);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== made) {
    console.error(`js/${into} is out of date: run 'npm run build' in js/`);
    process.exitCode = 1;
  }
}

for (const { entry, into, foot } of MADE) {
  await make(into, {
    entryPoints: [entry],
    format: 'iife',
    globalName: foot ? 'mockwx' : undefined,
    target: 'es2020', // the sources are ES2015 already: nothing is rewritten
    banner: { js: HEAD },
    footer: { js: foot },
  });
}
for (const [entry, into] of [
  ['console/src/main.jsx', 'console.js'],
  ['console/src/editor.js', 'editor.js'],
]) {
  await make(`${CONSOLE}/${into}`, {
    entryPoints: [entry],
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    banner: { js: `/* Made from js/${entry} by js/build.mjs; with Preact or CodeMirror, MIT. */` },
  });
}
for (const name of COPIED)
  await keep(`${CONSOLE}/${name}`, await readFile(new URL(`console/src/${name}`, import.meta.url), 'utf8'));
