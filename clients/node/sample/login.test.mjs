// A login backend and what WeChat does to it, without an AppID, a phone or the network.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MockWx } from 'mockwx';

/** A world for this test alone, and your backend's login, which is told where WeChat is. */
async function world(t) {
  const mockwx = await MockWx.create();
  t.after(() => mockwx.close());
  return { mockwx, login: backend(mockwx.url, await mockwx.app()) };
}

test('alice logs in', async (t) => {
  const { mockwx, login } = await world(t);
  assert.deepEqual(await login(await mockwx.login('alice')), [200, await mockwx.user('alice').openid()]);
});

test('a code expires', async (t) => {
  const { mockwx, login } = await world(t);
  const code = await mockwx.login('alice');
  await mockwx.advance('5m1s');
  assert.equal((await login(code))[0], 401);
});

test('WeChat is busy once', async (t) => {
  const { mockwx, login } = await world(t);
  await mockwx.refuse('code2session', 45011, { times: 1 });
  const code = await mockwx.login('alice');
  assert.equal((await login(code))[0], 503);
  assert.equal((await login(code))[0], 200);
});

test('the answer is lost and the code is spent', async (t) => {
  const { mockwx, login } = await world(t);
  await mockwx.rule('code2session', { call: 1, net: 'reset', commit: true });
  const code = await mockwx.login('alice');
  assert.equal((await login(code))[0], 503);
  assert.equal((await login(code))[0], 401);
  await mockwx.verify('code2session', { user: 'alice', count: 2 });
});

test('eight at once, in worlds of their own', { concurrency: 8 }, async (t) => {
  const tests = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
    t.test(`WeChat is busy ${number} times`, async (t) => {
      const { mockwx, login } = await world(t);
      await mockwx.refuse('code2session', 45011, { times: number });
      const code = await mockwx.login('alice');
      for (let nth = 0; nth < number; nth++) assert.equal((await login(code))[0], 503);
      assert.equal((await login(code))[0], 200);
      await mockwx.verify('code2session', { count: number + 1 });
    })
  );
  await Promise.all(tests);
});

/** A login as a backend does it; where WeChat is comes from its settings. */
function backend(wechat, { appid, secret }) {
  return async (code) => {
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
    let answer;
    try {
      answer = await (await fetch(`${wechat}/sns/jscode2session?${query}`)).json();
    } catch {
      return [503, 'try again later'];
    }
    if (!answer.errcode) return [200, answer.openid];
    return [40029, 40163].includes(answer.errcode) ? [401, 'log in again'] : [503, 'try again later'];
  };
}
