'use strict';
// conformance.json, case by case.

const assert = require('node:assert/strict');
const { join } = require('node:path');
const { test } = require('node:test');
const { MockWx, MockWxError, Phone } = require('mockwx');

const CASES = require(join(__dirname, '..', '..', 'conformance.json'));

async function exchange(mockwx, { code }) {
  const { appid, secret } = await mockwx.app();
  const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
  try {
    return await (await fetch(`${mockwx.url}/sns/jscode2session?${query}`)).json();
  } catch {
    return 'lost';
  }
}

// Methods whose first arguments stand alone; the rest is a map.
const ALONE = {
  login: ['user'],
  advance: ['by'],
  set_clock: ['at'],
  rule: ['api'],
  refuse: ['api', 'errcode'],
  remove_rule: ['name'],
  calls: ['api'],
  wait: ['api'],
  verify: ['api'],
  load: ['scenario'],
  url_for: ['host'],
  do: ['verb'],
};

function run(mockwx, name, args) {
  if (name === 'exchange') return exchange(mockwx, args);
  const method = name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  if (!(name in ALONE) && 'user' in args && method in Phone.prototype) return mockwx.user(args.user)[method]();
  if (typeof mockwx[method] !== 'function') return mockwx[method];
  const rest = { ...args };
  const alone = (ALONE[name] || []).map((key) => {
    const value = rest[key];
    delete rest[key];
    return value;
  });
  return Object.keys(rest).length ? mockwx[method](...alone, rest) : mockwx[method](...alone);
}

/** The value with what $NAME stands for. */
function filled(value, kept) {
  if (Array.isArray(value)) return value.map((part) => filled(part, kept));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, kept)]));
  return typeof value === 'string' && value.startsWith('$') ? kept[value.slice(1)] : value;
}

function isAs(shown, answer) {
  if (Array.isArray(shown)) {
    assert.equal(answer.length, shown.length, JSON.stringify(answer));
    shown.forEach((part, index) => isAs(part, answer[index]));
  } else if (shown && typeof shown === 'object') {
    for (const [key, part] of Object.entries(shown)) isAs(part, answer[key]);
  } else if (typeof shown === 'string' && shown.includes('…')) {
    const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    assert.match(answer, new RegExp(`^${parts.join('.*')}$`, 's'));
  } else {
    assert.equal(answer, shown);
  }
}

function isFailure(shown) {
  return (error) => {
    assert.ok(error instanceof (shown.assertion ? assert.AssertionError : MockWxError), error.stack);
    isAs(shown.assertion || shown.error, error.message);
    if (shown.status) assert.equal(error.status, shown.status);
    if (shown.where) assert.equal(error.where, shown.where);
    return true;
  };
}

for (const { case: name, steps } of CASES) {
  test(name, () =>
    MockWx.use(async (mockwx) => {
      const kept = {};
      for (const { as, gives, fails, ...step } of steps) {
        const [[method, shown]] = Object.entries(step);
        const args = filled(shown, kept);
        if (fails) {
          await assert.rejects(async () => run(mockwx, method, args), isFailure(fails));
          continue;
        }
        const answer = await run(mockwx, method, args);
        if (as) kept[as] = answer;
        if (gives !== undefined) isAs(filled(gives, kept), answer);
      }
    })
  );
}
