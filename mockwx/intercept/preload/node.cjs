// What a Node process does first under `mockwx exec`: connections to WeChat's hosts go to mockwx, whichever package and
// agent opens them. All of them end in Socket.connect. Node trusts the CA by NODE_EXTRA_CA_CERTS.
'use strict'
const dns = require('dns')
const net = require('net')

const told = JSON.parse(process.env.MOCKWX_REROUTE || 'null')
const MARK = '127.73.88.87' // stands for WeChat; nothing listens there

if (told) {
  const isLed = (name) => {
    if (typeof name !== 'string') return false
    name = name.toLowerCase().replace(/\.$/, '')
    return name === MARK || told.domains.some((each) => name === each || name.endsWith('.' + each))
  }
  const led = (options) => ({ ...options, host: told.host, port: told.port, lookup: undefined })

  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (...args) {
    const [first, second] = args
    if (Array.isArray(first)) {
      // Options and callback as net itself has sorted them.
      if (first[0] && isLed(first[0].host)) first[0] = led(first[0])
    } else if (first && typeof first === 'object') {
      if (isLed(first.host)) args[0] = led(first)
    } else if (isLed(second)) {
      args[0] = told.port
      args[1] = told.host
    }
    return connect.apply(this, args)
  }

  // Who looks names up first and connects to an address is led by the address.
  const lookup = dns.lookup
  dns.lookup = function (name, ...rest) {
    return lookup.call(this, isLed(name) ? MARK : name, ...rest)
  }
  const promised = dns.promises.lookup
  dns.promises.lookup = function (name, ...rest) {
    return promised.call(this, isLed(name) ? MARK : name, ...rest)
  }
}
