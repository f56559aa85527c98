/** What published mini programs do, each thing in a program of our own. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from 'mockwx-page';
import { folder, onePage } from './folder.mjs';
import { world } from '../../wx/test/world.mjs';

async function opened(dir, path = 'pages/index') {
  const { url } = await world();
  return open(path, { dir, url });
}

test('WXS files require one another, and have names and words of their own', async () => {
  const page = await opened(
    onePage(
      `<wxs src="../wxs/kinds.wxs" module="kinds" />
       <wxs module="own">var class = 'local'; module.exports = { name: class };</wxs>
       <text>{{kinds.of(list)}} {{kinds.of(object)}} {{kinds.digits('a1b22')}} {{own.name}}</text>`,
      'Page({ data: { list: [1], object: { a: 1 } } })',
      {
        'wxs/kinds.wxs': `var text = require('./text.wxs');
          module.exports = { of: function (value) { return value.constructor === 'Array' ? 'list' : value.constructor; }, digits: text.digits };`,
        'wxs/text.wxs': `module.exports = { digits: function (text) { return text.replace(getRegExp('[^0-9]', 'g'), ''); } };`,
      }
    )
  );

  assert.equal(page.text, 'list Object 122 local');
});

test('a page of a subpackage opens, and loads a module of another one', async () => {
  const page = await opened(
    folder({
      'app.json': {
        pages: ['pages/index'],
        subPackages: [
          { root: 'account/', pages: ['login'] },
          { root: 'more', pages: [] },
        ],
      },
      'account/login.wxml': '<text>{{step}}</text>',
      'account/login.js': `const App = getApp();
        Page({ async onLoad() { this.setData(await require.async('../more/steps.js')); } });`,
      'more/steps.js': `module.exports = { step: 'first' };`,
    }),
    'account/login'
  );

  assert.equal(page.text, 'first');
});

test('npm packages are found where npm installed them, as DevTools builds them', async () => {
  const dir = folder({
    'package.json': { dependencies: { '@ui/kit': '1', plain: '1', absent: '1' } },
    'project.config.json': { miniprogramRoot: 'src/' },
    'src/app.json': { pages: ['pages/index'], usingComponents: { 'kit-name': '@ui/kit/name' } },
    'src/pages/index.wxml': '<kit-name of="{{of}}" />',
    'src/pages/index.js': `import { shout } from 'plain'; Page({ data: { of: shout('ann') } });`,
  });
  // The folder of a test is removed with all that is in it.
  const install = (path, text) => {
    mkdirSync(join(dir, 'node_modules', path, '..'), { recursive: true });
    writeFileSync(join(dir, 'node_modules', path), text);
  };
  install('@ui/kit/package.json', '{"miniprogram": "lib"}');
  install('@ui/kit/lib/name.wxml', '<text>{{of}}!</text>');
  install('@ui/kit/lib/name.js', 'Component({ properties: { of: String } })');
  install('plain/package.json', '{"main": "main.js"}');
  install('plain/main.js', `exports.shout = require('./upper');`);
  install('plain/upper.js', 'module.exports = (text) => text.toUpperCase();');

  const page = await opened(dir);

  assert.equal(page.text, 'ANN!');
});

test('a component that is not there is named', async () => {
  const dir = onePage('<van-button />', undefined, {
    'pages/index.json': { usingComponents: { 'van-button': '@vant/weapp/button/index' } },
  });

  await assert.rejects(opened(dir), /pages\/index\.json: .*'@vant\/weapp\/button\/index' for <van-button>/);
});

test('a component is declared through a module, with behaviors of WeChat’s own, as vant-weapp does', async () => {
  const page = await opened(
    onePage('<field name="phone" value="13800000001" dataset="{{set}}" />', 'Page({ data: { set: { a: 1 } } })', {
      'pages/index.json': { usingComponents: { field: '/lib/field/index' } },
      'lib/common/component.js': `export const define = (options) => Component({ behaviors: ['wx://form-field', 'wx://none'], ...options });`,
      'lib/field/index.wxml': '<text>{{name}} {{value}} {{dataset.a}}</text>',
      'lib/field/index.js': `import { define } from '../common/component';
        define({ properties: { dataset: null, value: { type: String, observer: 'isNotThere' } } });`,
    })
  );

  assert.equal(page.text, 'phone 13800000001 1');
});

test('the app’s own bar of tabs is on the pages of its tabs', async () => {
  const list = [{ pagePath: 'pages/index' }, { pagePath: 'pages/mine' }];
  const page = await opened(
    folder({
      'app.json': { pages: ['pages/index', 'pages/mine', 'pages/login'], tabBar: { custom: true, list } },
      'custom-tab-bar/index.wxml': '<view class="bar">{{selected}}</view>',
      'custom-tab-bar/index.js': `Component({ data: { selected: 'none' } })`,
      'pages/index.wxml': '<text>home </text>',
      'pages/index.js': `Page({ onShow() { this.getTabBar().setData({ selected: 'home' }); } })`,
      'pages/login.wxml': '<text>login</text>',
      'pages/login.js': `Page({ data: { bar: 1 }, onShow() { this.setData({ bar: this.getTabBar() }); } })`,
      'pages/mine.wxml': '',
      'pages/mine.js': 'Page({})',
    })
  );

  assert.equal(page.text, 'home home');
  await page.wx.navigateTo({ url: '/pages/login' });
  assert.equal(page.top.text, 'login');
  assert.equal(page.top.data.bar, null);
});
