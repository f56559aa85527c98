/** The example's pages in Node: to a backend that redeems the code, by an unchanged https://example.com. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from 'mockwx-page';
import { backend } from '../../wx/test/backend.mjs';
import { redeem, world } from '../../wx/test/world.mjs';

const dir = join(import.meta.dirname, '..', '..', '..', 'examples', 'mini-program', 'miniprogram');
const { BACKEND_PORT } = process.env;

/** A world, its backend, and a page that is open. */
async function opened(path, scenario, options) {
  const { url, call } = await world({ users: { alice: { nickname: '小明' } }, ...scenario });
  const { asked, answer } = await backend(BACKEND_PORT);
  answer(async (request, response) => {
    const answers = {
      '/onLogin': async () => ({ session: 's1', ...(await redeem(url, JSON.parse(request.body).code)) }),
      '/profile': () => JSON.parse(request.body),
      '/phone': () => ({ phone: JSON.parse(request.body).code.length }),
      '/avatar': () => ({ bytes: request.bytes.length }),
    };
    response.end(JSON.stringify(await answers[request.url]()));
  });
  return { page: await open(path, { dir, url, ...options }), asked, call };
}

test('a page logs its person in, at its own address', async () => {
  const { page, asked, call } = await opened('pages/form/form', {}, { user: 'bob' });

  assert.equal(page.data.openid, (await call('GET', 'users/bob')).openids.shop);
  assert.equal(asked[0].url, '/onLogin');
  assert.match(page.find('.openid').textContent, /已登录 o/);
  assert.equal(page.app.globalData.session, 's1');
});

test('the person fills in nickname and avatar, and gives a phone number', async () => {
  const { page, asked } = await opened('pages/form/form');

  await page.input('input');
  await page.tap('#save');
  await page.tap('.wrapper');
  await page.tap('#phone');

  assert.equal(page.data.saved.nickname, '小明');
  assert.match(page.data.avatarUrl, /^wxfile:/);
  assert.ok(page.data.saved.avatar > 1000);
  assert.equal(page.data.saved.phone, 64);
  assert.ok(asked.slice(1).every(({ headers }) => headers.authorization === 's1'));
});

test('the person refuses', async () => {
  const { page } = await opened('pages/form/form');
  page.phone.next('getPhoneNumber', { deny: true });
  await page.tap('#phone');
  assert.equal(page.find('.problem').textContent, 'getPhoneNumber:fail user deny');

  page.phone.next('nickname', { pass: false });
  await page.input('input', '违规');
  assert.equal(page.find('.problem').textContent, '昵称未通过审核');
  await page.tap('#save');
  assert.equal(page.data.saved.nickname, '');
});

for (const [start, info, profile] of [
  ['2021-04-12T00:00:00+08:00', '小明', '小明'],
  ['2021-05-01T00:00:00+08:00', '微信用户', '小明'],
  ['2022-10-25T00:00:00+08:00', '微信用户', '小明'],
  ['2022-11-10T00:00:00+08:00', '微信用户', '微信用户'],
]) {
  test(`the old page on ${start.slice(0, 10)}: ${info} by getUserInfo, ${profile} by getUserProfile`, async () => {
    const clock = { start, mode: 'frozen' };
    const { page } = await opened('pages/profile/profile', { clock });
    await page.tap('#info');
    assert.equal(page.find('.nickname').textContent, info);

    page.instance.setData({ hasUserInfo: false });
    await page.tap('#profile');
    assert.equal(page.find('.nickname').textContent, profile);
  });
}

test('a navigator leads to the next page, and back', async () => {
  const { page } = await opened('pages/form/form');

  await page.tap('navigator');
  assert.equal(page.top.route, 'pages/profile/profile');
  await page.top.tap('#profile');
  assert.equal(page.top.find('.nickname').textContent, '微信用户');
  await page.wx.navigateBack();
  assert.equal(page.top, page);
});
