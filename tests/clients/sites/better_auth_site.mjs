// A site with better-auth, unmodified: its own URLs below /api/auth.
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { toNodeHandler } from "better-auth/node";

let handle;
const server = createServer((request, response) => {
  if (request.url.startsWith("/api/auth/")) return handle(request, response);
  response.setHeader("Content-Type", "application/json");
  return response.end(JSON.stringify({ at: request.url }));
});
server.listen(0, "127.0.0.1", () => {
  const site = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    baseURL: site,
    secret: "for tests only, of more than thirty-two characters",
    telemetry: { enabled: false },
    socialProviders: {
      wechat: { clientId: process.env.WECHAT_APPID, clientSecret: process.env.WECHAT_SECRET, lang: "cn" },
    },
  });
  handle = toNodeHandler(auth);
  console.log(`listening on ${site}`);
});
