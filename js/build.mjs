/** Writes what is made from wx/src: the script for pages, which is CommonJS too, and the setup file of tests. */

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

const check = process.argv.includes('--check');
for (const { entry, into, foot } of MADE) {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: foot ? 'mockwx' : undefined,
    target: 'es2020', // the sources are ES2015 already: nothing is rewritten
    charset: 'utf8',
    banner: { js: HEAD },
    footer: { js: foot },
  });
  const path = new URL(into, import.meta.url);
  const made = outputFiles[0].text;
  if (check) {
    if ((await readFile(path, 'utf8').catch(() => '')) !== made) {
      console.error(`js/${into} is out of date: run 'npm run build' in js/`);
      process.exitCode = 1;
    }
  } else {
    await writeFile(path, made);
  }
}
