'use strict';
// One control call over HTTP: JSON goes and comes as a value, all else as a text.

const http = require('node:http');
const https = require('node:https');
const { MockWxError } = require('./errors.cjs');

const LONGEST_WAIT = 660_000;

/** `node:http` itself: a test may have replaced fetch or the global agent. */
function call(base, method, path, body, query = {}) {
  const nobody = ({ message, code }) =>
    new MockWxError(`no mockwx answers at ${base}: ${message || code} | ${base} 没有 mockwx 应答`);
  if (!/^https?:/.test(base)) return Promise.reject(nobody({ message: 'no http:// URL' }));
  const url = new URL(`${base}/_mockwx/${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  }
  const content = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token()}` };
  if (content !== undefined) headers['content-length'] = Buffer.byteLength(content);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const failed = (error) => reject(nobody(error));
    const asked = request(url, { method, headers, agent: false, timeout: LONGEST_WAIT }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('error', failed);
      response.on('end', () => {
        try {
          resolve(answer(response, text));
        } catch (error) {
          reject(error);
        }
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('time-out')));
    asked.on('error', failed);
    asked.end(content);
  });
}

function answer(response, text) {
  const { statusCode: status, headers } = response;
  const isJson = (headers['content-type'] || '').startsWith('application/json');
  if (status < 400) return isJson ? JSON.parse(text) : text;
  const { error, where, ...more } = (isJson && JSON.parse(text)) || {};
  if (typeof error !== 'string') throw noMockwx(status, text);
  throw new MockWxError(error, { where: where || '', status, more });
}

function noMockwx(status, text) {
  return new MockWxError(`that is no mockwx: HTTP ${status} | 这不是 mockwx：HTTP ${status}: ${text.slice(0, 200)}`);
}

/** A server without a token looks at none. */
function token() {
  return process.env.MOCKWX_TOKEN || 'none';
}

module.exports = { call, noMockwx, token };
