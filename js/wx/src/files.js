/** wx.uploadFile and wx.downloadFile, with the temporary files that only this phone has. */

import { begin, failure, hasCallback, tell } from './calling.js';
import { headerOf, headersOf, Task } from './request.js';
import { route } from './routes.js';
import { decode, encode } from './text.js';

/** @typedef {import('./phone.js').Phone} Phone */

const PATIENCE = 60000;

/**
 * @param {Phone} phone
 * @returns {(options: any) => any}
 */
export function uploadFile(phone) {
  return transfer(phone, (given, task) =>
    fileAt(phone, given.filePath)
      .then((file) => multipart(given, file))
      .then(({ type, body }) => {
        const headers = Object.assign(headersOf(given.header, type), { 'content-type': type });
        const sent = { url: given.url, method: 'POST', headers, body, timeout: given.timeout || PATIENCE };
        return task
          .run(() => route(phone, 'uploadFile', sent))
          .then((received) => {
            task.fire('HeadersReceived', { header: headerOf(received) });
            const sentBytes = body.length;
            task.fire('ProgressUpdate', {
              progress: 100,
              totalBytesSent: sentBytes,
              totalBytesExpectedToSend: sentBytes,
            });
            return { data: decode(received.body), statusCode: received.status, errMsg: 'uploadFile:ok' };
          });
      })
  );
}

/**
 * @param {Phone} phone
 * @returns {(options: any) => any}
 */
export function downloadFile(phone) {
  return transfer(phone, (given, task) => {
    const headers = headersOf(given.header);
    const sent = { url: given.url, method: 'GET', headers, body: null, timeout: given.timeout || PATIENCE };
    return task
      .run(() => route(phone, 'downloadFile', sent))
      .then((received) => {
        task.fire('HeadersReceived', { header: headerOf(received) });
        const name = given.url.split(/[?#]/)[0].split('/').pop() || 'file';
        const path = given.filePath || `wxfile://tmp_${phone.files.size}_${name}`;
        const type = headerOf(received)['content-type'] || '';
        phone.files.set(path, { name, type, bytes: received.body });
        return { tempFilePath: path, statusCode: received.status, errMsg: 'downloadFile:ok' };
      });
  });
}

/**
 * @param {Phone} phone
 * @param {(given: any, task: Task) => Promise<any>} perform
 * @returns {(options: any) => any} gives the task, and never a promise
 */
function transfer(phone, perform) {
  return (options) => {
    const given = options || {};
    const task = new Task();
    const answer = begin(() => perform(given, task));
    answer.then(
      (result) => tell(given.success, given.complete, result),
      (failed) => {
        if (hasCallback(given)) tell(given.fail, given.complete, phone.spelt(failed));
      }
    );
    return task.members(['HeadersReceived', 'ProgressUpdate']);
  };
}

/**
 * @param {Phone} phone
 * @param {string} path
 * @returns {Promise<{name: string, type: string, bytes: ArrayBuffer}>}
 */
export function fileAt(phone, path) {
  const known = phone.files.get(path);
  if (known) return Promise.resolve(known);
  const picture = /^wxfile:\/\/(tmp_[0-9a-f]{32}\.jpg)$/.exec(path || '');
  if (!picture) return Promise.reject(failure('uploadFile', 'file not found'));
  const { server } = phone;
  /** @type {{[name: string]: string}} */
  const headers = server.token ? { authorization: `Bearer ${server.token}` } : {};
  const sent = { method: 'GET', headers, body: null, timeout: PATIENCE };
  return server
    .send(Object.assign(sent, { url: `${server.url}/_mockwx/phone/pictures/${picture[1]}` }))
    .answer.then((received) => ({ name: picture[1], type: 'image/jpeg', bytes: received.body }));
}

/**
 * @param {any} given
 * @param {{name: string, type: string, bytes: ArrayBuffer}} file
 * @returns {{type: string, body: Uint8Array}}
 */
function multipart(given, file) {
  const boundary = `----mockwx${'0'.repeat(8)}${file.bytes.byteLength}`;
  const form = given.formData || {};
  const fields = Object.keys(form).map(
    (name) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${form[name]}\r\n`
  );
  const head =
    `${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name="${given.name}"; ` +
    `filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: joined([encode(head), new Uint8Array(file.bytes), encode(`\r\n--${boundary}--\r\n`)]),
  };
}

/**
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array}
 */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
