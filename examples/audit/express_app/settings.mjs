// What this backend is told by its environment. Without all of it, it does not start: no mode is without WeChat.

function required(name) {
  const value = process.env[name]
  if (!value) {
    console.error(`${name} is not set`)
    process.exit(1)
  }
  return value
}

const app = (name) => {
  const upper = name.toUpperCase()
  return { name, appid: required(`${upper}_APPID`), secret: required(`${upper}_SECRET`) }
}

export const wechat = required('WECHAT_BASE_URL').replace(/\/$/, '')
export const wecom = required('WECOM_BASE_URL').replace(/\/$/, '')
export const [shop, cafe, club, corp] = ['shop', 'cafe', 'club', 'corp'].map(app)
export const apps = { shop, cafe, club, corp }
export const pushToken = required('PUSH_TOKEN')
export const pushKey = required('PUSH_AES_KEY')
