/** Which way a request takes: by the page's own map, by mockwx's relay, or straight to this machine; else it fails. */

import { failure } from './calling.js';
import { ServerError } from './server.js';
import { decode, encode, fromBase64, toBase64 } from './text.js';
import { redirected } from './transport.js';

/**
 * @typedef {import('./phone.js').Phone} Phone
 * @typedef {import('./transport.js').Sent} Sent
 * @typedef {import('./transport.js').Received} Received
 * @typedef {import('./transport.js').Exchange} Exchange
 */

const NEAR =
  /^https?:\/\/(localhost|[^/:]*\.localhost|127\.[\d.]+|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+)(:\d+)?([/?#]|$)/i;

const MOST_REDIRECTS = 20;

/** @type {{[code: string]: string}} Chromium's numbers for what a system says. */
const NETWORK = {
  ECONNREFUSED: '-102:net::ERR_CONNECTION_REFUSED',
  ECONNRESET: '-101:net::ERR_CONNECTION_RESET',
  ENOTFOUND: '-105:net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: '-118:net::ERR_CONNECTION_TIMED_OUT',
};

/**
 * @param {Phone} phone
 * @param {string} api
 * @param {Sent} sent
 * @returns {Exchange} `answer` rejects with a failure of `api`
 */
export function route(phone, api, sent) {
  /** @type {Exchange | null} */
  let exchange = null;
  let aborted = false;
  const start = (/** @type {Exchange} */ begun) => {
    exchange = begun;
    if (aborted) begun.abort();
    return begun.answer;
  };
  const answer = choose(phone, api, sent, start).catch((broken) => {
    throw broken.errMsg === undefined ? asFailure(api, broken) : broken;
  });
  return {
    answer,
    abort() {
      aborted = true;
      if (exchange) exchange.abort();
    },
  };
}

/**
 * @param {Phone} phone
 * @param {string} api
 * @param {Sent} sent
 * @param {(begun: Exchange) => Promise<Received>} start
 * @returns {Promise<Received>}
 */
function choose(phone, api, sent, start) {
  const mapped = mappedTo(phone.settings.map, sent.url);
  return phone
    .about()
    .catch(() => ({ appid: phone.appid, relays: /** @type {string[]} */ ([]) })) // a backend can be asked without mockwx
    .then(({ appid, relays }) => {
      const referer = `https://servicewechat.com/${appid}/0/page-frame.html`;
      const whole = Object.assign({}, sent, { headers: Object.assign({}, sent.headers, { Referer: referer }) });
      if (mapped) return start(phone.server.send(Object.assign(whole, { url: mapped })));
      if (relays.some((origin) => below(origin, sent.url))) return relayed(phone, whole, start, MOST_REDIRECTS);
      if (NEAR.test(sent.url)) return start(phone.server.send(whole));
      const origin = sent.url.split(/[/?#]/).slice(0, 3).join('/');
      const [, , host] = origin.split('/');
      console.warn(
        `mockwx: nothing says where ${origin} is here; start \`mockwx serve --map ${origin}=http://127.0.0.1:8000\`, ` +
          `or set MOCKWX_MAP | 没有指明 ${origin} 在本机的地址：启动时加 --map，或设置 MOCKWX_MAP`
      );
      throw failure(api, `url not in domain list:${host}`, 600002);
    });
}

/**
 * @param {{[origin: string]: string}} map
 * @param {string} url
 * @returns {string | null}
 */
function mappedTo(map, url) {
  const origin = Object.keys(map).find((from) => below(from, url));
  return origin === undefined ? null : map[origin].replace(/\/$/, '') + url.slice(origin.replace(/\/$/, '').length);
}

/**
 * @param {string} origin
 * @param {string} url
 * @returns {boolean}
 */
function below(origin, url) {
  const start = origin.replace(/\/$/, '');
  return url.slice(0, start.length).toLowerCase() === start.toLowerCase() && /^([/?#]|$)/.test(url.slice(start.length));
}

/**
 * By way of mockwx, which follows no redirect: each one may lead elsewhere.
 * @param {Phone} phone
 * @param {Sent} sent
 * @param {(begun: Exchange) => Promise<Received>} start
 * @param {number} redirects how many more are followed
 * @returns {Promise<Received>}
 */
function relayed(phone, sent, start, redirects) {
  const { server } = phone;
  const body =
    sent.body === null ? null : typeof sent.body === 'string' ? encode(sent.body) : new Uint8Array(sent.body);
  /** @type {{[name: string]: string}} */
  const headers = { 'content-type': 'application/json' };
  if (server.token) headers.authorization = `Bearer ${server.token}`;
  const exchange = server.send({
    url: `${server.url}/_mockwx/relay`,
    method: 'POST',
    headers,
    body: JSON.stringify({
      url: sent.url,
      method: sent.method,
      headers: sent.headers,
      body: body === null ? null : toBase64(body),
      user: phone.holder,
    }),
    timeout: sent.timeout,
  });
  const answer = start({ answer: exchange.answer.then(unpacked), abort: exchange.abort });
  return answer.then((received) => {
    const next = sent.follow === false || redirects === 0 ? null : redirected(sent, received);
    return next ? relayed(phone, next, start, redirects - 1) : received;
  });
}

/**
 * @param {Received} received
 * @returns {Received}
 */
function unpacked(received) {
  const relay = JSON.parse(decode(received.body));
  if (received.status >= 400) throw new ServerError(relay.error, received.status);
  if (relay.failed) throw Object.assign(new Error(relay.failed), { kind: 'network', detail: relay.failed });
  return { status: relay.status, headers: relay.headers, body: fromBase64(relay.body) };
}

/**
 * @param {string} api
 * @param {any} broken
 */
function asFailure(api, broken) {
  if (broken.kind === 'abort') return failure(api, 'abort');
  if (broken.kind === 'timeout') return failure(api, 'timeout', 5);
  if (broken instanceof ServerError) return failure(api, `mockwx: ${broken.message}`);
  const [number, text] = (NETWORK[broken.detail] || `-2:${broken.detail || broken.message}`).split(/:(.*)/);
  return failure(api, `errcode:${number} cronet_error_code:${number} error_msg:${text}`, 600001);
}
