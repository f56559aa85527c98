/** The mockwx server as the phone knows it: verbs of the phone, the world's clock, users and apps. */

import { decode } from './text.js';

/** @typedef {import('./transport.js').Transport} Transport */

/** Milliseconds. mockwx is on this machine. */
const PATIENCE = 30000;

/** mockwx is away, or did not understand. */
export class ServerError extends Error {
  /**
   * @param {string} message English and Chinese, as the server says it
   * @param {number} status 0 where there was no answer
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class Server {
  /**
   * @param {string} url of the server, or of one world of it: `http://127.0.0.1:8780/~NAME`
   * @param {string} token for a server that is open to other machines
   * @param {Transport} send
   */
  constructor(url, token, send) {
    this.url = url.replace(/\/+$/, '');
    this.token = token;
    /** How many exchanges are under way, with mockwx or past it. */
    this.busy = 0;
    /** @type {(() => void)[]} */
    this._idle = [];
    this._send = send;
  }

  /**
   * @param {import('./transport.js').Sent} sent
   * @returns {import('./transport.js').Exchange}
   */
  send(sent) {
    const exchange = this._send(sent);
    const done = () => {
      this.busy -= 1;
      if (this.busy === 0) this._idle.splice(0).forEach((tell) => tell());
    };
    this.busy += 1;
    exchange.answer.then(done, done);
    return exchange;
  }

  /** @returns {Promise<void>} kept when nothing is under way */
  idle() {
    return this.busy === 0 ? Promise.resolve() : new Promise((resolve) => this._idle.push(resolve));
  }

  /**
   * Do what the person or the page does with the phone: `login`, `getPhoneNumber` …
   * @param {string} verb
   * @param {{[name: string]: any}} args
   * @param {number} [timeout] milliseconds
   * @returns {Promise<any>}
   */
  phone(verb, args, timeout) {
    return this.call('POST', `phone/${verb}`, args, timeout);
  }

  /**
   * A control call.
   * @param {string} method
   * @param {string} path what follows `/_mockwx/`
   * @param {any} [body] what is sent as JSON
   * @param {number} [timeout] milliseconds
   * @returns {Promise<any>} rejects with a `ServerError`, or with the `Broken` of a time-out
   */
  call(method, path, body, timeout) {
    /** @type {{[name: string]: string}} */
    const headers = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    const exchange = this.send({
      url: `${this.url}/_mockwx/${path}`,
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      timeout: timeout || PATIENCE,
    });
    return exchange.answer.then(
      (received) => {
        const text = decode(received.body);
        const value = received.status === 204 ? null : json(text);
        if (received.status >= 400) {
          throw new ServerError((value && value.error) || text.slice(0, 200), received.status);
        }
        return value;
      },
      (broken) => {
        if (broken.kind === 'timeout' && timeout) throw broken;
        throw new ServerError(
          `mockwx does not answer at ${this.url} (${broken.detail}); is \`mockwx serve\` running? | ` +
            `${this.url} 上的 mockwx 没有应答（${broken.detail}），请确认 \`mockwx serve\` 已启动`,
          0
        );
      }
    );
  }
}

/**
 * @param {string} text
 * @returns {any}
 */
function json(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}
