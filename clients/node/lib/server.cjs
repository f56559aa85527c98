'use strict';
// The server of this process: the one that MOCKWX_URL names, or one that is started and ends with the process.

const { spawn } = require('node:child_process');
const { MockWxError } = require('./errors.cjs');

// Test runners load a module anew for each file; the server is the process's.
const SERVER = Symbol.for('mockwx.server');
const LISTENING = /mockwx listening on (\S+)/;

/** The URL of a server; the same for all who ask in one process. */
function start() {
  if (process.env.MOCKWX_URL) {
    return Promise.resolve(process.env.MOCKWX_URL.split('/~')[0].replace(/\/+$/, ''));
  }
  process[SERVER] ??= launch(process.env.MOCKWX_COMMAND || 'mockwx').catch((error) => {
    delete process[SERVER];
    throw error;
  });
  return process[SERVER];
}

function launch(command) {
  const [program, ...words] = command.split(' ');
  const options = [...words, 'serve', '--port', '0', '--quiet', '--stop-with-stdin'];
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    let said = '';
    const listen = (text) => {
      said = (said + text).slice(0, 10_000);
      const found = LISTENING.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.stdin.on('error', () => {});
    child.on('error', () => reject(new MockWxError(missing(command))));
    child.on('exit', () =>
      reject(new MockWxError(`\`${command} serve\` did not start | \`${command} serve\` 没有启动: ${said}`))
    );
    // Nobody waits for it: it ends when its standard input does, which is when this process does.
    for (const handle of [child, child.stdin, child.stdout, child.stderr]) handle.unref();
    keepAliveUntil(child);
  });
}

/** A process with nothing else to do must not end before the server says where it is. */
function keepAliveUntil(child) {
  const timer = setInterval(() => {}, 1000);
  const stop = () => clearInterval(timer);
  child.stdout.once('data', stop);
  child.once('exit', stop).once('error', stop);
}

function missing(command) {
  return (
    `no mockwx: there is no command \`${command}\`; install it (pipx install mockwx), or start one elsewhere, such as ` +
    `in a container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 \`${command}\`；请安装（pipx install mockwx），` +
    '或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址'
  );
}

module.exports = { start };
