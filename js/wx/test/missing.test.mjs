/** What a pretend phone does not have says so; what is small is there; and the cloud is the backend under test. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import ts from 'typescript';
import { createWx } from 'mockwx-wx';
import { backend } from './backend.mjs';
import { failureOf, world } from './world.mjs';

const TYPINGS = join(import.meta.dirname, '../../node_modules/miniprogram-api-typings/types/wx/lib.wx.api.d.ts');
/** Of the engines for games and Skyline. */
const OTHERS = ['router', 'worklet'];

function declaredNames() {
  const names = new Set();
  const visit = (node) => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === 'Wx') {
      for (const member of node.members) names.add(member.name.text);
    }
    if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(ts.createSourceFile(TYPINGS, ts.sys.readFile(TYPINGS), ts.ScriptTarget.Latest), visit);
  return [...names];
}

test('every API that WeChat declares is there', () => {
  const wx = createWx();
  const names = declaredNames();

  assert.ok(names.length > 400, 'the declarations are read');
  assert.deepEqual(
    names.filter((name) => !(name in wx) && !OTHERS.includes(name)),
    []
  );
});

test('an API that a pretend phone has not fails with its name, and canIUse knows', async (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  const { wx } = await world();

  const failed = await failureOf(wx.getLocation({ type: 'wgs84' }));
  wx.getLocation(); // nobody asks how it ended: Node lives

  assert.match(failed.errMsg, /^getLocation:fail mockwx .*wx\.getLocation/);
  assert.throws(() => wx.getFileSystemManager(), /wx\.getFileSystemManager: mockwx/);
  assert.deepEqual(wx.$phone.missing, ['getLocation', 'getFileSystemManager']);
  assert.equal(warn.mock.callCount(), 2);
  assert.equal(wx.canIUse('getLocation'), false);
  assert.equal(
    wx.onNetworkStatusChange(() => {}),
    undefined
  );
});

test('what apps ask when they are launched is there', async () => {
  const { wx } = await world();

  assert.equal((await wx.getSystemInfo()).platform, 'ios');
  assert.equal((await wx.getNetworkType()).networkType, 'wifi');
  assert.equal(wx.getMenuButtonBoundingClientRect().height, 32);
  assert.deepEqual(wx.getExtConfigSync(), {});
  wx.getRealtimeLogManager().info('a');
  assert.deepEqual(wx.createAnimation({}).opacity(0).step().export(), { actions: [] });
  assert.equal(wx.arrayBufferToBase64(wx.base64ToArrayBuffer('5b6u')), '5b6u');
  await wx.setClipboardData({ data: 'kept' });
  assert.equal((await wx.getClipboardData()).data, 'kept');
});

test('wx.cloud.callContainer asks the backend under test, which learns who asks', async () => {
  const { url, asked } = await backend();
  const { wx } = await world({ apps: { shop: { kind: 'miniprogram', container: url } }, users: { alice: {} } });

  wx.cloud.init({ env: 'prod' });
  const answer = await wx.cloud.callContainer({ path: '/me', method: 'POST', data: { a: 1 }, config: { env: 'prod' } });

  assert.equal(answer.errMsg, 'cloud.callContainer:ok');
  assert.equal(answer.statusCode, 200);
  const [{ headers, body }] = asked;
  assert.match(headers['x-wx-openid'], /^o/);
  assert.equal(headers['x-wx-env'], 'prod');
  assert.equal(body, '{"a":1}');
});

test('what a cloud alone has fails with its name', async () => {
  const { wx } = await world();

  const failed = await failureOf(wx.cloud.callFunction({ name: 'login' }));

  assert.match(failed.errMsg, /^cloud\.callFunction:fail mockwx: .*wx\.cloud\.callFunction/);
  assert.throws(() => wx.cloud.database(), /wx\.cloud\.database/);
});
