// A login backend with Express. What goes wrong is thrown, and Express makes its own HTML page of it, with the status.
// PORT and its settings are in the environment.
const crypto = require('node:crypto')
const express = require('express')

const { WECHAT_BASE_URL, WECHAT_APPID, WECHAT_SECRET, PORT } = process.env
const STATUS = { 40029: 401, 40163: 401, 40226: 403 }
const users = new Map()
const exchanges = new Map()
const app = express()
app.use(express.json())

function failure(status) {
  return Object.assign(new Error(status === 503 ? 'try again later' : 'log in again'), { status, stack: undefined })
}

async function exchange(code) {
  const query = new URLSearchParams({
    appid: WECHAT_APPID, secret: WECHAT_SECRET, js_code: code, grant_type: 'authorization_code',
  })
  let session
  try {
    const signal = AbortSignal.timeout(2000)
    const answer = await fetch(`${WECHAT_BASE_URL}/sns/jscode2session?${query}`, { signal })
    if (answer.ok) session = JSON.parse(await answer.text())
  } catch {
    // The error may hold the URL, and the URL holds the secret.
  }
  if (session?.openid && !session.errcode) return session.openid
  throw failure(STATUS[session?.errcode] ?? 503)
}

app.post('/login', async (request, response) => {
  const { code } = request.body ?? {}
  if (typeof code !== 'string' || !code) throw failure(400)
  // Equal logins at the same moment share an exchange.
  if (!exchanges.has(code)) exchanges.set(code, exchange(code).finally(() => exchanges.delete(code)))
  const openid = await exchanges.get(code)
  if (!users.has(openid)) users.set(openid, crypto.randomUUID())
  response.json({ token: crypto.randomUUID(), user: { id: users.get(openid) } })
})
app.listen(Number(PORT), '127.0.0.1')
