/** The package in each of its forms, in plain ES2015. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import vm from 'node:vm';
import { parse } from 'acorn';
import { world } from './world.mjs';

const PACKAGE = join(import.meta.dirname, '..');
const MADE = join(PACKAGE, 'wx.cjs');

test('every source and what is made of them is ES2015', () => {
  for (const name of readdirSync(join(PACKAGE, 'src'))) {
    parse(readFileSync(join(PACKAGE, 'src', name), 'utf8'), { ecmaVersion: 2015, sourceType: 'module' });
  }
  for (const name of ['wx.cjs', 'global.cjs']) {
    parse(readFileSync(join(PACKAGE, name), 'utf8'), { ecmaVersion: 2015, sourceType: 'script' });
  }
});

test('it needs no other package', () => {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  assert.equal(dependencies, undefined);
});

test('CommonJS has the same two functions as ESM', async () => {
  const required = createRequire(import.meta.url)('mockwx-wx');
  assert.deepEqual(Object.keys(required).sort(), Object.keys(await import('mockwx-wx')).sort());
});

test('a script tag makes wx of the server that it came from', async () => {
  const { url } = await world();
  const page = {
    document: { currentScript: { src: `${url}/_mockwx/wx.js`, dataset: { user: 'bob' } } },
    ...{ fetch, AbortController, TextDecoder, TextEncoder, URL, console, setTimeout, clearTimeout },
  };
  page.self = page;
  vm.runInNewContext(readFileSync(MADE, 'utf8'), page);

  assert.equal(page.wx.$phone.user(), 'bob');
  assert.equal((await page.wx.login()).errMsg, 'login:ok');
  assert.equal(typeof page.mockwx.createWx, 'function');
});

test('over a real wx, whose members are getters, login comes from mockwx and the rest stays', async () => {
  const { url } = await world();
  const { createWx, install } = await import('mockwx-wx');
  const real = { login: () => 'real', setStorageSync: () => 'real', request: createWx({ url }).request };
  const wx = {};
  for (const name of Object.keys(real)) {
    Object.defineProperty(wx, name, { configurable: true, enumerable: true, get: () => real[name] });
  }

  const { installed, refused, $phone } = install({ url, wx, user: 'bob' });

  assert.ok(installed.includes('login') && refused.length === 0);
  assert.equal((await wx.login()).errMsg, 'login:ok');
  assert.equal(wx.setStorageSync(), 'real');
  assert.equal($phone.user(), 'bob');
});

test('over a wx that lets nothing go, install says so, and where else to go', async () => {
  const { install } = await import('mockwx-wx');

  assert.throws(() => install({ wx: Object.freeze({ login() {} }) }), /plugins.*miniprogram-automator or Minium.*插件/);
  assert.throws(() => install(), /no wx here.*没有 wx/);
});

for (const environment of ['node', 'jsdom']) {
  const name = `jest in ${environment} needs one line and MOCKWX_URL: spies, fake timers and a fresh code for each call`;
  test(name, async () => {
    const { url } = await world();
    const folder = mkdtempSync(join(PACKAGE, '..', 'jest-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(PACKAGE, join(folder, 'node_modules', 'mockwx-wx'));
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ jest: { setupFiles: ['mockwx-wx/global'], testEnvironment: environment, testTimeout: 60_000 } })
    );
    writeFileSync(
      join(folder, 'login.test.js'),
      `test('login', async () => {
         jest.useFakeTimers();
         const spy = jest.spyOn(wx, 'login');
         const [first, second] = [await wx.login(), await wx.login()];
         expect(first.errMsg).toBe('login:ok');
         expect(first.code).not.toBe(second.code);
         expect(spy).toHaveBeenCalledTimes(2);
         wx.setStorageSync('bytes', 1);
         expect(await wx.checkSession()).toEqual({ errMsg: 'checkSession:ok' });
         await wx.navigateTo({ url: '/pages/form/form?from=1' });
         expect(getCurrentPages().pop()).toEqual({ route: 'pages/form/form', options: { from: '1' } });
         expect(getApp()).toBe(undefined);
       });`
    );
    const jest = join(PACKAGE, '..', 'node_modules', 'jest', 'bin', 'jest.js');
    const ran = spawnSync(process.execPath, [jest], {
      cwd: folder,
      env: { ...process.env, MOCKWX_URL: url },
      encoding: 'utf8',
    });

    assert.equal(ran.status, 0, ran.stderr);
  });
}
