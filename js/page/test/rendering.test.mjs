/** Templates, rendered here by glass-easel and by wcc, WeChat's compiler for web views: they agree where they should. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { open } from 'mockwx-page';
import { folder, onePage } from './folder.mjs';
import { world } from '../../wx/test/world.mjs';

const isRunnable = process.platform !== 'linux' || process.arch === 'x64';
const { wxmlToJs } = isRunnable ? createRequire(import.meta.url)('miniprogram-compiler') : {};

const DATA = {
  has: true,
  zero: 0,
  user: { nickName: '小明', tags: ['a', 'b'] },
  list: [
    { id: 1, name: '一' },
    { id: 2, name: '二' },
  ],
  map: { x: 1, y: 2 },
  text: '<b>&',
};

/** @type {{[fact: string]: string}} */
const TEMPLATES = {
  'text and members': '<view>{{user.nickName}} {{user.tags}} {{user.tags[1]}}</view>',
  'what is undefined': '<view>[{{nothing}}][{{nothing.at.all}}][{{user.nope}}]</view>',
  operators: '<view>{{1 + 2}} {{zero || "or"}} {{has ? "yes" : "no"}} {{!has}} {{list.length > 1 && "many"}}</view>',
  'wx:if, elif and else': '<text wx:if="{{zero}}">a</text><text wx:elif="{{has}}">b</text><text wx:else>c</text>',
  'a condition that is a text': '<text wx:if="false">shown</text><text wx:if="">hidden</text>',
  'wx:for over a list': '<text wx:for="{{list}}" wx:key="id">{{index}}{{item.name}};</text>',
  'wx:for over a number, a text and an object':
    '<text wx:for="{{3}}" wx:key="*this">{{item}}</text><text wx:for="ab" wx:key="*this">{{item}}</text>' +
    '<text wx:for="{{map}}" wx:key="*this">{{index}}{{item}}</text>',
  'wx:for with names, inside another':
    '<view wx:for="{{list}}" wx:for-item="row" wx:for-index="r" wx:key="id"><text wx:for="{{user.tags}}" wx:key="*this">{{r}}{{item}}{{row.id}}</text></view>',
  'wx:for of what is undefined': '<text wx:for="{{nothing}}">x</text><text>end</text>',
  'block and blanks': '<view>\n  <block wx:if="{{has}}">\n    <text> a </text>\n  </block>\n</view>',
  'a template':
    '<template name="t"><text>{{a}}-{{nickName}}</text></template><template is="t" data="{{a: 1, ...user}}"/>',
  classes: '<view class="a {{has ? \'on\' : \'off\'}} {{nothing}}"><text class="t">x</text></view>',
  'true and objects': '<view>{{has}} {{map}} {{list}}</view>',
  'what looks like HTML': '<view>{{text}}</view>',
};

/** @param {any} node of wcc's tree */
function wcc(node) {
  if (typeof node !== 'object') return String(node);
  const children = node.children.map(wcc).join('');
  if (node.tag === 'virtual' || node.tag === 'wx-page') return children;
  const { class: classes } = node.attr || {};
  return tag(node.tag.replace(/^wx-/, ''), classes, children);
}

/** @param {any} node of the DOM */
function dom(node) {
  if (node.nodeType === 3) return node.data;
  const children = [...node.childNodes].map(dom).join('');
  return node.localName === 'page' || node.localName === 'div'
    ? children
    : tag(node.localName, node.className, children);
}

function tag(name, classes, children) {
  const named = (classes || '').trim().replace(/\s+/g, ' ');
  return `<${name}${named ? ` class="${named}"` : ''}>${children}</${name}>`;
}

// One program for all: what wcc makes keeps its templates in one place, by path.
const names = Object.keys(TEMPLATES).map((fact, index) => [fact, `pages/p${index}`]);
const files = names.flatMap(([fact, path]) => [
  [`${path}.wxml`, TEMPLATES[fact]],
  [`${path}.js`, `Page({ data: ${JSON.stringify(DATA)} })`],
]);
const dir = folder({ 'app.json': { pages: names.map(([, path]) => path) }, ...Object.fromEntries(files) });
const compiled = isRunnable ? new Function('global', 'window', wxmlToJs(dir))({}, {}) : null;

for (const [fact, path] of names) {
  const skip = compiled ? false : 'wcc has no program for this machine';
  test(`rendered as WeChat does: ${fact}`, { skip }, async () => {
    const { url } = await world();

    assert.equal(dom((await open(path, { dir, url })).element), wcc(compiled(`${path}.wxml`)(DATA)));
  });
}

test('null is nothing here, as with glass-easel in WeChat; the older compiler prints null', async () => {
  const one = onePage('<view>[{{none}}]</view>', 'Page({ data: { none: null } })');
  const { url } = await world();

  assert.equal((await open('pages/index', { dir: one, url })).text, '[]');
});
