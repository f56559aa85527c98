#!/usr/bin/env node
/** `mockwx-page DIR`: a mini program in a browser, logged in by a running mockwx. */

import { parseArgs } from 'node:util';
import { serve } from './serve.js';

const USAGE = `mockwx-page DIR [--port 8781] [--url http://127.0.0.1:8780] [--user alice] [--app NAME]
Shows a mini program in a browser; its wx.login is made by the mockwx at --url (MOCKWX_URL).
在浏览器中运行小程序，wx.login 由 --url（MOCKWX_URL）处的 mockwx 提供。`;

const options = /** @type {const} */ ({
  port: { type: 'string', default: '8781' },
  url: { type: 'string', default: process.env.MOCKWX_URL || 'http://127.0.0.1:8780' },
  user: { type: 'string', default: process.env.MOCKWX_USER || 'alice' },
  app: { type: 'string', default: process.env.MOCKWX_APP },
  help: { type: 'boolean', short: 'h' },
});

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || positionals.length !== 1) {
    console.log(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  const { url: mockwx, user, app } = /** @type {{[option: string]: any}} */ (values);
  const server = await serve(positionals[0], { port: Number(values.port), mockwx, user, app });
  console.log(
    `mockwx-page shows ${positionals[0]} at http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`
  );
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
