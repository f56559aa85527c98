// The backend of an official account, with the package wechat as it comes: it answers with what it has read.
const express = require('express')
const wechat = require('wechat')

const config = {
  appid: process.env.WECHAT_APPID,
  token: process.env.WECHAT_TOKEN,
  encodingAESKey: process.env.WECHAT_AES_KEY,
  checkSignature: true,
}
const app = express()
app.use(
  '/wechat',
  wechat(config, (request, response) => {
    const { MsgType, Event, EventKey, Ticket, Content, FromUserName } = request.weixin
    if (Event === 'unsubscribe') return response.reply('')
    response.reply(JSON.stringify({ MsgType, Event, EventKey, Ticket, Content, FromUserName }))
  })
)
const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
