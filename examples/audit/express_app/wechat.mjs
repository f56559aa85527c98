// What this backend asks of WeChat: with a time-out of its own, one token for all, and no secret in any error.
import { setTimeout as sleep } from 'node:timers/promises'
import * as settings from './settings.mjs'

const TIMEOUT = 3000 // milliseconds for a whole call, its body too; the mini program waits longer
const PAUSE = 200
const BUSY = -1
// Code unknown, expired or spent, person blocked, another's phone number: log in again.
const PERSON = new Set([40003, 40029, 40163, 40226, 41008])
const DEAD_TOKEN = new Set([40001, 40014, 42001])

export class LogInAgain extends Error {} // the person can mend it
export class TryLater extends Error {} // nobody but us or WeChat can
class DeadToken extends Error {} // it expired, or somebody else's call ended it

// Codes. What was sent once is never sent again by itself: the code may be spent though the answer was lost.

export async function exchange(app, code) {
  const query = { appid: app.appid, secret: app.secret, js_code: code, grant_type: 'authorization_code' }
  const found = await whileBusy('/sns/jscode2session', query)
  return { openid: text(found, 'openid'), unionid: found.unionid || '', sessionKey: text(found, 'session_key') }
}

export async function exchangeWeb(app, code) {
  const query = { appid: app.appid, secret: app.secret, code, grant_type: 'authorization_code' }
  const found = await whileBusy('/sns/oauth2/access_token', query)
  // A virtual person, whom the snapshot page shows until somebody presses its button.
  if (found.is_snapshotuser) throw new LogInAgain()
  const openid = text(found, 'openid')
  let profile = {}
  try {
    profile = judged(await ask('GET', '/sns/userinfo', { access_token: text(found, 'access_token'), openid, lang: 'zh_CN' }))
  } catch (error) {
    // Without a nickname one is logged in all the same.
    if (!(error instanceof LogInAgain || error instanceof TryLater || error instanceof DeadToken)) throw error
  }
  const unionid = found.unionid || profile.unionid || ''
  return { openid, unionid, nickname: profile.nickname || '', avatar: profile.headimgurl || '' }
}

// The userid of an employee. Customers and strangers have an openid, and are none.
export async function member(corp, code) {
  const path = '/cgi-bin/auth/getuserinfo'
  const asked = (token) => ask('GET', path, { access_token: token, code }, undefined, settings.wecom)
  const found = await withToken(corp, asked)
  if (typeof found.userid !== 'string' || !found.userid) throw new LogInAgain()
  return found.userid
}

// With the openid WeChat refuses the code that another person's phone made.
export async function phoneNumber(app, code, openid) {
  const path = '/wxa/business/getuserphonenumber'
  const found = await withToken(app, (token) => ask('POST', path, { access_token: token }, { code, openid }))
  return text(found.phone_info ?? {}, 'phoneNumber')
}

// access_token: one for all, renewed once where it is dead, fetched by one for all who wait.

const tokens = new Map()

async function withToken(app, call) {
  const first = await tokenOf(app)
  try {
    return judged(await call(first))
  } catch (error) {
    if (!(error instanceof DeadToken)) throw error
  }
  try {
    return judged(await call(await tokenOf(app, first)))
  } catch (error) {
    throw error instanceof DeadToken ? new TryLater() : error
  }
}

async function tokenOf(app, dead) {
  let kept = tokens.get(app.name)
  if (!kept || (dead !== undefined && kept.value === dead)) {
    kept = { value: undefined }
    kept.fetched = newToken(app).then((value) => (kept.value = value))
    kept.fetched.catch(() => tokens.delete(app.name))
    tokens.set(app.name, kept)
  }
  return kept.fetched
}

async function newToken(app) {
  // Not /cgi-bin/token, by which each holder ends the token of the others; and never with force_refresh.
  const answer = app.name === 'corp'
    ? ask('GET', '/cgi-bin/gettoken', { corpid: app.appid, corpsecret: app.secret }, undefined, settings.wecom)
    : ask('POST', '/cgi-bin/stable_token', {}, { grant_type: 'client_credential', appid: app.appid, secret: app.secret })
  try {
    return text(judged(await answer), 'access_token')
  } catch (error) {
    throw error instanceof DeadToken || error instanceof LogInAgain ? new TryLater() : error
  }
}

// Calls

// Asked once more where WeChat says "busy": only then it has surely not spent the code.
async function whileBusy(path, query) {
  let found = await ask('GET', path, query)
  if (found.errcode === BUSY) {
    await sleep(PAUSE)
    found = await ask('GET', path, query)
  }
  try {
    return judged(found)
  } catch (error) {
    throw error instanceof DeadToken ? new TryLater() : error
  }
}

async function ask(method, path, query, body, base = settings.wechat) {
  let found
  try {
    const answer = await fetch(`${base}${path}?${new URLSearchParams(query)}`, {
      method,
      body: body && JSON.stringify(body),
      headers: body && { 'Content-Type': 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    found = JSON.parse(await answer.text()) // WeChat labels it text/plain
  } catch (error) {
    // The kind of error alone: its text may hold the URL, and the URL holds the secret.
    console.warn(`${path}: ${error.name}`)
    throw new TryLater()
  }
  if (found === null || typeof found !== 'object' || Array.isArray(found)) {
    console.warn(`${path}: no object`)
    throw new TryLater()
  }
  return found
}

// HTTP 200 says nothing, errcode does; with success there is none, or 0.
function judged(found) {
  const errcode = found.errcode ?? 0
  if (PERSON.has(errcode)) throw new LogInAgain()
  if (DEAD_TOKEN.has(errcode)) throw new DeadToken()
  if (errcode !== 0) {
    console.warn(`errcode ${errcode}: ${found.errmsg}`) // with the rid that WeChat's support asks for
    throw new TryLater()
  }
  return found
}

// A good answer may still lack what it is for.
function text(found, key) {
  const value = found[key]
  if (typeof value === 'string' && value) return value
  console.warn(`an answer without ${key}`)
  throw new TryLater()
}
