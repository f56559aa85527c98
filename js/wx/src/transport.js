/** One HTTP exchange, by whatever this JavaScript has: Node's sockets, fetch, or the wx.request of DevTools. */

import { after, globals } from './globals.js';

/**
 * @typedef {object} Sent
 * @property {string} url
 * @property {string} method
 * @property {{[name: string]: string}} headers
 * @property {string | ArrayBuffer | Uint8Array | null} body
 * @property {number} timeout milliseconds
 * @property {boolean} [follow] whether redirects are followed; true where absent
 *
 * @typedef {object} Received
 * @property {number} status
 * @property {[string, string][]} headers in the server's own case where this JavaScript lets it be seen
 * @property {ArrayBuffer} body
 *
 * @typedef {{answer: Promise<Received>, abort: () => void}} Exchange `answer` rejects with a `Broken`
 * @typedef {(sent: Sent) => Exchange} Transport
 */

/** Why no answer came. */
export class Broken extends Error {
  /**
   * @param {'timeout' | 'abort' | 'network'} kind
   * @param {string} detail the system's own code, such as ECONNREFUSED, or a sentence
   */
  constructor(kind, detail) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 20;

/** @returns {Transport} */
export function transport() {
  const http = builtin('http');
  const https = builtin('https');
  if (http && https) return (sent) => byNode(http, https, sent, MOST_REDIRECTS);
  if (typeof globals.fetch === 'function') return byFetch;
  return () => ({ answer: Promise.reject(new Broken('network', 'neither sockets nor fetch')), abort() {} });
}

/**
 * Node gives its modules this way to scripts, to CommonJS and to ESM alike, and to tests whose global object is a
 * page's.
 * @param {string} name
 * @returns {any}
 */
function builtin(name) {
  const { process } = globals;
  return process && typeof process.getBuiltinModule === 'function' ? process.getBuiltinModule(name) : undefined;
}

/**
 * @param {any} http
 * @param {any} https
 * @param {Sent} sent
 * @param {number} redirects how many more are followed
 * @returns {Exchange}
 */
function byNode(http, https, sent, redirects) {
  const abortable = { abort() {} };
  const follow = sent.follow !== false;
  const answer = new Promise((resolve, reject) => {
    const body = sent.body === null ? null : globals.Buffer.from(sent.body);
    const headers = Object.assign({}, sent.headers);
    if (body !== null) headers['content-length'] = String(body.length);
    const asked = (sent.url.startsWith('https:') ? https : http).request(
      sent.url,
      { method: sent.method, headers },
      (/** @type {any} */ response) => {
        const headers = pairs(response.rawHeaders);
        const next = follow && redirects > 0 ? redirected(sent, { status: response.statusCode, headers }) : null;
        if (next) {
          response.resume();
          stop();
          const exchange = byNode(http, https, next, redirects - 1);
          abortable.abort = exchange.abort;
          resolve(exchange.answer);
          return;
        }
        /** @type {Uint8Array[]} */
        const chunks = [];
        response.on('data', (/** @type {Uint8Array} */ chunk) => chunks.push(chunk));
        response.on('error', (/** @type {any} */ error) => fail('network', error.code || error.message));
        response.on('end', () => {
          stop();
          const whole = globals.Buffer.concat(chunks);
          resolve({
            status: response.statusCode,
            headers,
            body: whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length),
          });
        });
      }
    );
    /**
     * @param {'timeout' | 'abort' | 'network'} kind
     * @param {string} detail
     */
    function fail(kind, detail) {
      stop();
      reject(new Broken(kind, detail));
      asked.destroy();
    }
    const stop = after(sent.timeout, () => fail('timeout', 'timeout'));
    abortable.abort = () => fail('abort', 'abort');
    asked.on('error', (/** @type {any} */ error) => fail('network', error.code || error.message));
    asked.end(body);
  });
  return { answer, abort: () => abortable.abort() };
}

/**
 * @param {string[]} raw
 * @returns {[string, string][]}
 */
function pairs(raw) {
  /** @type {[string, string][]} */
  const headers = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index], raw[index + 1]]);
  return headers;
}

/**
 * @param {Sent} sent
 * @param {{status: number, headers: [string, string][]}} received
 * @returns {Sent | null} what is asked next; null where the answer is no redirect
 */
export function redirected(sent, received) {
  const location = received.headers.find(([name]) => name.toLowerCase() === 'location');
  if (!location || !REDIRECTS.has(received.status)) return null;
  const url = new globals.URL(location[1], sent.url).href;
  if (received.status === 307 || received.status === 308) return Object.assign({}, sent, { url });
  const method = sent.method === 'HEAD' ? 'HEAD' : 'GET';
  return Object.assign({}, sent, { url, method, body: null });
}

/**
 * @param {Sent} sent
 * @returns {Exchange}
 */
function byFetch(sent) {
  const controller = new globals.AbortController();
  /** @type {'timeout' | 'abort' | 'network'} */
  let kind = 'network';
  const stop = after(sent.timeout, () => {
    kind = 'timeout';
    controller.abort();
  });
  const answer = globals
    .fetch(sent.url, {
      method: sent.method,
      headers: sent.headers,
      body: sent.body === null ? undefined : sent.body,
      credentials: 'omit', // a mini program has no cookie jar
      redirect: sent.follow === false ? 'manual' : 'follow',
      signal: controller.signal,
    })
    .then((/** @type {any} */ response) =>
      response.arrayBuffer().then((/** @type {ArrayBuffer} */ body) => {
        /** @type {[string, string][]} */
        const headers = [];
        response.headers.forEach((/** @type {string} */ value, /** @type {string} */ name) => {
          headers.push([name, value]);
        });
        stop();
        return { status: response.status, headers, body };
      })
    )
    .catch((/** @type {any} */ error) => {
      stop();
      throw new Broken(kind, (error.cause && error.cause.code) || error.message);
    });
  return {
    answer,
    abort() {
      kind = 'abort';
      controller.abort();
    },
  };
}

/**
 * By the real wx.request, where mockwx stands over the real wx of DevTools.
 * @param {any} request
 * @returns {Transport}
 */
export function byWx(request) {
  return (sent) => {
    /** @type {any} */
    let task;
    const answer = new Promise((resolve, reject) => {
      task = request({
        url: sent.url,
        method: sent.method,
        header: sent.headers,
        data: sent.body === null ? undefined : sent.body,
        timeout: sent.timeout,
        dataType: 'text',
        responseType: 'arraybuffer',
        success(/** @type {any} */ response) {
          const headers = Object.keys(response.header).map(
            (name) => /** @type {[string, string]} */ ([name, response.header[name]])
          );
          resolve({ status: response.statusCode, headers, body: response.data });
        },
        fail(/** @type {any} */ failed) {
          reject(new Broken('network', failed.errMsg));
        },
      });
    });
    return { answer, abort: () => task.abort() };
  };
}
