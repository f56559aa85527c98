// What arrives sealed or signed: encryptedData and rawData of the phone, and WeChat's pushes.
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const FRESH = 24 * 3600 // seconds for which sealed data is taken

export class NotSealed extends Error {} // what is wrong with it, nobody needs to know

// The data that this person's phone sealed for this app today.
export function opened(encrypted, iv, session) {
  let found
  try {
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(session.sessionKey, 'base64'), Buffer.from(iv, 'base64'))
    found = JSON.parse(Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]).toString())
  } catch {
    throw new NotSealed()
  }
  if (found?.watermark?.appid !== session.app.appid) throw new NotSealed()
  if (Date.now() / 1000 - Number(found.watermark.timestamp) > FRESH) throw new NotSealed()
  // There is no MAC: a changed iv changes the first 16 characters. Who it is says the session alone.
  if ((found.openId ?? session.openid) !== session.openid) throw new NotSealed()
  return found
}

export function signedProfile(raw, signature, session) {
  if (!same(sha1(raw + session.sessionKey), signature)) throw new NotSealed()
  try {
    return JSON.parse(raw) ?? {}
  } catch {
    throw new NotSealed()
  }
}

export const isSigned = (signature, ...parts) => same(sha1(parts.sort().join('')), signature)

// What a push in safe mode tells. A plain one is refused: whoever sends it need not know the key.
export function event(text, query, token, aesKey, appid) {
  const sealed = element(text, 'Encrypt')
  if (!sealed || !isSigned(query.msg_signature, token, query.timestamp, query.nonce, sealed)) throw new NotSealed()
  const key = Buffer.from(`${aesKey}=`, 'base64')
  let full
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    full = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()])
  } catch {
    throw new NotSealed()
  }
  const end = 20 + full.readUInt32BE(16)
  if (full.subarray(end, full.length - full[full.length - 1]).toString() !== appid) throw new NotSealed()
  const message = full.subarray(20, end).toString()
  return { event: element(message, 'Event'), openid: element(message, 'OpenID') }
}

// Two known elements are looked for, and no XML parser is asked: nothing in the text can make it load anything.
function element(text, name) {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[(.*?)\\]\\]>|([^<]*))</${name}>`, 's').exec(text)
  return found ? (found[1] ?? found[2]) : ''
}

const sha1 = (text) => createHash('sha1').update(text).digest('hex')

function same(made, given) {
  const [one, other] = [Buffer.from(made), Buffer.from(String(given ?? ''))]
  return one.length === other.length && timingSafeEqual(one, other)
}
