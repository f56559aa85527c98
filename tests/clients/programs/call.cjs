// Ask the hard-coded URL by one of Node's clients, and print the answer.
const URL = 'https://api.weixin.qq.com/sns/jscode2session?appid=x'
const ways = {
  fetch: async () => (await fetch(URL)).text(),
  axios: async () => JSON.stringify((await require('axios').get(URL)).data),
  got: async () => (await (await import('got')).got(URL)).body,
  https: () =>
    new Promise((resolve, reject) => {
      // An agent of its own, as many SDKs have: no proxy setting reaches it.
      const agent = new (require('https').Agent)({ keepAlive: false })
      require('https').get(URL, { agent }, (found) => found.on('data', (text) => resolve(`${text}`))).on('error', reject)
    }),
}
ways[process.argv[2]]().then(console.log, (error) => {
  console.error(error.cause ?? error)
  process.exit(1)
})
