// A login backend with WeChat's own host hard-coded; its port is the first argument.
import http from 'node:http';

const APP = {appid: 'wx00000000mockshop', secret: 'mockwx-secret-shop', grant_type: 'authorization_code'};

async function login(code) {
  const query = new URLSearchParams({...APP, js_code: code});
  const url = `https://api.weixin.qq.com/sns/jscode2session?${query}`;
  const session = await (await fetch(url, {signal: AbortSignal.timeout(5000)})).json();
  return session.openid ? [200, {token: 'ours', user: {id: session.openid}}] : [401, {}];
}

http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  let answer = [404, {}];
  if (request.url === '/login') answer = await login(JSON.parse(body).code).catch(() => [503, {}]);
  response.writeHead(answer[0], {'Content-Type': 'application/json'}).end(JSON.stringify(answer[1]));
}).listen(Number(process.argv[2]), '127.0.0.1');
