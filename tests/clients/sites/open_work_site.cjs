// A WeCom service provider's site with node-easywechat's OpenWork, unmodified: /wecom (pushes), /install, /login, /me.
const express = require("express");
const { OpenWork, ServerRequest } = require("node-easywechat");

const app = express();
const corps = new Map(); // corpid → permanent_code
const told = [];
let config, work;

const server = app.listen(0, "127.0.0.1", () => {
  const site = `http://127.0.0.1:${server.address().port}`;
  config = {
    corp_id: process.env.PROVIDER_CORPID,
    provider_secret: process.env.PROVIDER_SECRET,
    suite_id: process.env.WECHAT_APPID,
    suite_secret: process.env.WECHAT_SECRET,
    token: process.env.PUSH_TOKEN,
    aes_key: process.env.PUSH_AES_KEY,
    http: { baseURL: "https://qyapi.weixin.qq.com/", throw: false },
    oauth: { redirect_url: `${site}/callback`, scopes: "snsapi_privateinfo" },
    file_cache: { path: process.env.CACHE_FOLDER },
  };
  work = new OpenWork(config);
  console.log(`listening on ${site}`);
});

async function ask(method, path, options) {
  const params = { suite_access_token: await work.getSuiteAccessToken().getToken(), ...options.params };
  return (await work.getHttpClient().request(method, path, { ...options, params })).toObject();
}

async function keep(auth_code) {
  const fetched = await ask("post", "cgi-bin/service/v2/get_permanent_code", { json: { auth_code } });
  corps.set(fetched.auth_corp_info.corpid, fetched.permanent_code);
  return fetched;
}

const safely = (work) => (request, response) =>
  work(request, response).catch((error) => response.status(502).json({ error: error.message }));

app.all(
  "/wecom",
  safely(async (request, response) => {
    const pushed = new OpenWork(config); // one for each push; what they share is in the cache
    pushed.setRequest(await ServerRequest.createFromIncomingMessage(request));
    const pushes = pushed.getServer();
    for (const handle of ["handleAuthCreated", "handleAuthUpdated", "handleAuthCancelled"])
      pushes[handle](async (message, next) => {
        told.push(message.InfoType);
        if (message.InfoType === "create_auth") setImmediate(() => keep(message.AuthCode));
        if (message.InfoType === "cancel_auth") corps.delete(message.AuthCorpId);
        return next(message);
      });
    const answer = await pushes.serve();
    response.status(answer.getStatusCode()).end(answer.getBody().toString());
  }),
);
app.get(
  "/install",
  safely(async (request, response) => {
    const { pre_auth_code } = await work.createPreAuthorizationCode();
    const back = encodeURIComponent(`http://${request.headers.host}/installed`);
    const link = "https://open.work.weixin.qq.com/3rdapp/install";
    response.redirect(
      `${link}?suite_id=${process.env.WECHAT_APPID}&pre_auth_code=${pre_auth_code}&redirect_uri=${back}&state=s1`,
    );
  }),
);
app.get("/installed", safely(async (request, response) => response.json(await keep(request.query.auth_code))));
app.get(
  "/login",
  safely(async (request, response) => {
    const oauth = await work.getOAuth(process.env.WECHAT_APPID);
    response.redirect(oauth.withState("s1").redirect());
  }),
);
app.get(
  "/callback",
  safely(async (request, response) => {
    const who = await ask("get", "cgi-bin/service/auth/getuserinfo3rd", { params: { code: request.query.code } });
    if (who.errcode || !corps.has(who.corpid)) return response.status(401).json(who);
    const detail = await ask("post", "cgi-bin/service/auth/getuserdetail3rd", {
      json: { user_ticket: who.user_ticket },
    });
    const authorization = await work.getAuthorization(who.corpid, corps.get(who.corpid));
    const client = await work.getAuthorizerClient(who.corpid, corps.get(who.corpid));
    const member = (await client.get("cgi-bin/user/get", { params: { userid: who.userid } })).toObject();
    response.json({ who, detail, member, corp: authorization.getCorpId() });
  }),
);
app.get("/told", (request, response) => response.json({ told: [...told], corps: [...corps.keys()] }));
