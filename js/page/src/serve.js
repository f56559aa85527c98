/** Serves a mini program's folder in a phone's frame, on this machine only. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { read, rootOf } from './program.js';

/** @type {{[ending: string]: string}} */
const TYPES = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/**
 * @param {string} folder
 * @param {{port: number, mockwx: string, user: string, app?: string}} options `port` 0 picks a free one
 * @returns {Promise<import('node:http').Server>} it listens
 */
export async function serve(folder, { port, mockwx, user, app }) {
  const root = await rootOf(folder);
  const here = (name) => readFile(new URL(name, import.meta.url), 'utf8');
  const frame = (await here('frame.html'))
    .replace('__SETTINGS__', () => JSON.stringify({ mockwx, app }).replace(/</g, '\\u003c'))
    .replace('__USER__', () => user.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`));
  const runner = await bundle();
  /** @type {{[path: string]: [string, () => string | Promise<string>]}} */
  const pages = {
    '/': ['text/html; charset=utf-8', () => frame],
    '/frame.css': ['text/css', () => here('frame.css')],
    '/runner.js': ['text/javascript', () => runner],
    // Read anew each time: a restart of the page shows what was changed.
    '/program.json': ['application/json', async () => JSON.stringify(await read(folder))],
  };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://here').pathname);
    try {
      if (path.startsWith('/files/')) return await file(root, path.slice('/files/'.length), response);
      const [type, body] = pages[path] || [];
      if (!body) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': type }).end(await body());
    } catch (error) {
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.message }));
    }
  });
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => listening(undefined));
  });
  return server;
}

/** The runner with all that it needs, for a browser. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('browser.js', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
  });
  return outputFiles[0].text;
}

/**
 * A picture of the mini program.
 * @param {string} root
 * @param {string} name
 * @param {import('node:http').ServerResponse} response
 */
async function file(root, name, response) {
  const path = normalize(join(root, name));
  const type = TYPES[path.split('.').pop().toLowerCase()];
  const body = type && path.startsWith(root + sep) ? await readFile(path).catch(() => null) : null;
  if (!body) return response.writeHead(404).end();
  return response.writeHead(200, { 'content-type': type }).end(body);
}
