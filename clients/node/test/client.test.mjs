// What is Node's own: import beside require, the server's life, worlds side by side, hard-coded hosts.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { MockWx, MockWxError } from 'mockwx';

const run = promisify(execFile);
const HARD_CODED = 'https://api.weixin.qq.com/sns/jscode2session?appid=x';
const STARTS = "import('mockwx').then(({MockWx}) => MockWx.create()).then((mockwx) => console.log(mockwx.url))";

function get(url, options = {}) {
  return new Promise((resolve, reject) => {
    const asked = https.get(url, options, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part)).on('end', () => resolve(JSON.parse(text)));
    });
    asked.on('error', reject);
  });
}

test('import and require give the same', () => {
  assert.equal(createRequire(import.meta.url)('mockwx').MockWx, MockWx);
});

test('eight worlds at once do not meet', async () => {
  const play = (number) =>
    MockWx.use(async (mockwx) => {
      await mockwx.refuse('code2session', 45011, { times: number });
      for (let nth = 0; nth < number; nth++) await (await fetch(`${mockwx.url}/sns/jscode2session`)).text();
      await mockwx.verify('code2session', { count: number, errcode: 45011 });
      return (await mockwx.calls()).length;
    });
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  assert.deepEqual(await Promise.all(numbers.map(play)), numbers);
});

test('hard-coded hosts lead to the world while it is intercepted, and no longer', async () => {
  await MockWx.use(async (mockwx) => {
    const former = [https.globalAgent, globalThis.fetch];
    const interception = await mockwx.intercept();
    assert.equal((await get(HARD_CODED)).errcode, 40013);
    assert.equal((await (await fetch(HARD_CODED)).json()).errcode, 40013);
    assert.equal((await (await fetch(new Request(HARD_CODED))).json()).errcode, 40013);
    interception.close();
    assert.deepEqual([https.globalAgent, globalThis.fetch], former);
    await mockwx.verify('code2session', { count: 3 });
  });
});

test('a client is led by an agent, and a child process by its environment', async () => {
  await MockWx.use(async (mockwx) => {
    const { agent, env, close } = await mockwx.interception().then((interception) => ({
      agent: interception.agent,
      env: interception.env,
      close: () => interception.close(),
    }));
    assert.equal((await get(HARD_CODED, { agent })).errcode, 40013);
    const curl = ['-sS', HARD_CODED];
    assert.equal(JSON.parse((await run('curl', curl, { env: { ...process.env, ...env } })).stdout).errcode, 40013);
    close();
    await mockwx.verify('code2session', { count: 2 });
  });
});

test('a failure points at the line of the test', async () => {
  await MockWx.use(async (mockwx) => {
    const error = await mockwx.verify('code2session').catch((error) => error);
    assert.ok(error instanceof assert.AssertionError);
    assert.match(error.message, /^expected at least 1 call of code2session; saw 0/);
  });
});

test('a scenario file is the world', async () => {
  await MockWx.use(new URL('throttled.yaml', import.meta.url).pathname, async (mockwx) => {
    assert.equal((await (await fetch(`${mockwx.url}/sns/jscode2session`)).json()).errcode, 45011);
  });
});

test('a server that was started ends with the process, which it does not hold up', async () => {
  const { MOCKWX_URL, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['-e', STARTS], { env });
  const url = stdout.trim().split('/~')[0];
  const isDown = () =>
    new Promise((resolve) => {
      http
        .get(url, { agent: false }, (answer) => answer.resume().on('end', () => resolve(false)))
        .on('error', () => resolve(true));
    });
  while (!(await isDown()));
});

test('what is no mockwx is told', async (t) => {
  const says = {
    html: [200, 'text/html', '<h1>hello</h1>'],
    json: [200, 'application/json', '[]'],
    refusal: [404, 'application/json', '{"message": "no route"}'],
  };
  const stranger = http.createServer((request, response) => {
    const [status, type, body] = says[request.url.split('/')[1]];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  t.after(() => stranger.close());
  for (const path of Object.keys(says)) {
    const url = `http://127.0.0.1:${stranger.address().port}/${path}`;
    await assert.rejects(MockWx.create(undefined, { url }), /that is no mockwx: HTTP .* 这不是 mockwx/);
  }
  await assert.rejects(MockWx.create(undefined, { url: '127.0.0.1:1' }), /no mockwx answers at 127.0.0.1:1/);
});

test('who has no mockwx is told what to do', async () => {
  const { MOCKWX_URL, ...env } = { ...process.env, MOCKWX_COMMAND: 'no-such-mockwx' };
  const script = "require('mockwx').MockWx.create().catch((error) => console.log(error.message))";
  const { stdout } = await run(process.execPath, ['-e', script], { env });
  assert.match(stdout, /`no-such-mockwx`; install it .*MOCKWX_URL.*请安装/);
  await assert.rejects(MockWx.create(undefined, { url: 'http://127.0.0.1:1' }), MockWxError);
});
