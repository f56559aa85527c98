/** Bytes as text: UTF-8 both ways, where a test's global object may lack TextDecoder, and base64 for JSON. */

import { globals } from './globals.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * @param {ArrayBuffer} bytes
 * @returns {string} without the byte order mark, which WeChat drops
 */
export function decode(bytes) {
  const text = globals.Buffer
    ? globals.Buffer.from(bytes).toString('utf8')
    : typeof globals.TextDecoder === 'function'
      ? new globals.TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      : decodeURIComponent(escaped(new Uint8Array(bytes)));
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function encode(text) {
  if (globals.Buffer) return globals.Buffer.from(text, 'utf8');
  if (typeof globals.TextEncoder === 'function') return new globals.TextEncoder().encode(text);
  const bytes = unescape(encodeURIComponent(text));
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = (bytes[index] << 16) | ((bytes[index + 1] || 0) << 8) | (bytes[index + 2] || 0);
    text += ALPHABET[group >> 18] + ALPHABET[(group >> 12) & 63];
    text += index + 1 < bytes.length ? ALPHABET[(group >> 6) & 63] : '=';
    text += index + 2 < bytes.length ? ALPHABET[group & 63] : '=';
  }
  return text;
}

/**
 * @param {string} text
 * @returns {ArrayBuffer}
 */
export function fromBase64(text) {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let index = 0;
  for (const digit of digits) {
    held = ((held << 6) | ALPHABET.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[index] = (held >> bits) & 255;
      index += 1;
    }
  }
  return bytes.buffer;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function escaped(bytes) {
  let text = '';
  bytes.forEach((byte) => {
    text += `%${(byte < 16 ? '0' : '') + byte.toString(16)}`;
  });
  return text;
}
