// Accounts and sessions. They are in memory, to be short; a database needs the same unique keys: (kind, app, name).
// Between looking and writing nothing is awaited, so that nobody comes between.
import { createHash, randomBytes } from 'node:crypto'

const SESSION = 7 * 24 * 3600 * 1000
const accounts = new Map()
const identities = new Map()
const sessions = new Map()
const pushes = new Set()

// By openid, else by unionid, which may come later and may be gone again; else a new one.
export function accountOf(app, identity) {
  const names = [['openid', app.name, identity.openid]]
  if (identity.unionid) names.push(['unionid', '', identity.unionid])
  return accountNamed(names)
}

export const accountOfMember = (corp, userid) => accountNamed([['member', corp.name, userid]])

function accountNamed(names) {
  const keys = names.map((name) => JSON.stringify(name))
  const known = keys.find((key) => identities.has(key))
  const account = known ? identities.get(known) : newAccount()
  for (const key of keys) if (!identities.has(key)) identities.set(key, account)
  return account
}

function newAccount() {
  const account = { id: randomBytes(8).toString('hex'), nickname: '微信用户', avatar: '', phone: '' }
  accounts.set(account.id, account)
  return account
}

// The avatar is a link for browsers. Nothing here ever opens it.
export function setProfile(account, nickname, avatar) {
  if (nickname) account.nickname = [...nickname].slice(0, 64).join('')
  if (avatar.startsWith('https://')) account.avatar = avatar.slice(0, 1000)
}

// Sessions: random, and hashed where they are kept. The session_key stays with them and goes nowhere.

const hash = (token) => createHash('sha256').update(token).digest('hex')

export function newSession(account, app, identity) {
  const token = randomBytes(32).toString('base64url')
  const { openid, sessionKey = '' } = identity
  sessions.set(hash(token), { account, app, openid, sessionKey, expires: Date.now() + SESSION })
  return token
}

export function sessionOf(token) {
  const session = sessions.get(hash(token))
  return session && session.expires > Date.now() ? session : undefined
}

export const endSession = (token) => sessions.delete(hash(token))

// The person took a grant back, or has left WeChat: what came from there goes, and nobody stays logged in.
export function forget(app, openid, { accountToo }) {
  const account = identities.get(JSON.stringify(['openid', app.name, openid]))
  if (!account) return
  for (const [key, session] of sessions) if (session.account === account) sessions.delete(key)
  Object.assign(account, { nickname: '微信用户', avatar: '', phone: '' })
  if (!accountToo) return
  for (const [key, owner] of identities) if (owner === account) identities.delete(key)
  accounts.delete(account.id)
}

// WeChat repeats a push that was not answered, and others may repeat one that they saw.
export function isNewPush(nonce) {
  if (pushes.has(nonce)) return false
  pushes.add(nonce)
  return true
}
