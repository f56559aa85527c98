/** The test tools that teams have: jest, vitest and miniprogram-simulate, each with a wx or a page of ours. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder } from './folder.mjs';
import { world } from '../../wx/test/world.mjs';

const JS = join(import.meta.dirname, '..', '..');
const MODULES = join(JS, 'node_modules');
/** Milliseconds. A machine that is busy needs long to load a tool. */
const testTimeout = 60_000;
const EXAMPLE = join(JS, '..', 'examples', 'mini-program');

/** What a tool says of a folder that stands where the packages are installed. */
async function ran(tool, files, ...more) {
  const { url } = await world();
  const cwd = folder(files, JS);
  const env = { ...process.env, MOCKWX_URL: url, EXAMPLE, NODE_OPTIONS: '--experimental-vm-modules' };
  const program = spawnSync(process.execPath, [join(MODULES, tool), ...more], { cwd, env, encoding: 'utf8' });
  assert.equal(program.status, 0, program.stdout + program.stderr);
}

const PAGE = `
  const { open } = await import('mockwx-page');
  const page = await open('pages/profile/profile', { dir: process.env.EXAMPLE, user: 'bob' });
  await page.tap('#profile');
  expect(page.data.userInfo.nickName).toBe('微信用户');
  page.phone.next('getUserProfile', { deny: true });
`;

for (const testEnvironment of ['node', 'jsdom']) {
  test(`jest opens a page, in its environment ${testEnvironment}`, async () => {
    await ran('jest/bin/jest.js', {
      'package.json': { jest: { testEnvironment, testTimeout } },
      'page.test.js': `test('page', async () => {${PAGE}});`,
    });
  });
}

test('vitest has a wx by one setup file, and opens a page', async () => {
  await ran(
    'vitest/vitest.mjs',
    {
      'package.json': { type: 'module' },
      'vitest.config.js': `export default { test: { setupFiles: ['mockwx-wx/global'], globals: true, testTimeout: ${testTimeout} } };`,
      'page.test.js': `
        test('wx', async () => {
          const login = vi.spyOn(wx, 'login');
          expect((await wx.login()).errMsg).toBe('login:ok');
          expect(login).toHaveBeenCalledOnce();
        });
        test('page', async () => {${PAGE}});`,
    },
    'run'
  );
});

test('miniprogram-simulate takes our wx, where it is there first', async () => {
  await ran('jest/bin/jest.js', {
    'package.json': { jest: { testEnvironment: 'jsdom', testTimeout, setupFiles: ['mockwx-wx/global'] } },
    'components/login.json': { component: true },
    'components/login.wxml': '<button bindtap="login">{{code}}</button>',
    'components/login.js': `Component({ data: { code: '' }, methods: { login() {
      wx.login({ success: ({ code }) => this.setData({ code }) });
    } } });`,
    'component.test.js': `
      const simulate = require('miniprogram-simulate');
      test('a component logs in', async () => {
        const component = simulate.render(simulate.load(require('path').resolve('components/login')));
        component.instance.login();
        while (!component.data.code) await new Promise((turn) => setTimeout(turn, 5));
        expect(component.data.code).not.toBe('123456789');
        expect(component.data.code.length).toBe(32);
      });`,
  });
});
