/** wx.request: to the backend, by mockwx's relay where its host is mapped, so that the journal holds it too. */

import { begin, failure, tell } from './calling.js';
import { route } from './routes.js';
import { decode } from './text.js';

/**
 * @typedef {import('./phone.js').Phone} Phone
 * @typedef {import('./calling.js').Result} Result
 * @typedef {import('./transport.js').Received} Received
 * @typedef {import('./transport.js').Exchange} Exchange
 */

/** Milliseconds. */
const PATIENCE = 60000;
const MOST_AT_ONCE = 10;
const FORM = 'application/x-www-form-urlencoded';

/**
 * @param {Phone} phone
 * @returns {(options: any) => any} gives the task, and never a promise
 */
export function request(phone) {
  const wait = queue(MOST_AT_ONCE);
  return (options) => {
    const given = options || {};
    const task = new Task();
    const answer = begin(() => ask(phone, given))
      .then((sent) => wait(() => task.run(() => route(phone, 'request', sent))))
      .then((received) => {
        task.received(received, given);
        return result(received, given);
      });
    answer.then(
      (value) => tell(given.success, given.complete, value),
      (failed) => tell(given.fail, given.complete, phone.spelt(failed))
    );
    return task.members();
  };
}

/**
 * @param {Phone} phone
 * @param {any} given
 * @returns {import('./transport.js').Sent}
 */
function ask(phone, given) {
  const url = String(given.url);
  if (!/^https?:\/\/[^/?#]/.test(url)) throw failure('request', `invalid url "${url}"`, 600009);
  const method = String(given.method || 'GET').toUpperCase();
  const headers = headersOf(given.header);
  const { data } = given;
  if (typeof data === 'function' || typeof data === 'symbol') {
    throw failure('request', 'the data parameter type is invalid', 600008);
  }
  const sent = {
    url,
    method,
    headers,
    body: null,
    timeout: given.timeout || PATIENCE,
    follow: given.redirect !== 'manual',
  };
  if (data === undefined || data === null) return sent;
  const plain = typeof data === 'object' && !isBuffer(data);
  if (method === 'GET' && plain) return Object.assign(sent, { url: withQuery(url, data) });
  if (method === 'GET') return sent;
  if (!plain) return Object.assign(sent, { body: isBuffer(data) ? data : String(data) });
  const type = headers[nameIn(headers, 'content-type')];
  return Object.assign(sent, { body: type.includes(FORM) ? pairs(data) : JSON.stringify(data) });
}

/**
 * @param {Received} received
 * @param {any} given
 * @returns {Result}
 */
function result(received, given) {
  return {
    data: given.responseType === 'arraybuffer' ? received.body : dataOf(decode(received.body), given.dataType),
    header: headerOf(received),
    statusCode: received.status,
    cookies: received.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value),
    errMsg: 'request:ok',
  };
}

/**
 * @param {string} text
 * @param {string | undefined} type
 * @returns {any} what does not parse stays a text
 */
function dataOf(text, type) {
  if (type !== undefined && type !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    return text;
  }
}

/**
 * @param {Received} received
 * @returns {{[name: string]: string}} in the server's own case; what comes several times is joined
 */
export function headerOf(received) {
  /** @type {{[name: string]: string}} */
  const header = {};
  for (const [name, value] of received.headers) {
    header[name] = header[name] === undefined ? value : `${header[name]},${value}`;
  }
  return header;
}

/**
 * @param {{[name: string]: any} | undefined} given
 * @param {string} [type] of the content, where the page names none
 * @returns {{[name: string]: string}} without Referer, which a page may not set
 */
export function headersOf(given, type = 'application/json') {
  /** @type {{[name: string]: string}} */
  const headers = {};
  for (const name of Object.keys(given || {})) {
    if (name.toLowerCase() !== 'referer') headers[name] = String(/** @type {any} */ (given)[name]);
  }
  if (headers[nameIn(headers, 'content-type')] === undefined) headers['content-type'] = type;
  return headers;
}

/**
 * @param {{[name: string]: string}} headers
 * @param {string} wanted in lower case
 * @returns {string} as it is spelt there
 */
function nameIn(headers, wanted) {
  return Object.keys(headers).find((name) => name.toLowerCase() === wanted) || wanted;
}

/**
 * @param {string} url
 * @param {{[name: string]: any}} data
 * @returns {string}
 */
function withQuery(url, data) {
  const query = pairs(data);
  const [address, hash] = url.split('#');
  const whole = query ? `${address}${address.includes('?') ? '&' : '?'}${query}` : address;
  return hash === undefined ? whole : `${whole}#${hash}`;
}

/**
 * @param {{[name: string]: any}} data
 * @returns {string}
 */
function pairs(data) {
  return Object.keys(data)
    .map((name) => {
      const value = data[name];
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
    })
    .join('&');
}

/**
 * @param {any} data
 * @returns {boolean} an ArrayBuffer, also one of another realm, as jest has them
 */
function isBuffer(data) {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]' || ArrayBuffer.isView(data);
}

/**
 * @param {number} most
 * @returns {<T>(run: () => Promise<T>) => Promise<T>} the rest waits its turn
 */
function queue(most) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];
  const next = () => {
    running -= 1;
    const run = waiting.shift();
    if (run) run();
  };
  return (run) =>
    new Promise((resolve) => {
      const start = () => {
        running += 1;
        const answer = run();
        answer.then(next, next);
        resolve(answer);
      };
      if (running < most) start();
      else waiting.push(start);
    });
}

/** What wx.request, uploadFile and downloadFile give at once. */
export class Task {
  constructor() {
    this._aborted = false;
    /** @type {Exchange | null} */
    this._exchange = null;
    /** @type {{[event: string]: Set<(event: any) => void>}} */
    this._listeners = { HeadersReceived: new Set(), ChunkReceived: new Set(), ProgressUpdate: new Set() };
  }

  /**
   * @param {() => Exchange} start
   * @returns {Promise<Received>}
   */
  run(start) {
    this._exchange = start();
    if (this._aborted) this._exchange.abort();
    return this._exchange.answer;
  }

  /**
   * @param {Received} received
   * @param {any} given
   */
  received(received, given) {
    const cookies = received.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);
    this.fire('HeadersReceived', { header: headerOf(received), statusCode: received.status, cookies });
    if (given.enableChunked) this.fire('ChunkReceived', { data: received.body });
  }

  /**
   * @param {string} event
   * @param {any} detail
   */
  fire(event, detail) {
    this._listeners[event].forEach((listener) => listener(detail));
  }

  /**
   * @param {string[]} [events]
   * @returns {{[name: string]: (...args: any[]) => void}}
   */
  members(events = ['HeadersReceived', 'ChunkReceived']) {
    /** @type {{[name: string]: (...args: any[]) => void}} */
    const members = {
      abort: () => {
        this._aborted = true;
        if (this._exchange) this._exchange.abort();
      },
    };
    for (const event of events) {
      const listeners = this._listeners[event];
      members[`on${event}`] = (listener) => listeners.add(listener);
      members[`off${event}`] = (listener) => (listener ? listeners.delete(listener) : listeners.clear());
    }
    return members;
  }
}
