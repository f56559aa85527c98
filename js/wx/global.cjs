/* Made from js/wx/src by js/build.mjs: mockwx-wx, MIT. */
"use strict";
(() => {
  // wx/src/globals.js
  var globals = typeof globalThis !== "undefined" ? globalThis : typeof self !== "undefined" ? self : typeof global !== "undefined" ? global : {};
  var { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globals;
  function after(milliseconds, run) {
    const timer = realSetTimeout(run, milliseconds);
    return () => realClearTimeout(timer);
  }
  function environment(name) {
    const { process } = globals;
    return process && process.env && process.env[name] || "";
  }

  // wx/src/calling.js
  function failure(api, why, errno) {
    const failed = { errMsg: `${api}:fail ${why}` };
    if (errno !== void 0) failed.errno = errno;
    return failed;
  }
  function settle(answer, options) {
    if (!hasCallback(options)) return answer;
    answer.then(
      (result2) => tell(options.success, options.complete, result2),
      (failed) => tell(options.fail, options.complete, failed)
    );
    return void 0;
  }
  function asynchronous(perform) {
    return (options) => settle(
      begin(() => perform(options || {})),
      options || {}
    );
  }
  function forgettable(call) {
    return (options) => {
      const answer = call(options);
      if (answer) answer.catch(() => {
      });
      return answer;
    };
  }
  function callbackOnly(perform) {
    return (options) => {
      const given = options || {};
      begin(() => perform(given)).then(
        (result2) => tell(given.success, given.complete, result2),
        (failed) => tell(given.fail, given.complete, failed)
      );
    };
  }
  function hasCallback(options) {
    return Boolean(options.success || options.fail || options.complete);
  }
  function tell(callback, complete, value) {
    try {
      if (callback) callback(value);
    } finally {
      if (complete) complete(value);
    }
  }
  function begin(perform) {
    return new Promise((resolve) => resolve(perform()));
  }

  // wx/src/login.js
  var INFO_RECALLED = Date.UTC(2021, 3, 28, 16) / 1e3;
  function loginApis(phone) {
    return {
      login: (options) => phone.do("login", {}, { timeout: options.timeout }).then(errMsgFirst),
      checkSession: () => phone.do("checkSession", {}),
      pluginLogin: () => phone.do("pluginLogin", {}),
      getUserInfo: (options) => getUserInfo(phone, options),
      getUserProfile: (options) => {
        phone.requireTap("getUserProfile", "2.10.4");
        const { desc } = options;
        if (typeof desc !== "string" || desc.length < 1 || desc.length > 30) {
          throw failure("getUserProfile", "desc length does not meet the requirements");
        }
        return phone.privacy.ask("getUserProfile").then(() => phone.do("getUserProfile", pick(options, ["desc", "lang"])));
      }
    };
  }
  function getUserInfo(phone, options) {
    const { memory } = phone;
    const remember = (allowed) => {
      memory.scopes["scope.userInfo"] = allowed;
    };
    return phone.privacy.ask("getUserInfo").then(() => phone.do("getUserInfo", pick(options, ["lang", "withCredentials"]))).then(
      (result2) => {
        remember(true);
        return result2;
      },
      (failed) => {
        if (/auth deny/.test(failed.errMsg)) remember(false);
        throw failed;
      }
    );
  }
  function userCryptoManager(phone) {
    return { getLatestUserKey: () => phone.do("getLatestUserKey", {}) };
  }
  function pick(options, names) {
    const picked = {};
    for (const name of names) if (options[name] !== void 0) picked[name] = options[name];
    return picked;
  }
  function errMsgFirst(result2) {
    const { errMsg } = result2;
    return Object.assign({ errMsg }, result2);
  }

  // wx/src/settings.js
  function settingApis(phone) {
    return {
      authorize: (options) => authorize(phone, options.scope),
      getSetting: (options) => setting(phone, "getSetting", options),
      openSetting: (options) => {
        phone.requireTap("openSetting", "2.3.0");
        return openSetting(phone, options);
      }
    };
  }
  function authorize(phone, scope) {
    const { memory } = phone;
    return phone.privacy.ask("authorize").then(() => scopes(phone)).then((known) => {
      if (known[scope] !== void 0) return known[scope];
      return phone.decision("authorize", { scope }).then((decided) => {
        memory.scopes[scope] = !decided.deny;
        return memory.scopes[scope];
      });
    }).then((allowed) => {
      if (!allowed) throw failure("authorize", "auth deny");
      return { errMsg: "authorize:ok" };
    });
  }
  function openSetting(phone, options) {
    return scopes(phone).then((asked) => phone.decision("openSetting", { authSetting: asked })).then((decided) => {
      const { memory } = phone;
      for (const scope of Object.keys(memory.scopes)) {
        if (typeof decided[scope] === "boolean") memory.scopes[scope] = decided[scope];
      }
      return setting(phone, "openSetting", options);
    });
  }
  function setting(phone, api, options) {
    return scopes(phone).then((authSetting) => {
      const result2 = { errMsg: `${api}:ok`, authSetting };
      if (options.withSubscriptions && phone.has("2.10.1")) result2.subscriptionsSetting = { mainSwitch: true };
      return result2;
    });
  }
  function scopes(phone) {
    return phone.now().then((now) => {
      const asked = Object.assign({}, phone.memory.scopes);
      if (now >= INFO_RECALLED) asked["scope.userInfo"] = true;
      return asked;
    });
  }

  // wx/src/buttons.js
  var BUTTONS = {
    getUserInfo: (phone, { lang }) => getUserInfo(phone, lang ? { lang } : {}),
    getPhoneNumber: (phone) => phone.privacy.ask("getPhoneNumber").then(() => phone.do("getPhoneNumber", {})),
    getRealtimePhoneNumber: (phone) => phone.privacy.ask("getRealtimePhoneNumber").then(() => phone.do("getRealtimePhoneNumber", {})),
    chooseAvatar: (phone) => phone.privacy.ask("chooseAvatar").then(() => chooseAvatar(phone)),
    openSetting: (phone) => phone.tap(() => openSetting(phone, {}))
  };
  var OTHERS = /* @__PURE__ */ new Set([
    ...["share", "contact", "feedback", "launchApp", "openGroupProfile", "openGuildProfile", "openPublicProfile"],
    "liveActivity"
  ]);
  function button(phone, openType, attributes) {
    const given = attributes || {};
    const types = openType.split("|");
    const agrees = types.indexOf("agreePrivacyAuthorization") >= 0;
    if (agrees) phone.privacy.agreeBy(given.id || "");
    const other = types.find((type2) => type2 !== "agreePrivacyAuthorization");
    if (!other) return Promise.resolve({ type: "agreeprivacyauthorization", detail: {} });
    if (OTHERS.has(other)) return Promise.resolve(null);
    const perform = BUTTONS[other];
    if (!perform) {
      const known = Object.keys(BUTTONS).join(", ");
      throw new TypeError(
        `there is no open-type '${other}' here; known: ${known} | 没有 open-type '${other}'；可用：${known}`
      );
    }
    const type = other.toLowerCase();
    return perform(phone, given).then(
      (detail) => detail ? { type, detail } : null,
      (failed) => ({ type, detail: phone.spelt(failed) })
    );
  }
  function chooseAvatar(phone) {
    return phone.decision("chooseAvatar", {}).then((decision) => {
      if (decision.picture) return { avatarUrl: keep(phone, decision.picture) };
      return phone.do("chooseAvatar", {}, { decision }).then(
        ({ avatarUrl }) => ({ avatarUrl }),
        (failed) => {
          if (/fail cancel/.test(failed.errMsg)) return null;
          throw failed;
        }
      );
    });
  }
  function keep(phone, picture) {
    const path = `wxfile://tmp_own_${phone.files.size}_${picture.name}`;
    phone.files.set(path, picture);
    return path;
  }
  function nickname(phone, value) {
    const args = value ? { value } : {};
    return phone.ready().then(() => phone.decision("nickname", args)).then((decided) => phone.server.phone("nickname", Object.assign(phone.who(), args, decided))).then((answer) => ({ value: answer.value, review: answer.detail || null }));
  }

  // wx/src/cloud.js
  var ELSEWHERE = ["callFunction", "uploadFile", "downloadFile", "deleteFile", "getTempFileURL"];
  function cloud(phone) {
    const members = {
      init() {
      },
      callContainer: asynchronous((options) => callContainer(phone, options)),
      database() {
        throw new Error("mockwx: there is no cloud database here: give wx.cloud.database | 这里没有云数据库，请自行提供");
      }
    };
    for (const api of ELSEWHERE) {
      const why = `mockwx: there is no cloud here: give wx.cloud.${api} | 这里没有云开发环境，请自行提供 wx.cloud.${api}`;
      members[api] = asynchronous(() => Promise.reject(failure(`cloud.${api}`, why)));
    }
    return members;
  }
  function callContainer(phone, options) {
    const { path, method, header, data, config, timeout } = options;
    const args = { path, method, header, data, env: config && config.env };
    for (const name of Object.keys(args)) if (args[name] === void 0) delete args[name];
    return phone.ready().then(
      () => phone.server.phone("callContainer", Object.assign(phone.who(), args), timeout).then(
        (result2) => {
          if (result2.errMsg !== "cloud.callContainer:ok") throw result2;
          return result2;
        },
        (error) => {
          throw failure("cloud.callContainer", `mockwx: ${error.message}`);
        }
      )
    );
  }

  // wx/src/feedback.js
  var SHOWN = [
    ...["showToast", "hideToast", "showLoading", "hideLoading", "setNavigationBarTitle", "setNavigationBarColor"],
    ...["showNavigationBarLoading", "hideNavigationBarLoading", "stopPullDownRefresh", "hideShareMenu", "showShareMenu"],
    ...["vibrateShort", "vibrateLong", "pageScrollTo", "setTabBarItem", "showTabBar", "hideTabBar", "previewImage"],
    ...["setTabBarBadge", "removeTabBarBadge", "setTabBarStyle", "showTabBarRedDot", "hideTabBarRedDot"],
    ...["setBackgroundColor", "setBackgroundTextStyle", "hideHomeButton", "setKeepScreenOn", "hideKeyboard"],
    ...["startPullDownRefresh", "updateShareMenu", "makePhoneCall", "loadFontFace", "setEnableDebug"],
    ...["enableAlertBeforeUnload", "disableAlertBeforeUnload", "exitMiniProgram", "preloadWebview"]
  ];
  function feedbackApis(phone) {
    const apis = {
      showActionSheet: (options) => {
        phone.show("showActionSheet", options);
        return phone.decision("showActionSheet", options).then((decided) => {
          if (decided.cancel || decided.deny) throw failure("showActionSheet", "cancel");
          return { errMsg: "showActionSheet:ok", tapIndex: decided.tapIndex || 0 };
        });
      }
    };
    for (const api of SHOWN) {
      apis[api] = (options) => {
        phone.show(api, options);
        return { errMsg: `${api}:ok` };
      };
    }
    return apis;
  }
  function showModal(phone) {
    return (options) => {
      const given = options || {};
      phone.show("showModal", given);
      const answer = phone.decision("showModal", given).then((decided) => {
        const cancel = Boolean(decided.cancel || decided.deny);
        const result2 = { errMsg: "showModal:ok", cancel, confirm: !cancel };
        if (given.editable) result2.content = decided.content === void 0 ? "" : decided.content;
        return result2;
      });
      if (!given.success && !given.complete && !given.fail) return answer;
      answer.then((result2) => {
        const call = () => {
          if (given.success) given.success(result2);
          if (given.complete) given.complete(result2);
        };
        if (result2.confirm) phone.tap(call);
        else call();
      });
      return void 0;
    };
  }

  // wx/src/text.js
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  function decode(bytes) {
    const text = globals.Buffer ? globals.Buffer.from(bytes).toString("utf8") : typeof globals.TextDecoder === "function" ? new globals.TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : decodeURIComponent(escaped(new Uint8Array(bytes)));
    return text.charCodeAt(0) === 65279 ? text.slice(1) : text;
  }
  function encode(text) {
    if (globals.Buffer) return globals.Buffer.from(text, "utf8");
    if (typeof globals.TextEncoder === "function") return new globals.TextEncoder().encode(text);
    const bytes = unescape(encodeURIComponent(text));
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  }
  function toBase64(bytes) {
    let text = "";
    for (let index = 0; index < bytes.length; index += 3) {
      const group = bytes[index] << 16 | (bytes[index + 1] || 0) << 8 | (bytes[index + 2] || 0);
      text += ALPHABET[group >> 18] + ALPHABET[group >> 12 & 63];
      text += index + 1 < bytes.length ? ALPHABET[group >> 6 & 63] : "=";
      text += index + 2 < bytes.length ? ALPHABET[group & 63] : "=";
    }
    return text;
  }
  function fromBase64(text) {
    const digits = text.replace(/=+$/, "");
    const bytes = new Uint8Array(Math.floor(digits.length * 3 / 4));
    let held = 0;
    let bits = 0;
    let index = 0;
    for (const digit of digits) {
      held = (held << 6 | ALPHABET.indexOf(digit)) & 16777215;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[index] = held >> bits & 255;
        index += 1;
      }
    }
    return bytes.buffer;
  }
  function escaped(bytes) {
    let text = "";
    bytes.forEach((byte) => {
      text += `%${(byte < 16 ? "0" : "") + byte.toString(16)}`;
    });
    return text;
  }

  // wx/src/server.js
  var PATIENCE = 3e4;
  var ServerError = class extends Error {
    /**
     * @param {string} message English and Chinese, as the server says it
     * @param {number} status 0 where there was no answer
     */
    constructor(message, status) {
      super(message);
      this.status = status;
    }
  };
  var Server = class {
    /**
     * @param {string} url of the server, or of one world of it: `http://127.0.0.1:8780/~NAME`
     * @param {string} token for a server that is open to other machines
     * @param {Transport} send
     */
    constructor(url, token, send) {
      this.url = url.replace(/\/+$/, "");
      this.token = token;
      this.busy = 0;
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
        if (this.busy === 0) this._idle.splice(0).forEach((tell2) => tell2());
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
      return this.call("POST", `phone/${verb}`, args, timeout);
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
      const headers = {};
      if (body !== void 0) headers["content-type"] = "application/json";
      if (this.token) headers.authorization = `Bearer ${this.token}`;
      const exchange = this.send({
        url: `${this.url}/_mockwx/${path}`,
        method,
        headers,
        body: body === void 0 ? null : JSON.stringify(body),
        timeout: timeout || PATIENCE
      });
      return exchange.answer.then(
        (received) => {
          const text = decode(received.body);
          const value = received.status === 204 ? null : json(text);
          if (received.status >= 400) {
            throw new ServerError(value && value.error || text.slice(0, 200), received.status);
          }
          return value;
        },
        (broken) => {
          if (broken.kind === "timeout" && timeout) throw broken;
          throw new ServerError(
            `mockwx does not answer at ${this.url} (${broken.detail}); is \`mockwx serve\` running? | ${this.url} 上的 mockwx 没有应答（${broken.detail}），请确认 \`mockwx serve\` 已启动`,
            0
          );
        }
      );
    }
  };
  function json(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }

  // wx/src/transport.js
  var Broken = class extends Error {
    /**
     * @param {'timeout' | 'abort' | 'network'} kind
     * @param {string} detail the system's own code, such as ECONNREFUSED, or a sentence
     */
    constructor(kind, detail) {
      super(detail);
      this.kind = kind;
      this.detail = detail;
    }
  };
  var REDIRECTS = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
  var MOST_REDIRECTS = 20;
  function transport() {
    const http = builtin("http");
    const https = builtin("https");
    if (http && https) return (sent) => byNode(http, https, sent, MOST_REDIRECTS);
    if (typeof globals.fetch === "function") return byFetch;
    return () => ({ answer: Promise.reject(new Broken("network", "neither sockets nor fetch")), abort() {
    } });
  }
  function builtin(name) {
    const { process } = globals;
    return process && typeof process.getBuiltinModule === "function" ? process.getBuiltinModule(name) : void 0;
  }
  function byNode(http, https, sent, redirects) {
    const abortable = { abort() {
    } };
    const follow = sent.follow !== false;
    const answer = new Promise((resolve, reject) => {
      const body = sent.body === null ? null : globals.Buffer.from(sent.body);
      const headers = Object.assign({}, sent.headers);
      if (body !== null) headers["content-length"] = String(body.length);
      const asked = (sent.url.startsWith("https:") ? https : http).request(
        sent.url,
        { method: sent.method, headers },
        (response) => {
          const headers2 = pairs(response.rawHeaders);
          const next = follow && redirects > 0 ? redirected(sent, { status: response.statusCode, headers: headers2 }) : null;
          if (next) {
            response.resume();
            stop();
            const exchange = byNode(http, https, next, redirects - 1);
            abortable.abort = exchange.abort;
            resolve(exchange.answer);
            return;
          }
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("error", (error) => fail("network", error.code || error.message));
          response.on("end", () => {
            stop();
            const whole = globals.Buffer.concat(chunks);
            resolve({
              status: response.statusCode,
              headers: headers2,
              body: whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length)
            });
          });
        }
      );
      function fail(kind, detail) {
        stop();
        reject(new Broken(kind, detail));
        asked.destroy();
      }
      const stop = after(sent.timeout, () => fail("timeout", "timeout"));
      abortable.abort = () => fail("abort", "abort");
      asked.on("error", (error) => fail("network", error.code || error.message));
      asked.end(body);
    });
    return { answer, abort: () => abortable.abort() };
  }
  function pairs(raw) {
    const headers = [];
    for (let index = 0; index < raw.length; index += 2) headers.push([raw[index], raw[index + 1]]);
    return headers;
  }
  function redirected(sent, received) {
    const location = received.headers.find(([name]) => name.toLowerCase() === "location");
    if (!location || !REDIRECTS.has(received.status)) return null;
    const url = new globals.URL(location[1], sent.url).href;
    if (received.status === 307 || received.status === 308) return Object.assign({}, sent, { url });
    const method = sent.method === "HEAD" ? "HEAD" : "GET";
    return Object.assign({}, sent, { url, method, body: null });
  }
  function byFetch(sent) {
    const controller = new globals.AbortController();
    let kind = "network";
    const stop = after(sent.timeout, () => {
      kind = "timeout";
      controller.abort();
    });
    const answer = globals.fetch(sent.url, {
      method: sent.method,
      headers: sent.headers,
      body: sent.body === null ? void 0 : sent.body,
      credentials: "omit",
      // a mini program has no cookie jar
      redirect: sent.follow === false ? "manual" : "follow",
      signal: controller.signal
    }).then(
      (response) => response.arrayBuffer().then((body) => {
        const headers = [];
        response.headers.forEach((value, name) => {
          headers.push([name, value]);
        });
        stop();
        return { status: response.status, headers, body };
      })
    ).catch((error) => {
      stop();
      throw new Broken(kind, error.cause && error.cause.code || error.message);
    });
    return {
      answer,
      abort() {
        kind = "abort";
        controller.abort();
      }
    };
  }

  // wx/src/routes.js
  var NEAR = /^https?:\/\/(localhost|[^/:]*\.localhost|127\.[\d.]+|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+)(:\d+)?([/?#]|$)/i;
  var MOST_REDIRECTS2 = 20;
  var NETWORK = {
    ECONNREFUSED: "-102:net::ERR_CONNECTION_REFUSED",
    ECONNRESET: "-101:net::ERR_CONNECTION_RESET",
    ENOTFOUND: "-105:net::ERR_NAME_NOT_RESOLVED",
    ETIMEDOUT: "-118:net::ERR_CONNECTION_TIMED_OUT"
  };
  function route(phone, api, sent) {
    let exchange = null;
    let aborted = false;
    const start = (begun) => {
      exchange = begun;
      if (aborted) begun.abort();
      return begun.answer;
    };
    const answer = choose(phone, api, sent, start).catch((broken) => {
      throw broken.errMsg === void 0 ? asFailure(api, broken) : broken;
    });
    return {
      answer,
      abort() {
        aborted = true;
        if (exchange) exchange.abort();
      }
    };
  }
  function choose(phone, api, sent, start) {
    const mapped = mappedTo(phone.settings.map, sent.url);
    return phone.about().catch(() => ({ appid: phone.appid, relays: (
      /** @type {string[]} */
      []
    ) })).then(({ appid, relays }) => {
      const referer = `https://servicewechat.com/${appid}/0/page-frame.html`;
      const whole = Object.assign({}, sent, { headers: Object.assign({}, sent.headers, { Referer: referer }) });
      if (mapped) return start(phone.server.send(Object.assign(whole, { url: mapped })));
      if (relays.some((origin2) => below(origin2, sent.url))) return relayed(phone, whole, start, MOST_REDIRECTS2);
      if (NEAR.test(sent.url)) return start(phone.server.send(whole));
      const origin = sent.url.split(/[/?#]/).slice(0, 3).join("/");
      const [, , host] = origin.split("/");
      console.warn(
        `mockwx: nothing says where ${origin} is here; start \`mockwx serve --map ${origin}=http://127.0.0.1:8000\`, or set MOCKWX_MAP | 没有指明 ${origin} 在本机的地址：启动时加 --map，或设置 MOCKWX_MAP`
      );
      throw failure(api, `url not in domain list:${host}`, 600002);
    });
  }
  function mappedTo(map, url) {
    const origin = Object.keys(map).find((from) => below(from, url));
    return origin === void 0 ? null : map[origin].replace(/\/$/, "") + url.slice(origin.replace(/\/$/, "").length);
  }
  function below(origin, url) {
    const start = origin.replace(/\/$/, "");
    return url.slice(0, start.length).toLowerCase() === start.toLowerCase() && /^([/?#]|$)/.test(url.slice(start.length));
  }
  function relayed(phone, sent, start, redirects) {
    const { server } = phone;
    const body = sent.body === null ? null : typeof sent.body === "string" ? encode(sent.body) : new Uint8Array(sent.body);
    const headers = { "content-type": "application/json" };
    if (server.token) headers.authorization = `Bearer ${server.token}`;
    const exchange = server.send({
      url: `${server.url}/_mockwx/relay`,
      method: "POST",
      headers,
      body: JSON.stringify({
        url: sent.url,
        method: sent.method,
        headers: sent.headers,
        body: body === null ? null : toBase64(body),
        user: phone.holder
      }),
      timeout: sent.timeout
    });
    const answer = start({ answer: exchange.answer.then(unpacked), abort: exchange.abort });
    return answer.then((received) => {
      const next = sent.follow === false || redirects === 0 ? null : redirected(sent, received);
      return next ? relayed(phone, next, start, redirects - 1) : received;
    });
  }
  function unpacked(received) {
    const relay = JSON.parse(decode(received.body));
    if (received.status >= 400) throw new ServerError(relay.error, received.status);
    if (relay.failed) throw Object.assign(new Error(relay.failed), { kind: "network", detail: relay.failed });
    return { status: relay.status, headers: relay.headers, body: fromBase64(relay.body) };
  }
  function asFailure(api, broken) {
    if (broken.kind === "abort") return failure(api, "abort");
    if (broken.kind === "timeout") return failure(api, "timeout", 5);
    if (broken instanceof ServerError) return failure(api, `mockwx: ${broken.message}`);
    const [number, text] = (NETWORK[broken.detail] || `-2:${broken.detail || broken.message}`).split(/:(.*)/);
    return failure(api, `errcode:${number} cronet_error_code:${number} error_msg:${text}`, 600001);
  }

  // wx/src/request.js
  var PATIENCE2 = 6e4;
  var MOST_AT_ONCE = 10;
  var FORM = "application/x-www-form-urlencoded";
  function request(phone) {
    const wait = queue(MOST_AT_ONCE);
    return (options) => {
      const given = options || {};
      const task = new Task();
      const answer = begin(() => ask(phone, given)).then((sent) => wait(() => task.run(() => route(phone, "request", sent)))).then((received) => {
        task.received(received, given);
        return result(received, given);
      });
      answer.then(
        (value) => tell(given.success, given.complete, value),
        (failed) => tell(given.fail, given.complete, phone.spelt(failed))
      );
      return task.members();
    };
  }
  function ask(phone, given) {
    const url = String(given.url);
    if (!/^https?:\/\/[^/?#]/.test(url)) throw failure("request", `invalid url "${url}"`, 600009);
    const method = String(given.method || "GET").toUpperCase();
    const headers = headersOf(given.header);
    const { data } = given;
    if (typeof data === "function" || typeof data === "symbol") {
      throw failure("request", "the data parameter type is invalid", 600008);
    }
    const sent = {
      url,
      method,
      headers,
      body: null,
      timeout: given.timeout || PATIENCE2,
      follow: given.redirect !== "manual"
    };
    if (data === void 0 || data === null) return sent;
    const plain = typeof data === "object" && !isBuffer(data);
    if (method === "GET" && plain) return Object.assign(sent, { url: withQuery(url, data) });
    if (method === "GET") return sent;
    if (!plain) return Object.assign(sent, { body: isBuffer(data) ? data : String(data) });
    const type = headers[nameIn(headers, "content-type")];
    return Object.assign(sent, { body: type.includes(FORM) ? pairs2(data) : JSON.stringify(data) });
  }
  function result(received, given) {
    return {
      data: given.responseType === "arraybuffer" ? received.body : dataOf(decode(received.body), given.dataType),
      header: headerOf(received),
      statusCode: received.status,
      cookies: received.headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value),
      errMsg: "request:ok"
    };
  }
  function dataOf(text, type) {
    if (type !== void 0 && type !== "json") return text;
    try {
      return JSON.parse(text);
    } catch (error) {
      return text;
    }
  }
  function headerOf(received) {
    const header = {};
    for (const [name, value] of received.headers) {
      header[name] = header[name] === void 0 ? value : `${header[name]},${value}`;
    }
    return header;
  }
  function headersOf(given, type = "application/json") {
    const headers = {};
    for (const name of Object.keys(given || {})) {
      if (name.toLowerCase() !== "referer") headers[name] = String(
        /** @type {any} */
        given[name]
      );
    }
    if (headers[nameIn(headers, "content-type")] === void 0) headers["content-type"] = type;
    return headers;
  }
  function nameIn(headers, wanted) {
    return Object.keys(headers).find((name) => name.toLowerCase() === wanted) || wanted;
  }
  function withQuery(url, data) {
    const query = pairs2(data);
    const [address, hash] = url.split("#");
    const whole = query ? `${address}${address.includes("?") ? "&" : "?"}${query}` : address;
    return hash === void 0 ? whole : `${whole}#${hash}`;
  }
  function pairs2(data) {
    return Object.keys(data).map((name) => {
      const value = data[name];
      const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
    }).join("&");
  }
  function isBuffer(data) {
    return Object.prototype.toString.call(data) === "[object ArrayBuffer]" || ArrayBuffer.isView(data);
  }
  function queue(most) {
    let running = 0;
    const waiting = [];
    const next = () => {
      running -= 1;
      const run = waiting.shift();
      if (run) run();
    };
    return (run) => new Promise((resolve) => {
      const start = () => {
        running += 1;
        const answer = run();
        answer.then(next, next);
        resolve(answer);
      };
      if (running < most) start();
      else waiting.push(start);
    });
  }
  var Task = class {
    constructor() {
      this._aborted = false;
      this._exchange = null;
      this._listeners = { HeadersReceived: /* @__PURE__ */ new Set(), ChunkReceived: /* @__PURE__ */ new Set(), ProgressUpdate: /* @__PURE__ */ new Set() };
    }
    /**
     * @param {() => Exchange} start
     * @returns {Promise<Received>}
     */
    run(start) {
      this._exchange = start();
      if (this._aborted) this._exchange.abort();
      return this._exchange.answer;
    }
    /**
     * @param {Received} received
     * @param {any} given
     */
    received(received, given) {
      const cookies = received.headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
      this.fire("HeadersReceived", { header: headerOf(received), statusCode: received.status, cookies });
      if (given.enableChunked) this.fire("ChunkReceived", { data: received.body });
    }
    /**
     * @param {string} event
     * @param {any} detail
     */
    fire(event, detail) {
      this._listeners[event].forEach((listener) => listener(detail));
    }
    /**
     * @param {string[]} [events]
     * @returns {{[name: string]: (...args: any[]) => void}}
     */
    members(events = ["HeadersReceived", "ChunkReceived"]) {
      const members = {
        abort: () => {
          this._aborted = true;
          if (this._exchange) this._exchange.abort();
        }
      };
      for (const event of events) {
        const listeners = this._listeners[event];
        members[`on${event}`] = (listener) => listeners.add(listener);
        members[`off${event}`] = (listener) => listener ? listeners.delete(listener) : listeners.clear();
      }
      return members;
    }
  };

  // wx/src/files.js
  var PATIENCE3 = 6e4;
  function uploadFile(phone) {
    return transfer(
      phone,
      (given, task) => fileAt(phone, given.filePath).then((file) => multipart(given, file)).then(({ type, body }) => {
        const headers = Object.assign(headersOf(given.header, type), { "content-type": type });
        const sent = { url: given.url, method: "POST", headers, body, timeout: given.timeout || PATIENCE3 };
        return task.run(() => route(phone, "uploadFile", sent)).then((received) => {
          task.fire("HeadersReceived", { header: headerOf(received) });
          const sentBytes = body.length;
          task.fire("ProgressUpdate", {
            progress: 100,
            totalBytesSent: sentBytes,
            totalBytesExpectedToSend: sentBytes
          });
          return { data: decode(received.body), statusCode: received.status, errMsg: "uploadFile:ok" };
        });
      })
    );
  }
  function downloadFile(phone) {
    return transfer(phone, (given, task) => {
      const headers = headersOf(given.header);
      const sent = { url: given.url, method: "GET", headers, body: null, timeout: given.timeout || PATIENCE3 };
      return task.run(() => route(phone, "downloadFile", sent)).then((received) => {
        task.fire("HeadersReceived", { header: headerOf(received) });
        const name = given.url.split(/[?#]/)[0].split("/").pop() || "file";
        const path = given.filePath || `wxfile://tmp_${phone.files.size}_${name}`;
        const type = headerOf(received)["content-type"] || "";
        phone.files.set(path, { name, type, bytes: received.body });
        return { tempFilePath: path, statusCode: received.status, errMsg: "downloadFile:ok" };
      });
    });
  }
  function transfer(phone, perform) {
    return (options) => {
      const given = options || {};
      const task = new Task();
      const answer = begin(() => perform(given, task));
      answer.then(
        (result2) => tell(given.success, given.complete, result2),
        (failed) => {
          if (hasCallback(given)) tell(given.fail, given.complete, phone.spelt(failed));
        }
      );
      return task.members(["HeadersReceived", "ProgressUpdate"]);
    };
  }
  function fileAt(phone, path) {
    const known = phone.files.get(path);
    if (known) return Promise.resolve(known);
    const picture = /^wxfile:\/\/(tmp_[0-9a-f]{32}\.jpg)$/.exec(path || "");
    if (!picture) return Promise.reject(failure("uploadFile", "file not found"));
    const { server } = phone;
    const headers = server.token ? { authorization: `Bearer ${server.token}` } : {};
    const sent = { method: "GET", headers, body: null, timeout: PATIENCE3 };
    return server.send(Object.assign(sent, { url: `${server.url}/_mockwx/phone/pictures/${picture[1]}` })).answer.then((received) => ({ name: picture[1], type: "image/jpeg", bytes: received.body }));
  }
  function multipart(given, file) {
    const boundary = `----mockwx${"0".repeat(8)}${file.bytes.byteLength}`;
    const form = given.formData || {};
    const fields = Object.keys(form).map(
      (name) => `--${boundary}\r
Content-Disposition: form-data; name="${name}"\r
\r
${form[name]}\r
`
    );
    const head = `${fields.join("")}--${boundary}\r
Content-Disposition: form-data; name="${given.name}"; filename="${file.name}"\r
Content-Type: ${file.type}\r
\r
`;
    return {
      type: `multipart/form-data; boundary=${boundary}`,
      body: joined([encode(head), new Uint8Array(file.bytes), encode(`\r
--${boundary}--\r
`)])
    };
  }
  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  // wx/src/little.js
  var NETWORK2 = { networkType: "wifi", isConnected: true, signalStrength: 100, hasSystemProxy: false };
  var CAPSULE = { width: 87, height: 32, left: 296, top: 51, right: 383, bottom: 83 };
  var LOGS = ["debug", "info", "log", "warn", "error", "setFilterMsg", "addFilterMsg", "in"];
  var REPORTS = ["reportEvent", "reportAnalytics", "reportMonitor", "reportPerformance"];
  var MOVES = [
    ...["matrix", "matrix3d", "rotate", "rotate3d", "rotateX", "rotateY", "rotateZ", "scale", "scale3d", "scaleX"],
    ...["scaleY", "scaleZ", "skew", "skewX", "skewY", "translate", "translate3d", "translateX", "translateY"],
    ...["translateZ", "opacity", "backgroundColor", "width", "height", "left", "right", "top", "bottom", "step"]
  ];
  function littleApis(phone, system) {
    return {
      getSystemInfo: () => phone.ready().then(() => Object.assign(system(), { errMsg: "getSystemInfo:ok" })),
      getSystemInfoAsync: () => phone.ready().then(() => Object.assign(system(), { errMsg: "getSystemInfoAsync:ok" })),
      getNetworkType: () => Object.assign({}, NETWORK2, { errMsg: "getNetworkType:ok" }),
      getExtConfig: () => ({ extConfig: {}, errMsg: "getExtConfig:ok" }),
      setClipboardData: ({ data }) => {
        phone.clipboard = String(data);
        return { data: "undefined", errMsg: "setClipboardData:ok" };
      },
      getClipboardData: () => ({ data: phone.clipboard, errMsg: "getClipboardData:ok" })
    };
  }
  function littleSync() {
    const apis = {
      getMenuButtonBoundingClientRect: () => Object.assign({}, CAPSULE),
      getExtConfigSync: () => ({}),
      getLogManager: () => chained(LOGS, {}),
      getRealtimeLogManager: () => chained(LOGS, {}),
      // Nothing moves: the page shows its last state at once.
      createAnimation: () => chained(MOVES, { export: () => ({ actions: [] }) }),
      arrayBufferToBase64: (bytes) => toBase64(new Uint8Array(bytes)),
      base64ToArrayBuffer: (text) => fromBase64(text)
    };
    for (const api of REPORTS) apis[api] = () => {
    };
    return apis;
  }
  function chained(names, object) {
    for (const name of names) object[name] = () => object;
    return object;
  }

  // wx/src/missing.js
  var EVENTS = `
  AccelerometerChange AfterPageLoad AfterPageUnload ApiCategoryChange AppHide AppRoute AppRouteDone AppShow
  AudioInterruptionBegin AudioInterruptionEnd BLECharacteristicValueChange BLEConnectionStateChange BLEMTUChange
  BLEPeripheralConnectionStateChanged BackgroundAudioPause BackgroundAudioPlay BackgroundAudioStop BackgroundFetchData
  BatteryInfoChange BeaconServiceChange BeaconUpdate BeforeAppRoute BeforePageLoad BeforePageUnload
  BluetoothAdapterStateChange BluetoothDeviceFound CompassChange CopyUrl DeviceMotionChange
  EmbeddedMiniProgramHeightChange Error GeneratePoster GetWifiList GyroscopeChange HCEMessage KeyDown KeyUp
  KeyboardHeightChange LazyLoadError LocalServiceDiscoveryStop LocalServiceFound LocalServiceLost
  LocalServiceResolveFail LocationChange LocationChangeError MemoryWarning MenuButtonBoundingClientRectWeightChange
  NetworkStatusChange NetworkWeakChange PageNotFound ParallelStateChange ScreenRecordingStateChanged SocketClose
  SocketError SocketMessage SocketOpen ThemeChange UnhandledRejection UserCaptureScreen UserOffTranslation
  UserTriggerTranslation VoIPChatInterrupted VoIPChatMembersChanged VoIPChatSpeakersChanged VoIPChatStateChanged
  VoIPVideoMembersChanged WifiConnected WifiConnectedWithPartialInfo WindowResize WindowStateChange
`;
  var ASYNCHRONOUS = `
  addCard addFileToFavorites addPaymentPassFinish addPaymentPassGetCertificateData addPhoneCalendar addPhoneContact
  addPhoneRepeatCalendar addVideoToFavorites authPrivateMessage authorizeForMiniProgram batchGetStorage
  batchSetStorage bindEmployeeRelation canAddSecureElementPass cancelIdleCallback canvasGetImageData
  canvasPutImageData canvasToTempFilePath checkDeviceSupportHevc checkEmployeeRelation checkIsAddedToMyMiniProgram
  checkIsOpenAccessibility checkIsSoterEnrolledInDevice checkIsSupportFacialRecognition
  checkIsSupportSoterAuthentication checkTransitCardSupport chooseAddress chooseContact chooseImage chooseInvoice
  chooseInvoiceTitle chooseLicensePlate chooseLocation chooseMedia chooseMessageFile choosePoi chooseVideo
  closeBLEConnection closeBluetoothAdapter closeSocket compressImage compressVideo connectSocket connectWifi
  createBLEConnection createBLEPeripheralServer cropImage deleteTransitCard editImage enterChatToolMode exitVoIPChat
  faceDetect getAvailableAudioSources getBLEDeviceCharacteristics getBLEDeviceRSSI getBLEDeviceServices getBLEMTU
  getBackgroundAudioPlayerState getBackgroundFetchData getBackgroundFetchToken getBatteryInfo getBeacons
  getBluetoothAdapterState getBluetoothDevices getChannelsLiveInfo getChannelsLiveNoticeInfo getChannelsShareKey
  getChatToolInfo getCommonConfig getConnectedBluetoothDevices getConnectedWifi getDeviceBenchmarkInfo
  getDeviceVoIPList getFuzzyLocation getGroupEnterInfo getHCEState getImageInfo getInferenceEnvInfo getLocalIPAddress
  getLocation getRandomValues getRendererUserAgent getScreenBrightness getScreenRecordingState getSecureElementPasses
  getSelectedTextRange getShareInfo getShowSplashAdStatus getSkylineInfo getTransitCardCPLC getTransitCardInfo
  getTransitCardList getVideoInfo getWeRunData getWifiList initFaceDetect isBluetoothDevicePaired issueTransitCard
  join1v1Chat joinVoIPChat jumpToOfflinePay loadBuiltInFontFace makeBluetoothPair navigateBackMiniProgram
  navigateToMiniProgram notifyBLECharacteristicValueChange notifyGroupMembers openAppAuthorizeSetting
  openBluetoothAdapter openCard openChannelsActivity openChannelsEvent openChannelsLive openChannelsLiveNoticeInfo
  openChannelsUserProfile openChatTool openCustomerServiceChat openDesignerProfile openDocument
  openEmbeddedMiniProgram openHKOfflinePayView openInquiriesTopic openLocation openOfficialAccountArticle
  openOfficialAccountChat openOfficialAccountProfile openSingleStickerView openStickerIPView openStickerSetView
  openStoreCouponDetail openStoreOrderDetail openSystemBluetoothSetting openVideoEditor pauseBackgroundAudio
  pauseVoice playBackgroundAudio playVoice postMessageToReferrerMiniProgram postMessageToReferrerPage
  preDownloadSubpackage preloadAssets preloadSkylineView previewMedia readBLECharacteristicValue rechargeTransitCard
  removeSecureElementPass requestAppleSubscribeSign requestCommonPayment requestDeviceVoIP requestFacialVerify
  requestIdleCallback requestMerchantTransfer requestOrderPayment requestPayment requestPluginPayment
  requestSubscribeDeviceMessage requestSubscribeEmployeeMessage requestSubscribeMessage requestVirtualPayment
  reserveChannelsLive restartMiniProgram revokeBufferURL rewriteRoute saveFileToDisk saveImageToPhotosAlbum
  saveVideoToPhotosAlbum scanCode seekBackgroundAudio selectGroupMembers sendHCEMessage sendSms sendSocketMessage
  setBLEMTU setBackgroundFetchToken setEnable1v1Chat setInnerAudioOption setScreenBrightness setTopBarText
  setVisualEffectOnCapture setWifiList setWindowSize shareAppMessageToGroup shareEmojiToGroup shareFileMessage
  shareFileToGroup shareImageToGroup shareToOfficialAccount shareToWeRun shareVideoMessage shareVideoToGroup
  showRedPackage showShareImageMenu startAccelerometer startBeaconDiscovery startBluetoothDevicesDiscovery
  startCompass startDeviceMotionListening startGyroscope startHCE startLocalServiceDiscovery startLocationUpdate
  startLocationUpdateBackground startRecord startSoterAuthentication startWifi stopAccelerometer stopBackgroundAudio
  stopBeaconDiscovery stopBluetoothDevicesDiscovery stopCompass stopDeviceMotionListening stopFaceDetect stopGyroscope
  stopHCE stopLocalServiceDiscovery stopLocationUpdate stopRecord stopVoice stopWifi subscribeVoIPVideoMembers
  updateVoIPChatMuteConfig updateWeChatApp writeBLECharacteristicValue
`;
  var SYNCHRONOUS = `
  batchGetStorageSync batchSetStorageSync checkIsPictureInPictureActive createAudioContext createBufferURL
  createCacheManager createCameraContext createCanvasContext createGlobalPayment createInferenceSession
  createInnerAudioContext createIntersectionObserver createInterstitialAd createLivePlayerContext
  createLivePusherContext createMapContext createMediaAudioPlayer createMediaContainer createMediaRecorder
  createOffscreenCanvas createRewardedVideoAd createSelectorQuery createTCPSocket createUDPSocket createVKSession
  createVideoContext createVideoDecoder createWebAudioContext createWorker getApiCategory getBackgroundAudioManager
  getBatteryInfoSync getExptInfoSync getFileSystemManager getNFCAdapter getPerformance getPluginUpdateManager
  getRecorderManager getSkylineInfoSync getXrFrameSystem isVKSupport
`;
  var words = (text) => text.trim().split(/\s+/);
  var MISSING = new Set(words(ASYNCHRONOUS).concat(words(SYNCHRONOUS)));
  function missingApis(phone) {
    const apis = {};
    for (const event of words(EVENTS)) {
      apis[`on${event}`] = () => {
      };
      apis[`off${event}`] = () => {
      };
    }
    for (const api of words(ASYNCHRONOUS)) {
      apis[api] = forgettable(asynchronous(() => Promise.reject(failure(api, noted(phone, api)))));
    }
    for (const api of words(SYNCHRONOUS)) {
      apis[api] = () => {
        throw new Error(`wx.${api}: ${noted(phone, api)}`);
      };
    }
    return apis;
  }
  function noted(phone, api) {
    const why = `mockwx does not have it: give wx.${api} | mockwx 没有此接口，请自行提供 wx.${api}`;
    if (phone.missing.indexOf(api) < 0) {
      phone.missing.push(api);
      if (typeof console !== "undefined") console.warn(`wx.${api}: ${why}`);
    }
    return why;
  }

  // wx/src/navigation.js
  var DEEPEST = 10;
  function navigationApis(phone) {
    return {
      navigateTo(options) {
        const place = placeOf(phone, options.url);
        if (phone.pages.length >= DEEPEST) throw failure("navigateTo", "webview count limit exceed");
        return moved(phone, "navigateTo", phone.pages.concat([place]));
      },
      redirectTo(options) {
        return moved(phone, "redirectTo", phone.pages.slice(0, -1).concat([placeOf(phone, options.url)]));
      },
      reLaunch(options) {
        return moved(phone, "reLaunch", [placeOf(phone, options.url)]);
      },
      switchTab(options) {
        return moved(phone, "switchTab", [placeOf(phone, options.url)]);
      },
      navigateBack(options) {
        if (phone.pages.length < 2) throw failure("navigateBack", "cannot navigate back at first page.");
        const left = Math.max(1, phone.pages.length - (options.delta || 1));
        return moved(phone, "navigateBack", phone.pages.slice(0, left));
      }
    };
  }
  function moved(phone, api, pages) {
    const move = phone.navigate;
    return Promise.resolve(move ? move(api, pages) : void 0).then(() => {
      phone.pages = pages;
      return { errMsg: `${api}:ok` };
    });
  }
  function placeOf(phone, url) {
    const [path, search] = String(url).split("?");
    const here = phone.pages.length ? phone.pages[phone.pages.length - 1].path.split("/").slice(0, -1) : [];
    const parts = path.startsWith("/") ? [] : here;
    for (const part of path.split("/")) {
      if (part === "..") parts.pop();
      else if (part && part !== ".") parts.push(part);
    }
    const query = {};
    for (const pair of (search || "").split("&").filter(Boolean)) {
      const [name, value] = pair.split("=");
      query[name] = value === void 0 ? "" : value;
    }
    return { path: parts.join("/"), query };
  }

  // wx/src/versions.js
  function atLeast(version, since) {
    const [mine, first] = [version, since].map((text) => text.split(".").map(Number));
    for (let index = 0; index < 3; index += 1) {
      const difference = (mine[index] || 0) - (first[index] || 0);
      if (difference !== 0) return difference > 0;
    }
    return true;
  }

  // wx/src/options.js
  var GESTURES = ["strict", "lenient", "off"];
  var KNOWN = ["url", "user", "app", "token", "baseLibrary", "gestures", "privacy", "map"];
  function settings(given) {
    const options = given || {};
    const stranger = Object.keys(options).find((name) => KNOWN.indexOf(name) < 0);
    if (stranger) {
      const some = KNOWN.join(", ");
      throw new TypeError(`mockwx knows no option '${stranger}'; known: ${some} | 没有选项 '${stranger}'；可用：${some}`);
    }
    const gestures = (
      /** @type {any} */
      options.gestures || environment("MOCKWX_GESTURES") || "off"
    );
    if (GESTURES.indexOf(gestures) < 0) {
      const some = GESTURES.join(", ");
      throw new TypeError(`gestures is one of ${some}, not '${gestures}' | gestures 须是 ${some} 之一`);
    }
    const app = options.app || environment("MOCKWX_APP");
    return {
      url: options.url || environment("MOCKWX_URL") || "http://127.0.0.1:8780",
      user: options.user || environment("MOCKWX_USER") || "alice",
      app,
      appid: app.startsWith("wx") ? app : "",
      token: options.token || environment("MOCKWX_TOKEN"),
      baseLibrary: options.baseLibrary || "3.8.0",
      fixedLibrary: options.baseLibrary !== void 0,
      gestures,
      privacy: Boolean(options.privacy),
      map: options.map || mapOf(environment("MOCKWX_MAP")),
      atLeast
    };
  }
  function mapOf(text) {
    const map = {};
    for (const line of text.split(",").filter(Boolean)) {
      const [from, to] = line.split("=");
      if (!to) throw new TypeError(`MOCKWX_MAP: '${line}' is not FROM=TO | '${line}' 不是 来源=目标 的形式`);
      map[from.trim()] = to.trim();
    }
    return map;
  }

  // wx/src/privacy.js
  var SINCE = "2.32.3";
  var NOT_AUTHORIZED = "privacy permission is not authorized";
  var ERRNO = 104;
  var GAP = 10;
  var Privacy = class {
    /** @param {import('./phone.js').Phone} phone */
    constructor(phone) {
      this.phone = phone;
      this.required = phone.settings.privacy;
      this.contract = "《小程序隐私保护指引》";
      this.listener = null;
      this.tapped = /* @__PURE__ */ new Set();
    }
    /** @returns {boolean} whether the next API that touches personal data asks first */
    get needed() {
      return this.required && this.phone.has(SINCE) && !this.phone.memory.agreed;
    }
    /**
     * Where agreement is missing, get it: from the page's own dialog if it listens, else from WeChat's.
     * @param {string} api
     * @returns {Promise<void>} rejects with a failure where the person refuses
     */
    ask(api) {
      if (!this.needed) return Promise.resolve();
      return this.listener ? this._askByPage(api, this.listener) : this._askByWechat(api);
    }
    /**
     * A tap on `<button open-type="agreePrivacyAuthorization">`.
     * @param {string} id
     */
    agreeBy(id) {
      this.tapped.add(id);
      this.phone.memory.agreed = true;
    }
    /**
     * @param {string} api
     * @param {(resolve: (event: any) => void, info: {referrer: string}) => void} listener
     * @returns {Promise<void>}
     */
    _askByPage(api, listener) {
      const { memory } = this.phone;
      return new Promise((resolve, reject) => {
        listener(
          (said) => {
            if (said.event === "disagree") {
              reject(failure(api, NOT_AUTHORIZED, ERRNO));
            } else if (said.event === "agree") {
              if (this.tapped.has(said.buttonId)) {
                memory.agreed = true;
                resolve();
              } else {
                reject(failure(api, `${NOT_AUTHORIZED} or buttonId is wrong`, ERRNO));
              }
            }
          },
          { referrer: api }
        );
      });
    }
    /**
     * @param {string} api
     * @returns {Promise<void>}
     */
    _askByWechat(api) {
      const { memory } = this.phone;
      return this.phone.now().then((now) => {
        if (memory.refusedAt && now - memory.refusedAt < GAP) throw failure(api, `${NOT_AUTHORIZED} in gap`, ERRNO);
        return this.phone.decision("requirePrivacyAuthorize", { contract: this.contract, referrer: api }).then((decided) => {
          if (decided.deny) {
            memory.refusedAt = now;
            throw failure(api, NOT_AUTHORIZED, ERRNO);
          }
          memory.agreed = true;
        });
      });
    }
  };
  function privacyApis(phone) {
    const { privacy } = phone;
    return {
      getPrivacySetting: () => ({
        needAuthorization: privacy.needed,
        privacyContractName: privacy.contract,
        errMsg: "getPrivacySetting:ok"
      }),
      requirePrivacyAuthorize: () => privacy.ask("requirePrivacyAuthorize").then(() => ({ errMsg: "requirePrivacyAuthorize:ok" })),
      openPrivacyContract: (options) => {
        phone.show("openPrivacyContract", options);
        return { errMsg: "openPrivacyContract:ok" };
      }
    };
  }

  // wx/src/phone.js
  var MOST_SHOWN = 1e3;
  var Phone = class {
    /**
     * @param {import('./server.js').Server} server
     * @param {import('./options.js').Settings} settings
     */
    constructor(server, settings2) {
      this.server = server;
      this.settings = settings2;
      this.holder = settings2.user;
      this.appid = settings2.appid;
      this.baseLibrary = settings2.baseLibrary;
      this.gestures = settings2.gestures;
      this.privacy = new Privacy(this);
      this.decide = null;
      this.shown = [];
      this.pages = [];
      this.navigate = null;
      this.files = /* @__PURE__ */ new Map();
      this.clipboard = "";
      this.missing = [];
      this._memories = /* @__PURE__ */ new Map();
      this._next = /* @__PURE__ */ new Map();
      this._tapping = 0;
      this._tapped = false;
      this._ready = null;
    }
    /**
     * Hand the phone to somebody. What one person agreed to and stored is not another's.
     * @param {string} [name]
     * @returns {string} who holds it now
     */
    user(name) {
      if (name !== void 0 && name !== this.holder) {
        this.holder = name;
        this._ready = null;
      }
      return this.holder;
    }
    /**
     * What the person will decide when `api` asks next: `next('getPhoneNumber', {deny: true})`. Several are taken in turn.
     * @param {string} api
     * @param {Decision} decision
     */
    next(api, decision) {
      const queue2 = this._next.get(api) || [];
      queue2.push(decision);
      this._next.set(api, queue2);
    }
    /**
     * @param {string} api
     * @param {any} options what the page asks with
     * @returns {Promise<Decision>}
     */
    decision(api, options) {
      const queue2 = this._next.get(api);
      const next = queue2 && queue2.shift();
      if (next) return Promise.resolve(next);
      return Promise.resolve(this.decide ? this.decide(api, options) : {}).then((decided) => decided || {});
    }
    /**
     * Let the person tap: `run` is what the page does in the tap's own turn, and may use what needs a tap.
     * @template T
     * @param {() => T} run
     * @returns {T}
     */
    tap(run) {
      this._tapped = true;
      this._tapping += 1;
      try {
        return run();
      } finally {
        this._tapping -= 1;
      }
    }
    /**
     * @param {string} api
     * @param {string} since the base library that began to ask for a tap
     */
    requireTap(api, since) {
      if (!this.has(since) || this.gestures === "off") return;
      if (this.gestures === "strict" ? this._tapping === 0 : !this._tapped) {
        throw failure(api, "can only be invoked by user TAP gesture.");
      }
    }
    /**
     * @param {string} since
     * @returns {boolean} whether the base library is this one or newer
     */
    has(since) {
      return this.settings.atLeast(this.baseLibrary, since);
    }
    /**
     * A failure as this base library spells it: it has an errno from 2.24.0 on.
     * @param {any} failed
     * @returns {any}
     */
    spelt(failed) {
      if (!failed || failed.errno === void 0 || this.has("2.24.0")) return failed;
      const older = Object.assign({}, failed);
      delete older.errno;
      return older;
    }
    /** @returns {Memory} */
    get memory() {
      let memory = this._memories.get(this.holder);
      if (!memory) {
        memory = { agreed: false, refusedAt: 0, scopes: {}, storage: /* @__PURE__ */ new Map() };
        this._memories.set(this.holder, memory);
      }
      return memory;
    }
    /**
     * Learn the appid and the holder's base library from the server. Every API that asks the server does it first; await
     * it where a page reads them at once, by getAccountInfoSync or getSystemInfoSync.
     * @returns {Promise<void>}
     */
    ready() {
      if (!this._ready) {
        const ready = this.about().then(({ appid, base_library: library }) => {
          this.appid = appid;
          if (!this.settings.fixedLibrary) this.baseLibrary = library;
        });
        this._ready = ready;
        ready.catch(() => {
          this._ready = null;
        });
      }
      return this._ready;
    }
    /**
     * @returns {Promise<{appid: string, base_library: string, unix: number, relays: string[]}>} `unix`: the world's time
     *   in seconds; `relays`: the origins that mockwx relays requests to
     */
    about() {
      const who = this.who();
      const query = Object.keys(who).map((name) => `${name}=${encodeURIComponent(who[name])}`);
      return this.server.call("GET", `phone/about?${query.join("&")}`);
    }
    /**
     * Do a verb of the phone: who and which app are added, and what the person decides.
     * @param {string} verb
     * @param {{[name: string]: any}} args
     * @param {{timeout?: number, decision?: Decision}} [options] `timeout` in milliseconds; `decision`: made already
     * @returns {Promise<Result>} rejects with a failure, where errMsg says so
     */
    do(verb, args, options) {
      const { timeout, decision: made } = options || {};
      return this.ready().then(() => made || this.decision(verb, args)).then((decision) => this.server.phone(verb, Object.assign(this.who(), args, decision), timeout)).then(
        (result2) => {
          if (result2.errMsg !== `${verb}:ok`) throw result2;
          return result2;
        },
        (error) => {
          throw error instanceof Broken ? failure(verb, "timeout") : failure(verb, `mockwx: ${error.message}`);
        }
      );
    }
    /** @returns {Promise<number>} the world's time in seconds */
    now() {
      return this.about().then(({ unix }) => unix);
    }
    /**
     * @param {string} api
     * @param {any} options
     */
    show(api, options) {
      this.shown.push({ api, options });
      if (this.shown.length > MOST_SHOWN) this.shown.shift();
    }
    /** @returns {{[name: string]: string}} whom and which app a verb is about */
    who() {
      const { app } = this.settings;
      return app ? { user: this.holder, app } : { user: this.holder };
    }
  };

  // wx/src/storage.js
  var LIMIT = 10240;
  function storageSync(phone) {
    return {
      setStorageSync(key, data) {
        phone.memory.storage.set(keyOf(key), JSON.stringify({ data }));
      },
      getStorageSync(key) {
        const kept = phone.memory.storage.get(keyOf(key));
        return kept === void 0 ? "" : JSON.parse(kept).data;
      },
      removeStorageSync(key) {
        phone.memory.storage.delete(keyOf(key));
      },
      clearStorageSync() {
        phone.memory.storage.clear();
      },
      getStorageInfoSync() {
        const { storage } = phone.memory;
        let size = 0;
        storage.forEach((kept) => {
          size += kept.length;
        });
        return { keys: Array.from(storage.keys()), currentSize: Math.ceil(size / 1024), limitSize: LIMIT };
      }
    };
  }
  function storageApis(phone) {
    const sync = storageSync(phone);
    return {
      setStorage({ key, data }) {
        sync.setStorageSync(key, data);
        return { errMsg: "setStorage:ok" };
      },
      getStorage({ key }) {
        if (!phone.memory.storage.has(key)) throw failure("getStorage", "data not found");
        return { data: sync.getStorageSync(key), errMsg: "getStorage:ok" };
      },
      removeStorage({ key }) {
        sync.removeStorageSync(key);
        return { errMsg: "removeStorage:ok" };
      },
      clearStorage() {
        sync.clearStorageSync();
        return { errMsg: "clearStorage:ok" };
      },
      getStorageInfo() {
        return Object.assign(sync.getStorageInfoSync(), { errMsg: "getStorageInfo:ok" });
      }
    };
  }
  function keyOf(key) {
    if (typeof key !== "string") throw new TypeError("the key of a storage is a string | storage 的 key 须是字符串");
    return key;
  }

  // wx/src/system.js
  var WINDOW = {
    pixelRatio: 3,
    screenWidth: 390,
    screenHeight: 844,
    windowWidth: 390,
    windowHeight: 753,
    statusBarHeight: 47,
    screenTop: 91
  };
  var SAFE_AREA = { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 };
  function systemApis(phone) {
    const device = () => ({
      abi: "arm64",
      benchmarkLevel: -1,
      brand: "iPhone",
      model: "iPhone 14<iPhone14,7>",
      system: "iOS 17.0",
      platform: "ios"
    });
    const base = () => ({
      SDKVersion: phone.baseLibrary,
      enableDebug: false,
      host: { env: "WeChat" },
      language: "zh_CN",
      version: "8.0.50",
      theme: "light"
    });
    const room = () => Object.assign({ safeArea: Object.assign({}, SAFE_AREA) }, WINDOW);
    return {
      getAccountInfoSync: () => ({
        miniProgram: { appId: phone.appid, envVersion: "develop", version: "" }
      }),
      getDeviceInfo: device,
      getAppBaseInfo: base,
      getWindowInfo: room,
      getSystemSetting: () => ({
        bluetoothEnabled: true,
        locationEnabled: true,
        wifiEnabled: true,
        deviceOrientation: "portrait"
      }),
      getAppAuthorizeSetting: () => ({}),
      getSystemInfoSync: () => Object.assign({ fontSizeSetting: 16 }, device(), base(), room()),
      getLaunchOptionsSync: () => launch(phone),
      getEnterOptionsSync: () => launch(phone)
    };
  }
  function launch(phone) {
    const first = phone.pages[0] || { path: "", query: {} };
    return { path: first.path, query: first.query, scene: 1001, referrerInfo: {}, shareTicket: void 0 };
  }
  var SINCE2 = {
    login: "1.0.0",
    "login.object.timeout": "1.9.90",
    checkSession: "1.0.0",
    getUserInfo: "1.0.0",
    getUserProfile: "2.10.4",
    getUserCryptoManager: "2.17.3",
    pluginLogin: "2.20.1",
    authorize: "1.2.0",
    getSetting: "1.2.0",
    "getSetting.object.withSubscriptions": "2.10.1",
    openSetting: "1.1.0",
    getPrivacySetting: "2.32.3",
    requirePrivacyAuthorize: "2.32.3",
    onNeedPrivacyAuthorization: "2.32.3",
    openPrivacyContract: "2.32.3",
    "request.object.redirect": "3.2.2",
    "request.success.cookies": "2.10.0",
    getDeviceInfo: "2.20.1",
    getAppBaseInfo: "2.20.1",
    getWindowInfo: "2.20.1",
    getSystemSetting: "2.20.1",
    getAppAuthorizeSetting: "2.20.1",
    button: "1.0.0",
    "button.open-type": "1.1.0",
    "button.open-type.getUserInfo": "1.3.0",
    "button.open-type.getPhoneNumber": "1.2.0",
    "button.open-type.openSetting": "2.0.7",
    "button.open-type.chooseAvatar": "2.21.2",
    "button.open-type.getRealtimePhoneNumber": "3.0.1",
    "button.open-type.agreePrivacyAuthorization": "2.32.3",
    input: "1.0.0",
    "input.type": "1.0.0",
    "input.type.nickname": "2.21.2",
    "open-data": "1.4.0",
    "open-data.type.userNickName": "1.4.0",
    "open-data.type.userAvatarUrl": "1.4.0"
  };
  function canIUse(phone, wx) {
    return (schema) => {
      const since = (
        /** @type {{[schema: string]: string}} */
        SINCE2[schema]
      );
      if (since) return atLeast(phone.baseLibrary, since);
      return !schema.includes(".") && typeof wx[schema] === "function" && !MISSING.has(schema);
    };
  }

  // wx/src/wx.js
  var PROMISES = "2.10.2";
  var NEVER_PROMISED = /* @__PURE__ */ new Set(["pluginLogin"]);
  function createWx(options) {
    const set = settings(options);
    const phone = new Phone(new Server(set.url, set.token, transport()), set);
    return wxOf(phone);
  }
  function spelling(phone, perform) {
    return (options) => begin(() => perform(options)).catch((failed) => {
      throw phone.spelt(failed);
    });
  }
  function wxOf(phone) {
    const wx = {};
    const system = systemApis(phone);
    const apis = Object.assign(
      {},
      loginApis(phone),
      settingApis(phone),
      storageApis(phone),
      feedbackApis(phone),
      navigationApis(phone),
      littleApis(phone, system.getSystemInfoSync)
    );
    const forgotten = Object.assign({}, feedbackApis(phone), navigationApis(phone));
    for (const api of Object.keys(apis)) {
      const perform = spelling(phone, apis[api]);
      const promised = api in forgotten ? forgettable(asynchronous(perform)) : asynchronous(perform);
      const silent = callbackOnly(perform);
      wx[api] = (given) => NEVER_PROMISED.has(api) || !phone.has(PROMISES) ? silent(given) : promised(given);
    }
    const privacy = privacyApis(phone);
    for (const api of Object.keys(privacy)) wx[api] = callbackOnly(spelling(phone, privacy[api]));
    return Object.assign(wx, missingApis(phone), storageSync(phone), system, littleSync(), {
      onNeedPrivacyAuthorization(listener) {
        phone.privacy.listener = listener;
      },
      getUserCryptoManager() {
        const manager = userCryptoManager(phone);
        return { getLatestUserKey: callbackOnly(manager.getLatestUserKey) };
      },
      request: request(phone),
      uploadFile: uploadFile(phone),
      downloadFile: downloadFile(phone),
      showModal: showModal(phone),
      canIUse: canIUse(phone, wx),
      nextTick: (run) => {
        Promise.resolve().then(run);
      },
      getUpdateManager: () => ({ onCheckForUpdate() {
      }, onUpdateReady() {
      }, onUpdateFailed() {
      }, applyUpdate() {
      } }),
      env: { USER_DATA_PATH: "wxfile://usr" },
      cloud: cloud(phone),
      $phone: Object.assign(phone, {
        button: (type, attributes) => button(phone, type, attributes),
        nickname: (value) => nickname(phone, value)
      })
    });
  }

  // wx/src/global.js
  globals.wx = createWx();
  if (!globals.getCurrentPages) {
    globals.getCurrentPages = () => globals.wx.$phone.pages.map(({ path, query }) => ({ route: path, options: query }));
  }
  if (!globals.getApp) globals.getApp = () => void 0;
})();
