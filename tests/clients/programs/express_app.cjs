// An Express app: a mini program's login with a literal address, and passport-wechat for the web. `express_app.cjs PORT`.
const axios = require('axios')
const express = require('express')
const passport = require('passport')
const WechatStrategy = require('passport-wechat')

const { APPID, SECRET } = process.env
const app = express()
app.use(express.json())
app.use(passport.initialize())
passport.use(
  new WechatStrategy(
    { appID: APPID, appSecret: SECRET, client: 'web', scope: 'snsapi_login', callbackURL: 'http://localhost/back' },
    (accessToken, refreshToken, profile, expiresIn, done) => done(null, profile)
  )
)

app.post('/login', async (request, response) => {
  const { data } = await axios.get('https://api.weixin.qq.com/sns/jscode2session', {
    params: { appid: APPID, secret: SECRET, js_code: request.body.code, grant_type: 'authorization_code' },
  })
  if (data.errcode) return response.status(401).json({ error: data.errmsg })
  response.json({ user: data.openid })
})
app.get('/back', passport.authenticate('wechat', { session: false }), (request, response) =>
  response.json({ user: request.user.openid })
)
app.use((error, request, response, next) => response.status(401).json({ error: `${error.message ?? error}` }))
app.listen(Number(process.argv[2]), '127.0.0.1')
