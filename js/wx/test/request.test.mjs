/** wx.request, uploadFile and downloadFile. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { backend } from './backend.mjs';
import { failureOf, world } from './world.mjs';

const ask = (wx, options) => new Promise((success, fail) => wx.request({ ...options, success, fail }));

test('an object becomes JSON in a POST, and the answer is read as JSON', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();

  const result = await ask(wx, { url: `${url}/login`, method: 'POST', data: { code: 'c', n: 1 } });

  assert.deepEqual(Object.keys(result), ['data', 'header', 'statusCode', 'cookies', 'errMsg']);
  assert.equal(result.errMsg, 'request:ok');
  assert.equal(result.data.body, '{"code":"c","n":1}');
  assert.equal(asked[0].headers['content-type'], 'application/json');
});

test('an object becomes a query in a GET, beside the one that is there', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();

  await ask(wx, { url: `${url}/a?b=1`, data: { 'q &': '微信', n: 0 } });

  assert.equal(asked[0].url, `/a?b=1&q%20%26=${encodeURIComponent('微信')}&n=0`);
  assert.equal(asked[0].method, 'GET');
});

test('an object becomes a form where the content-type says so, however it is spelt', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();
  const header = { 'Content-Type': 'application/x-www-form-urlencoded' };

  await ask(wx, { url, method: 'POST', header, data: { code: 'c d', x: '1' } });

  assert.equal(asked[0].body, 'code=c%20d&x=1');
  assert.equal(asked[0].headers['content-type'], 'application/x-www-form-urlencoded');
});

test('a text and bytes go as they are', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();

  await ask(wx, { url, method: 'POST', data: 'a=b' });
  await ask(wx, { url, method: 'PUT', data: new Uint8Array([0, 255, 128]).buffer });

  assert.equal(asked[0].body, 'a=b');
  assert.deepEqual([...asked[1].bytes], [0, 255, 128]);
});

test('every status is a success', async () => {
  const { wx } = await world();
  const { url, answer } = await backend();
  answer((asked, response) => response.writeHead(503).end('later'));

  const result = await ask(wx, { url });

  assert.deepEqual([result.statusCode, result.data, result.errMsg], [503, 'later', 'request:ok']);
});

test('what is no JSON stays a text, without its byte order mark, and bytes are given where asked for', async () => {
  const { wx } = await world();
  const { url, answer } = await backend();
  answer((asked, response) => response.end(Buffer.from('\ufeff{"a":1}')));

  assert.deepEqual((await ask(wx, { url })).data, { a: 1 });
  assert.equal((await ask(wx, { url, dataType: 'text' })).data, '{"a":1}');
  assert.equal((await ask(wx, { url, responseType: 'arraybuffer' })).data.byteLength, 10);
});

test('headers keep the server’s case, cookies come as a list, and none is kept', async () => {
  const { wx } = await world();
  const { url, asked, answer } = await backend();
  answer((request, response) => {
    response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']);
    response.setHeader('X-Request-ID', '7');
    response.end('{}');
  });

  const result = await ask(wx, { url });
  await ask(wx, { url, header: { Cookie: 'a=1' } });
  await ask(wx, { url });

  assert.deepEqual(result.cookies, ['a=1; Path=/', 'b=2']);
  assert.equal(result.header['Set-Cookie'], 'a=1; Path=/,b=2');
  assert.equal(result.header['X-Request-ID'], '7');
  assert.deepEqual(
    asked.map(({ headers }) => headers.cookie),
    [undefined, 'a=1', undefined]
  );
});

test('the referer is WeChat’s own, whatever the page says', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();

  await ask(wx, { url, header: { referer: 'https://example.com' } });

  assert.equal(asked[0].headers.referer, 'https://servicewechat.com/wx00000000mockshop/0/page-frame.html');
});

test('a task is given at once, never a promise, and an abort fails', async () => {
  const { wx } = await world();
  const { url, answer } = await backend();
  answer(() => {});
  let task;

  const failed = await new Promise((fail) => {
    task = wx.request({ url, fail });
    setTimeout(() => task.abort(), 50);
  });

  assert.deepEqual(failed, { errMsg: 'request:fail abort' });
  assert.equal(task.then, undefined);
});

test('who listens hears of the headers before the success', async () => {
  const { wx } = await world();
  const { url } = await backend();
  const heard = [];

  await new Promise((complete) => {
    const task = wx.request({ url, success: () => heard.push('success'), complete });
    task.onHeadersReceived(({ statusCode }) => heard.push(statusCode));
  });

  assert.deepEqual(heard, [200, 'success']);
});

test('a time-out, a refused connection, a bad URL and a host that nothing maps fail as on phones', async () => {
  const { wx } = await world();
  const { url, answer } = await backend();
  answer(() => {});
  const failed = (options) => failureOf(ask(wx, options));
  const warned = [];
  const { warn } = console;
  console.warn = (text) => warned.push(text);

  assert.deepEqual(await failed({ url, timeout: 80 }), { errMsg: 'request:fail timeout', errno: 5 });
  assert.deepEqual(await failed({ url: 'http://127.0.0.1:9' }), {
    errMsg: 'request:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    errno: 600001,
  });
  assert.deepEqual(await failed({ url: '/api/x' }), { errMsg: 'request:fail invalid url "/api/x"', errno: 600009 });
  assert.deepEqual(await failed({ url: 'https://elsewhere.example/onLogin' }), {
    errMsg: 'request:fail url not in domain list:elsewhere.example',
    errno: 600002,
  });
  console.warn = warn;
  assert.match(warned[0], /--map https:\/\/elsewhere.example=.*启动时加 --map/);
});

test('redirects are followed, or not where the page says so', async () => {
  const { wx } = await world();
  const { url, answer } = await backend();
  answer((asked, response) =>
    asked.url === '/' ? response.writeHead(302, { Location: '/there' }).end() : response.end('"there"')
  );

  assert.equal((await ask(wx, { url })).data, 'there');
  assert.equal((await ask(wx, { url, redirect: 'manual' })).statusCode, 302);
});

test('at most ten requests are under way at once', async () => {
  const { wx } = await world();
  const { url, asked, answer } = await backend();
  const held = [];
  let most = 0;
  answer((request, response) => {
    held.push(response);
    most = Math.max(most, held.length);
    // Time for an eleventh, if one may come.
    if (held.length === 10) setTimeout(() => held.splice(0).forEach((each) => each.end('1')), 50);
    if (asked.length > 10) response.end('1');
  });

  await Promise.all(Array.from({ length: 12 }, () => ask(wx, { url })));

  assert.deepEqual([asked.length, most], [12, 10]);
});

test('the page’s own map leads a host to this machine', async () => {
  const { url, asked } = await backend();
  const { wx } = await world(undefined, { map: { 'https://example.com': url } });

  await ask(wx, { url: 'https://example.com/onLogin?x=1' });

  assert.equal(asked[0].url, '/onLogin?x=1');
  console.warn = () => {};
  assert.equal((await failureOf(ask(wx, { url: 'https://example.com.evil.org/' }))).errno, 600002);
});

test('the avatar that was chosen is uploaded with its form', async () => {
  const { wx } = await world();
  const { url, asked } = await backend();
  const { avatarUrl } = (await wx.$phone.button('chooseAvatar')).detail;

  const formData = { user: 'alice' };
  const result = await new Promise((success, fail) =>
    wx.uploadFile({ url, filePath: avatarUrl, name: 'avatar', formData, success, fail })
  );

  assert.deepEqual(Object.keys(result), ['data', 'statusCode', 'errMsg']);
  assert.equal(typeof result.data, 'string');
  const type = asked[0].headers['content-type'];
  const form = await new Response(asked[0].bytes, { headers: { 'content-type': type } }).formData();
  assert.equal(form.get('user'), 'alice');
  const picture = form.get('avatar');
  assert.deepEqual([picture.type, picture.name], ['image/jpeg', avatarUrl.replace('wxfile://', '')]);
  assert.deepEqual([...new Uint8Array(await picture.arrayBuffer()).slice(0, 3)], [0xff, 0xd8, 0xff]);
});

test('what was downloaded can be uploaded', async () => {
  const { wx } = await world();
  const { url, asked, answer } = await backend();
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
  answer((request, response) => response.end(request.method === 'GET' ? bytes : 'ok'));
  const hash = (data) => createHash('sha1').update(data).digest('hex');

  const { tempFilePath, statusCode } = await new Promise((success, fail) =>
    wx.downloadFile({ url: `${url}/a.bin`, success, fail })
  );
  assert.equal(statusCode, 200);
  await new Promise((success, fail) => wx.uploadFile({ url, filePath: tempFilePath, name: 'f', success, fail }));

  const form = await new Response(asked[1].bytes, {
    headers: { 'content-type': asked[1].headers['content-type'] },
  }).formData();
  assert.equal(hash(Buffer.from(await form.get('f').arrayBuffer())), hash(bytes));
});
