/** A world of its own for a test, on the running mockwx that MOCKWX_URL names. */

import { after } from 'node:test';
import { createWx } from 'mockwx-wx';

const { MOCKWX_URL } = process.env;
if (!MOCKWX_URL) throw new Error('MOCKWX_URL is not set: start `mockwx serve` and name it');

/**
 * A control call; one that is refused is an error.
 */
export async function control(url, method, path, body) {
  const answer = await fetch(`${url}/_mockwx/${path}`, { method, body: body && JSON.stringify(body) });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

/**
 * A fresh world, and a wx in it.
 * @returns {Promise<{wx: any, url: string, call: (method: string, path: string, body?: any) => Promise<any>}>}
 */
export async function world(scenario, options) {
  const made = await control(MOCKWX_URL, 'POST', 'worlds', scenario && { scenario: { mockwx: 1, ...scenario } });
  after(() => control(MOCKWX_URL, 'DELETE', `worlds/${made.name}`));
  const url = made.base_url;
  const wx = createWx({ url, ...options });
  return { wx, url, call: (method, path, body) => control(url, method, path, body) };
}

/** What WeChat says to a backend that redeems `code`. */
export async function redeem(url, code) {
  const query = { appid: 'wx00000000mockshop', secret: 'mockwx-secret-shop', js_code: code };
  const search = new URLSearchParams({ ...query, grant_type: 'authorization_code' });
  return (await fetch(`${url}/sns/jscode2session?${search}`)).json();
}

/** The failure that a promise is rejected with. */
export async function failureOf(promise) {
  return promise.then(
    (result) => {
      throw new Error(`it succeeded: ${JSON.stringify(result)}`);
    },
    (failed) => failed
  );
}
