'use strict';
// What leads a program with hard-coded hosts to one world: node:https and fetch of this process, children by environment.

const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const tls = require('node:tls');
const { token } = require('./control.cjs');

const LOCAL = 'localhost,127.0.0.1,::1';
const isWechat = (host) => /(^|\.)(weixin\.qq\.com|res\.wx\.qq\.com)$/.test(host);

class Interception {
  #base;
  #token = token();
  #world;
  #folder;
  #undo = [];

  constructor(server, world, ca) {
    this.#base = new URL(server);
    this.#world = world;
    this.ca = ca;
    this.#folder = mkdtempSync(join(tmpdir(), 'mockwx-'));
    this.caFile = join(this.#folder, 'ca.pem');
    writeFileSync(this.caFile, ca);
    this.proxy = `http://${encodeURIComponent(world)}:${encodeURIComponent(this.#token)}@${this.#base.host}`;
    this.agent = new TunnelAgent(this.#base, `${world}:${this.#token}`, ca);
  }

  get env() {
    const env = { NO_PROXY: LOCAL, no_proxy: LOCAL, NODE_USE_ENV_PROXY: '1' };
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) env[name] = this.proxy;
    for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
      env[name] = this.caFile;
    return env;
  }

  install() {
    this.#replace(https, 'globalAgent', this.agent);
    const fetch = globalThis.fetch;
    this.#replace(globalThis, 'fetch', (resource, options) => {
      const url = new URL(resource instanceof Request ? resource.url : resource);
      if (!isWechat(url.hostname)) return fetch(resource, options);
      const here = new URL(`/~${this.#world}/${url.hostname}${url.pathname}${url.search}`, this.#base);
      return fetch(resource instanceof Request ? new Request(here, resource) : here, options);
    });
    return this;
  }

  #replace(owner, name, value) {
    const former = owner[name];
    owner[name] = value;
    this.#undo.push(() => (owner[name] = former));
  }

  close() {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.agent.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** To WeChat's hosts by CONNECT, trusting the test CA alone; to all others as ever. */
class TunnelAgent extends https.Agent {
  #proxy;
  #credentials;
  #ca;

  constructor(proxy, credentials, ca) {
    super({ keepAlive: false });
    this.#proxy = proxy;
    this.#credentials = Buffer.from(credentials).toString('base64');
    this.#ca = ca;
  }

  createConnection(options, callback) {
    if (!isWechat(options.host)) return super.createConnection(options, callback);
    const target = `${options.host}:${options.port || 443}`;
    const connect = http.request({
      host: this.#proxy.hostname.replace(/^\[|\]$/g, ''),
      port: this.#proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, 'proxy-authorization': `Basic ${this.#credentials}` },
      agent: false,
    });
    connect.once('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        callback(new Error(`mockwx answers CONNECT ${target} with ${response.statusCode}`));
        return;
      }
      callback(null, tls.connect({ ...options, socket, ca: this.#ca, servername: options.servername || options.host }));
    });
    connect.once('error', callback);
    connect.end();
    return undefined;
  }
}

module.exports = { Interception };
