/** Types: ours against miniprogram-api-typings, and what the APIs really answer against its declared results. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { backend } from './backend.mjs';
import { world } from './world.mjs';

const JS = join(import.meta.dirname, '..', '..');

/** What tsc says to modules in TypeScript, by name; once for all of them, since the declarations are large. */
function compiled(sources) {
  const folder = mkdtempSync(join(JS, 'wx', 'test', 'typed-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, `${name}.ts`), source);
  const compilerOptions = { strict: true, noEmit: true, target: 'es2020', lib: ['es2020'], module: 'nodenext' };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, types: ['miniprogram-api-typings'] }, include: ['*.ts'] })
  );
  const tsc = join(JS, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
}

const form = (wx, api, options) => new Promise((success, fail) => wx[api]({ ...options, success, fail }));

/** What is declared of every answer and only some phones give, or what WeChat gives against its declaration. */
const OMITTED = {
  request: "'profile' | 'exception' | 'useHttpDNS'",
  account: "'plugin'",
  device: "'cpuType' | 'memorySize' | 'deviceAbi'",
};

/** The anonymous person's language is empty, as published, though no language is declared so. */
const spoken = (result) => ({ ...result, userInfo: { ...result.userInfo, language: 'zh_CN' } });

async function answers() {
  const { wx } = await world();
  const { url } = await backend();
  const lines = [];
  const take = (type, value, omitted) => {
    const declared = `WechatMiniprogram.${type}`;
    const whole = omitted ? `Omit<${declared}, ${omitted}>` : declared;
    lines.push(`export const a${lines.length}: ${whole} = ${JSON.stringify(value)};`);
  };
  const phone = async (type) => (await wx.$phone.button(type)).detail;
  const withSubscriptions = true;

  take('LoginSuccessCallbackResult', await wx.login());
  take('GeneralCallbackResult', await wx.checkSession());
  take('GetUserInfoSuccessCallbackResult', spoken(await wx.getUserInfo()));
  take('GetUserProfileSuccessCallbackResult', spoken(await wx.getUserProfile({ desc: '登录' })));
  take('GetSettingSuccessCallbackResult', await wx.getSetting({ withSubscriptions }));
  take('OpenSettingSuccessCallbackResult', await wx.openSetting({ withSubscriptions }));
  take('GetPrivacySettingSuccessCallbackResult', await form(wx, 'getPrivacySetting'));
  take('AccountInfo', wx.getAccountInfoSync(), OMITTED.account);
  take('DeviceInfo', wx.getDeviceInfo(), OMITTED.device);
  take('GetStorageInfoSyncOption', wx.getStorageInfoSync());
  take('ShowModalSuccessCallbackResult', await wx.showModal({ title: '?', editable: true }));
  take('RequestSuccessCallbackResult', await form(wx, 'request', { url }), OMITTED.request);
  take('ButtonGetPhoneNumber["detail"]', await phone('getPhoneNumber'));
  return lines.join('\n');
}

const RIGHT = `
  import { open, type OpenPage } from 'mockwx-page';
  import { createWx, install, type MockWx } from 'mockwx-wx';
  export const page: Promise<OpenPage> = open('pages/index', { dir: 'dist', user: 'bob' });
  page.then(({ phone }) => phone.next('login', { deny: 'timeout' }));
  const wx: MockWx = createWx({ url: 'http://127.0.0.1:8780', user: 'bob', gestures: 'strict' });
  const same: Pick<WechatMiniprogram.Wx, 'login' | 'request' | 'getStorageSync'> = wx;
  export const code: Promise<string> = wx.login().then((result) => result.code);
  wx.login({ success: ({ code }) => wx.request({ url: 'https://example.com', data: { code } }).abort() });
  wx.$phone.next('getPhoneNumber', { deny: true });
  export const shown: string[] = wx.$phone.shown.map(({ api }) => api);
  export const done: string[] = install({ user: 'bob' }).installed;
  export { same };
`;
const WRONG = `
  import { createWx } from 'mockwx-wx';
  createWx({ usr: 'bob' });
  createWx().$phone.tap(1);
  createWx().login({ success: ({ openid }) => openid });
`;

test('answers have the declared types, wx is used as WeChat declares it, and a wrong use is an error', async () => {
  const said = compiled({ answers: await answers(), right: RIGHT, wrong: WRONG });

  const lines = said.map((line) => /wrong\.ts\((\d+),\d+\): error/.exec(line)?.[1] ?? line);
  assert.deepEqual(
    lines.filter((line) => line[0] !== ' '),
    ['3', '4', '5']
  );
});

test('what is declared is there, and what a login page asks canIUse about is declared', async () => {
  const { wx } = await world();
  const source = (...path) => readFileSync(join(JS, 'wx', ...path), 'utf8');
  const declared = /export type Api =\n([^;]+);/.exec(source('types', 'index.d.ts'))[1].match(/\w+/g);
  const since = /const SINCE = \{([^}]+)\};/.exec(source('src', 'system.js'))[1].match(/(?<=^ {2})\w+(?=:)/gm);
  const has = (name) => typeof wx[name] === 'function';

  assert.deepEqual(
    declared.filter((name) => !has(name)),
    [],
    'js/wx/types/index.d.ts: Api names what wx does not have'
  );
  assert.deepEqual(
    since.filter((name) => has(name) && !declared.includes(name)),
    [],
    'js/wx/types/index.d.ts: Api lacks what SINCE of js/wx/src/system.js names'
  );
  assert.ok(since.includes('login') && since.includes('getAppAuthorizeSetting'));
});
