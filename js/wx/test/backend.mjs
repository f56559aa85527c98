/** A backend on this machine that tells back what it was asked, or answers as a test says. */

import { createServer } from 'node:http';
import { after } from 'node:test';

/**
 * @param {number} [port] a free one where absent
 * @returns {Promise<{url: string, asked: any[], answer: (respond: (asked: any, response: any) => void) => void}>}
 */
export async function backend(port = 0) {
  const asked = [];
  let respond = (request, response) => response.end(JSON.stringify(request));
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const body = Buffer.concat(chunks);
      asked.push({ method, url, headers, body: body.toString(), bytes: body });
      respond(asked.at(-1), response);
    });
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    answer: (how) => {
      respond = how;
    },
  };
}
