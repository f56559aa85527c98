// An Express site with passport-wechat, unmodified: /login, /callback, /me.
const express = require("express");
const session = require("express-session");
const passport = require("passport");
const { Strategy } = require("passport-wechat");

passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: "for tests", resave: false, saveUninitialized: true }));
app.use(passport.initialize());
app.use(passport.session());

const server = app.listen(0, "127.0.0.1", () => {
  const site = `http://127.0.0.1:${server.address().port}`;
  passport.use(
    new Strategy(
      {
        appID: process.env.WECHAT_APPID,
        appSecret: process.env.WECHAT_SECRET,
        client: "web",
        scope: "snsapi_login",
        callbackURL: `${site}/callback`,
        state: "s1",
      },
      (accessToken, refreshToken, profile, expires, done) => done(null, profile),
    ),
  );
  console.log(`listening on ${site}`);
});

app.get("/login", passport.authenticate("wechat"));
app.get("/callback", passport.authenticate("wechat", { successRedirect: "/me" }));
app.get("/me", (request, response) => response.status(request.user ? 200 : 401).json(request.user || null));
app.use((error, request, response, next) =>
  response.status(502).json({ name: error.name, code: error.code, message: error.message }),
);
