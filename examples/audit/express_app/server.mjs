// A login backend that survives everything: mini program, website, WeCom and pushes, with Express.
// It speaks by HTTP status: 401 log in again, 503 try later, and says no more than that.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import express from 'express'
import * as accounts from './accounts.mjs'
import { NotSealed, event, isSigned, opened, signedProfile } from './sealed.mjs'
import { cafe, club, corp, pushKey, pushToken, shop } from './settings.mjs'
import * as wechat from './wechat.mjs'

const { LogInAgain, TryLater } = wechat
const AUTHORIZE = 'https://open.weixin.qq.com/connect/oauth2/authorize'
const server = express().disable('x-powered-by')
server.use('/push', express.text({ type: () => true, limit: '64kb' }))
server.use(express.json({ limit: '64kb' }))

// Anything else is no code, and WeChat need not be asked.
function codeIn(value) {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]{1,128}$/.test(value)) throw new LogInAgain()
  return value
}

const textIn = (value, most) => (typeof value === 'string' && value.length <= most ? value : '')

// Mini programs. Only the code is read: whatever else a client says of who it is, is not.

const login = (app) => async (request, response) => {
  const identity = await wechat.exchange(app, codeIn(request.body?.code))
  loggedIn(response, app, accounts.accountOf(app, identity), identity)
}
server.post('/login', login(shop))
server.post('/cafe/login', login(cafe))

function loggedIn(response, app, account, identity) {
  response.json({ token: accounts.newSession(account, app, identity), user: { id: account.id } })
}

// Who has a session

const bearer = (request) => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''

function withSession(request, response, next) {
  request.session = accounts.sessionOf(bearer(request))
  if (!request.session) throw new LogInAgain()
  next()
}

server.get('/me', withSession, (request, response) => response.json({ user: request.session.account }))

server.post('/logout', withSession, (request, response) => {
  accounts.endSession(bearer(request))
  response.json({})
})

server.post('/phone', withSession, async (request, response) => {
  const { account, app, openid } = request.session
  account.phone = await wechat.phoneNumber(app, codeIn(request.body?.code), openid)
  response.json({ phone: account.phone })
})

// WeChat may have made another session_key since, which only a fresh login tells; so does the answer.
function unsealed(request) {
  const { encryptedData, iv } = request.body ?? {}
  return opened(textIn(encryptedData, 10_000), textIn(iv, 100), request.session)
}

server.post('/decrypt', withSession, (request, response) => {
  const { phoneNumber } = unsealed(request)
  if (typeof phoneNumber !== 'string' || !phoneNumber) throw new LogInAgain()
  request.session.account.phone = phoneNumber
  response.json({ phone: phoneNumber })
})

// What the person typed, else what wx.getUserInfo gave and WeChat signed.
server.post('/profile', withSession, (request, response) => {
  const { nickname, avatarUrl, rawData, signature, encryptedData } = request.body ?? {}
  const { account } = request.session
  if (encryptedData != null) unsealed(request)
  const signed = rawData == null ? {} : signedProfile(textIn(rawData, 10_000), signature, request.session)
  const typed = textIn(nickname, 200) || textIn(signed.nickName, 200)
  accounts.setProfile(account, typed, textIn(avatarUrl, 1000) || textIn(signed.avatarUrl, 1000))
  response.json({ user: account })
})

// Logins in a browser: the state is random, of one browser (its cookie), and gone once it was used.

const toWechat = (app, path, more) => (request, response) => {
  const state = randomBytes(24).toString('base64url')
  const back = `${request.protocol}://${request.headers.host}${path}`
  const query = new URLSearchParams({ appid: app.appid, redirect_uri: back, response_type: 'code', state, ...more })
  response.cookie(`state_${app.name}`, state, { maxAge: 600_000, httpOnly: true, sameSite: 'lax' })
  response.redirect(`${AUTHORIZE}?${query}#wechat_redirect`)
}
server.get('/wx/login', toWechat(club, '/wx/callback', { scope: 'snsapi_userinfo' }))
server.get('/wecom/login', toWechat(corp, '/wecom/callback', { scope: 'snsapi_base', agentid: '1000002' }))

function checkState(request, response, app) {
  const state = Buffer.from(textIn(request.query.state, 200))
  const cookie = new RegExp(`(?:^|; )state_${app.name}=([\\w-]+)`).exec(request.headers.cookie ?? '')
  const own = Buffer.from(cookie?.[1] ?? '')
  if (!state.length || state.length !== own.length || !timingSafeEqual(state, own)) throw new LogInAgain()
}

server.get('/wx/callback', async (request, response) => {
  checkState(request, response, club)
  const identity = await wechat.exchangeWeb(club, codeIn(request.query.code))
  const account = accounts.accountOf(club, identity)
  accounts.setProfile(account, identity.nickname, identity.avatar)
  loggedIn(response.clearCookie('state_club'), club, account, identity)
})

server.get('/wecom/callback', async (request, response) => {
  checkState(request, response, corp)
  const userid = await wechat.member(corp, codeIn(request.query.code))
  loggedIn(response.clearCookie('state_corp'), corp, accounts.accountOfMember(corp, userid), { openid: userid })
})

// WeChat's pushes, in safe mode

server.get('/push', (request, response) => {
  const { signature, timestamp = '', nonce = '', echostr = '' } = request.query
  if (!isSigned(signature, pushToken, String(timestamp), String(nonce))) throw new LogInAgain()
  response.type('text/plain').send(String(echostr))
})

server.post('/push', (request, response) => {
  const query = Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, String(value)]))
  const told = event(textIn(request.body, 65_536), query, pushToken, pushKey, shop.appid)
  if (accounts.isNewPush(query.timestamp + query.nonce)) {
    const left = told.event === 'user_authorization_cancellation'
    // OpenID is the person. FromUserName is WeChat's own account.
    if (left || told.event === 'user_authorization_revoke') accounts.forget(shop, told.openid, { accountToo: left })
  }
  response.type('text/plain').send('success')
})

// What went wrong is told by two sentences, and by nothing of the error's.
server.use((error, request, response, next) => {
  if (error instanceof TryLater) return response.status(503).json({ error: 'try again later' })
  const known = error instanceof LogInAgain || error instanceof NotSealed
  if (known || (error.status >= 400 && error.status < 500)) {
    return response.status(known ? 401 : error.status).json({ error: 'log in again' })
  }
  console.error(error.name)
  response.status(500).json({ error: 'try again later' })
})

server.listen(Number(process.env.PORT ?? 8000), '127.0.0.1')
