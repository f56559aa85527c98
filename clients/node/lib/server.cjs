'use strict';
// The server of this process: the one that MOCKWX_URL names, or one that is started, alone or in a container, and ends
// with the process.

const { spawn } = require('node:child_process');
const { createServer } = require('node:net');
const { token } = require('./control.cjs');
const { MockWxError } = require('./errors.cjs');

// Test runners load a module anew for each file; the server is the process's.
const SERVER = Symbol.for('mockwx.server');
const LISTENING = /mockwx listening on (\S+)/;
const OPTIONS = ['--quiet', '--stop-with-stdin'];

/** The URL of a server; the same for all who ask in one process. */
function start() {
  if (process.env.MOCKWX_URL) {
    return Promise.resolve(process.env.MOCKWX_URL.split('/~')[0].replace(/\/+$/, ''));
  }
  process[SERVER] ??= find().catch((error) => {
    delete process[SERVER];
    throw error;
  });
  return process[SERVER];
}

async function find() {
  const command = process.env.MOCKWX_COMMAND || 'mockwx';
  const url = await launch([...command.split(' '), 'serve', '--port', '0', ...OPTIONS]);
  if (url) return url;
  const container = process.env.MOCKWX_COMMAND ? undefined : await launchContainer(process.env.MOCKWX_IMAGE);
  if (container) return container;
  throw new MockWxError(missing(command));
}

/** An image that nobody named is one's own: a registry's of that name would be a stranger's. */
async function launchContainer(named) {
  const image = named || 'mockwx';
  const address = `127.0.0.1:${await freePort()}`;
  const run = ['docker', 'run', '--rm', '--interactive', '--pull', named ? 'missing' : 'never'];
  run.push('--publish', `${address}:8780`, '--env', 'MOCKWX_TOKEN', image, 'serve', '--host', '0.0.0.0', ...OPTIONS);
  const advice = [
    `; is there an image \`${image}\`? docker build -t mockwx CHECKOUT`,
    `；有镜像 \`${image}\` 吗？docker build -t mockwx 源码目录`,
  ];
  return (await launch(run, advice, { MOCKWX_TOKEN: token() })) && `http://${address}`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Where it says that it listens; nothing where there is no such program. */
function launch([program, ...options], advice = ['', ''], env = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['pipe', 'pipe', 'pipe'];
    const child = spawn(program, options, { env: { ...process.env, ...env }, stdio, windowsHide: true });
    let said = '';
    const listen = (text) => {
      said = (said + text).slice(0, 10_000);
      const found = LISTENING.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.stdin.on('error', () => {});
    child.on('error', () => resolve(undefined));
    // Not at its exit: what it has said to the end is still on the way then.
    child.on('close', () => {
      const shown = [program, ...options].join(' ');
      const text = `\`${shown}\` did not start${advice[0]} | \`${shown}\` 没有启动${advice[1]}: ${said}`;
      reject(new MockWxError(text));
    });
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
  child.once('close', stop).once('error', stop);
}

function missing(command) {
  return (
    `no mockwx: there is no command \`${command}\`; install it (pipx install CHECKOUT), or start one elsewhere, such as ` +
    `in a container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 \`${command}\`；请安装（pipx install 源码目录），` +
    '或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址'
  );
}

module.exports = { start };
