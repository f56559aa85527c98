/** wx.request to a host that mockwx maps: the page's own https://example.com, with the journal of both sides. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backend } from './backend.mjs';
import { failureOf, redeem, world } from './world.mjs';

const { BACKEND_PORT } = process.env;
const ask = (wx, options) => new Promise((success, fail) => wx.request({ ...options, success, fail }));

test('a page logs in at its own address, and the journal tells both sides in one line of time', async () => {
  const { wx, url, call } = await world();
  const { answer, asked } = await backend(BACKEND_PORT);
  answer(async (request, response) => {
    const { openid } = await redeem(url, JSON.parse(request.body).code);
    response.setHeader('Set-Cookie', ['session=1; HttpOnly', 'theme=dark']);
    response.end(JSON.stringify({ openid }));
  });

  const { code } = await wx.login();
  const result = await ask(wx, {
    url: 'https://example.com/onLogin',
    method: 'POST',
    data: { code },
    header: { Cookie: 'old=1', 'X-Token': '' },
  });

  assert.equal(result.data.openid, (await call('GET', 'users/alice')).openids.shop);
  assert.deepEqual(result.cookies, ['session=1; HttpOnly', 'theme=dark']);
  assert.equal(asked[0].headers.cookie, 'old=1');
  assert.equal(asked[0].headers['x-token'], '');
  assert.equal(asked[0].headers.referer, 'https://servicewechat.com/wx00000000mockshop/0/page-frame.html');
  const { entries } = await call('GET', 'journal');
  assert.deepEqual(
    entries.map(({ api, user }) => [api, user]),
    [
      ['wx.request', 'alice'],
      ['code2session', 'alice'],
    ]
  );
});

test('bytes, Chinese and 1 MB survive the relay', async () => {
  const { wx } = await world();
  const { answer } = await backend(BACKEND_PORT);
  answer((request, response) => response.end(request.bytes));
  const bytes = new Uint8Array(1_000_001).map((_, index) => (index * 7) % 256);
  const echo = { url: 'https://example.com/echo', method: 'POST' };

  const result = await ask(wx, { ...echo, data: bytes.buffer, responseType: 'arraybuffer' });
  assert.ok(Buffer.from(result.data).equals(Buffer.from(bytes)));
  assert.equal((await ask(wx, { ...echo, data: '微信🐼' })).data, '微信🐼');
});

test('redirects, refused connections and time-outs are as without a relay', async () => {
  const { wx } = await world();
  const url = 'https://example.com/';
  assert.deepEqual(await failureOf(ask(wx, { url })), {
    errMsg: 'request:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    errno: 600001,
  });

  const { answer } = await backend(BACKEND_PORT);
  answer((asked, response) => {
    if (asked.url === '/') response.writeHead(302, { Location: '/there' }).end();
    if (asked.url === '/there') response.end('"there"');
  });
  assert.equal((await ask(wx, { url })).data, 'there');
  assert.equal((await ask(wx, { url, redirect: 'manual' })).statusCode, 302);
  assert.deepEqual(await failureOf(ask(wx, { url: `${url}never`, timeout: 80 })), {
    errMsg: 'request:fail timeout',
    errno: 5,
  });
});
