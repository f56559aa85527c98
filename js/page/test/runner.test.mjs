/** App, Page, Component and modules as WeChat runs them; built-in components and their events. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from 'mockwx-page';
import { folder, onePage } from './folder.mjs';
import { world } from '../../wx/test/world.mjs';

async function opened(dir, path = 'pages/index') {
  const { url } = await world();
  return open(path, { dir, url });
}

test('App, then the page, each lifecycle in its order', async () => {
  const dir = onePage(
    '<view>{{a}}</view>',
    `const app = getApp();
     const note = (name) => function (given) { app.seen.push(name, given && given.from); };
     Page({ data: { a: 1 }, onLoad: note('onLoad'), onShow: note('onShow'), onReady: note('onReady') });`,
    {
      'app.js': `App({ seen: [], onLaunch({ path }) { this.seen.push('onLaunch', path); }, onShow() { this.seen.push('app.onShow'); } });`,
    }
  );

  const page = await opened(dir, 'pages/index?from=here');

  const seen = ['onLaunch', 'pages/index', 'app.onShow', 'onLoad', 'here', 'onShow', undefined, 'onReady', undefined];
  assert.deepEqual(page.app.seen, seen);
  assert.equal(page.instance.route, 'pages/index');
});

test('a Component is a page too, in TypeScript and with modules', async () => {
  const page = await opened(
    folder({
      'app.json': { pages: ['pages/index'] },
      'pages/index.wxml': '<view id="t" bindtap="grow">{{count}} {{doubled}}</view>',
      'pages/index.ts': `
        import { step } from '../utils/step';
        const attached: string[] = [];
        Component({
          properties: { from: String },
          data: { count: 1 as number, doubled: 0 },
          lifetimes: { attached() { attached.push('attached'); } },
          pageLifetimes: { show() { attached.push('show'); } },
          observers: { count(count: number) { this.setData({ doubled: count * 2 }); } },
          methods: {
            onLoad() { attached.push('onLoad'); this.setData({ attached }); },
            grow() { this.setData({ count: this.data.count + step }); },
          },
        });`,
      'utils/step.js': 'module.exports = { step: 2 };',
    }),
    'pages/index?from=link'
  );

  await page.tap('#t');

  assert.equal(page.text, '3 6');
  assert.equal(page.data.from, 'link');
  assert.deepEqual(page.data.attached.slice(0, 2), ['attached', 'onLoad']);
});

test('a component of the app’s own is used, with properties, slots and events', async () => {
  const page = await opened(
    onePage(
      '<card title="{{t}}" bind:pick="onPick"><text>in</text></card>',
      'Page({ data: { t: "T" }, onPick({ detail }) { this.setData({ t: detail.value }); } })',
      {
        'pages/index.json': { usingComponents: { card: '../components/card' } },
        'components/card.json': { component: true },
        'components/card.wxml': '<view class="card" bindtap="tapped">{{title}}<slot/></view>',
        'components/card.js': `Component({ properties: { title: String }, methods: { tapped() { this.triggerEvent('pick', { value: 'picked' }); } } });`,
      }
    )
  );

  await page.tap('.card, [class$=card]');

  assert.match(page.text, /picked/);
});

for (const [start, name] of [
  ['2021-04-12T00:00:00+08:00', '小明'],
  ['2021-05-01T00:00:00+08:00', '微信用户'],
]) {
  test(`the oldest way, by the app's callback, on ${start.slice(0, 10)}: ${name}`, async () => {
    const { url } = await world({ clock: { start, mode: 'frozen' }, users: { alice: { nickname: '小明' } } });
    const dir = onePage(
      `<button wx:if="{{!hasUserInfo && canIUse}}" open-type="getUserInfo" bindgetuserinfo="getUserInfo">ask</button>
       <block wx:else><image src="{{userInfo.avatarUrl}}" /><text class="name">{{userInfo.nickName}}</text></block>`,
      `const app = getApp();
       Page({
         data: { userInfo: {}, hasUserInfo: false, canIUse: wx.canIUse('button.open-type.getUserInfo') },
         onLoad() {
           const show = ({ userInfo }) => this.setData({ userInfo, hasUserInfo: true });
           if (app.globalData.userInfo) show(app.globalData);
           else app.userInfoReadyCallback = show;
         },
         getUserInfo({ detail }) { this.setData({ userInfo: detail.userInfo, hasUserInfo: true }); },
       });`,
      {
        'app.js': `App({
          globalData: { userInfo: null },
          onLaunch() {
            wx.login({ success: ({ code }) => { this.globalData.code = code; } });
            wx.getSetting({ success: ({ authSetting }) => {
              if (!authSetting['scope.userInfo']) return;
              wx.getUserInfo({ success: ({ userInfo }) => {
                this.globalData.userInfo = userInfo;
                if (this.userInfoReadyCallback) this.userInfoReadyCallback({ userInfo });
              } });
            } });
          },
        });`,
      }
    );
    const page = await open('pages/index', { dir, url });
    // Whoever was never asked is asked by the button; since the recall, scope.userInfo is always allowed.
    if (name === '小明') {
      assert.equal(page.text, 'ask');
      await page.tap('button');
    }

    assert.equal(page.find('.name').textContent, name);
    assert.match(page.app.globalData.code, /^.{32}$/);
  });
}

test('an event bubbles until it is caught, and carries dataset and mark', async () => {
  const page = await opened(
    onePage(
      `<view bindtap="outer" mark:place="top">
         <view catchtap="middle" data-alpha-beta="{{n}}"><text id="t">x</text></view>
       </view>`,
      `Page({ data: { n: { k: 1 }, seen: [] },
         outer() { this.setData({ seen: ['outer'] }); },
         middle({ type, currentTarget, target, mark }) {
           this.setData({ seen: [type, currentTarget.dataset, target.id, mark] });
         } })`
    )
  );

  await page.tap('#t');

  assert.deepEqual(page.data.seen, ['tap', { alphaBeta: { k: 1 } }, 't', { place: 'top' }]);
});

test('a form submits what has a name, and a disabled button nothing', async () => {
  const page = await opened(
    onePage(
      `<form bindsubmit="send">
         <input name="nick" model:value="{{nick}}" /><input id="unnamed" value="u" />
         <checkbox-group name="likes" bindchange="liked">
           <label id="a"><checkbox value="a" />A</label><label><checkbox value="b" checked="{{true}}" />B</label>
         </checkbox-group>
         <radio-group name="one"><radio id="x" value="x" /><radio value="y" checked="{{true}}" /></radio-group>
         <switch name="on" id="s" />
         <button id="send" form-type="submit" data-by="me">ok</button>
         <button id="off" form-type="submit" disabled="{{true}}">off</button>
       </form>`,
      'Page({ data: { nick: "n" }, liked({ detail }) { this.setData({ liked: detail.value }); }, send({ detail }) { this.setData({ sent: detail }); } })'
    )
  );

  await page.tap('#off');
  assert.equal(page.data.sent, undefined);
  await page.input('input', '小明');
  await page.tap('#a');
  await page.tap('#x');
  await page.tap('#s');
  await page.tap('#send');

  assert.deepEqual(page.data.sent.value, { nick: '小明', likes: ['a', 'b'], one: 'x', on: true });
  assert.equal(page.data.sent.target.dataset.by, 'me');
  assert.equal(page.data.nick, '小明');
  assert.deepEqual(page.data.liked, ['a', 'b']);
});

test('strictly, getUserProfile works in the handler of a tap, and not after a login in it', async () => {
  const page = await opened(
    onePage(
      '<button id="now" bindtap="now">a</button><button id="late" bindtap="late">b</button>',
      `const ask = (page) => wx.getUserProfile({ desc: '登录', complete: ({ errMsg }) => page.setData({ errMsg }) });
       Page({ now() { ask(this); }, late() { wx.login({ success: () => ask(this) }); } })`
    )
  );

  await page.tap('#now');
  assert.equal(page.data.errMsg, 'getUserProfile:ok');
  await page.tap('#late');
  assert.equal(page.data.errMsg, 'getUserProfile:fail can only be invoked by user TAP gesture.');
});

test('app.json with __usePrivacyCheck__ makes the page ask for agreement, by its own dialog and button', async () => {
  const dir = folder({
    'app.json': { pages: ['pages/index'], __usePrivacyCheck__: true },
    'pages/index.wxml': `
      <button id="phone" open-type="getPhoneNumber" bindgetphonenumber="onPhone">number</button>
      <button id="agree" wx:if="{{asked}}" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="agreed">ok</button>`,
    'pages/index.js': `Page({
      onLoad() { wx.onNeedPrivacyAuthorization((resolve) => { this.resolve = resolve; this.setData({ asked: true }); }); },
      agreed() { this.resolve({ event: 'agree', buttonId: 'agree' }); },
      onPhone({ detail }) { this.setData({ errMsg: detail.errMsg }); },
    })`,
  });
  const page = await opened(dir);

  const tapped = page.tap('#phone');
  await page.settled();
  assert.equal(page.data.asked, true);
  assert.equal(page.data.errMsg, undefined);
  await page.tap('#agree');
  await tapped;
  assert.equal(page.data.errMsg, 'getPhoneNumber:ok');
});

test('what page code throws is thrown to whoever tapped', async () => {
  const page = await opened(
    onePage('<view id="t" bindtap="go">x</view>', 'Page({ go() { throw new Error("mine"); } })')
  );

  await assert.rejects(page.tap('#t'), /mine/);
});

test('what is missing is named, with what there is', async () => {
  const { url } = await world();
  const fails = (dir, path, message) => assert.rejects(open(path, { dir, url }), message);

  await fails(folder({}), 'x', /no app\.json here.*没有 app\.json/);
  await fails(folder({ 'app.json': '{' }), 'x', /app\.json: it is no JSON.*不是合法/);
  await fails(onePage('<view/>'), 'pages/other', /no page 'pages\/other'; known: pages\/index.*可用/);
  await fails(onePage('<view>{{ a + }}</view>'), 'pages/index', /pages\/index\.wxml:1:14: .*WXML 有误/);
  await fails(onePage('<view/>', 'require("./nowhere")'), 'pages/index', /no module '.\/nowhere'.*找不到模块/);
  const page = await opened(onePage('<view/>'));
  assert.throws(() => page.find('#b'), /shows no '#b'.*没有/);
});
