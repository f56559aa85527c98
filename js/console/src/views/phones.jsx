/** Phones: every app and person, and what they can do there; each answer with what to do with it next. */

import { useState } from 'preact/hooks';
import { BASE, call } from '../control.js';
import { Act, Choice, Copied, Field, Json, useShared } from '../parts.jsx';
import { say, VERBS } from '../words.js';
import { VerbForm } from './verb-form.jsx';

const MINI = [
  'phone.login',
  'phone.getPhoneNumber',
  'phone.getUserProfile',
  'phone.checkSession',
  'wechat.rotate_session_key',
];
/** @type {Record<string, string[]>} what is one tap away, by the kind of app */
const TAPS = {
  miniprogram: MINI,
  minigame: MINI,
  official: ['phone.authorize', 'phone.follow', 'phone.unfollow'],
  website: ['phone.scan', 'phone.confirm'],
  mobile: ['phone.sendAuth'],
  wecom: ['phone.authorize', 'phone.scan', 'phone.confirm'],
};
/** Apis whose success is a login. */
const LOGINS =
  /^(?:component_)?(?:code2session|jscode2session|oauth2_access_token)$|^wecom_jscode2session$|^auth_getuserinfo$/;
const NEEDS_LINK = ['phone.authorize', 'phone.scan'];

/** The link that the site shows or opens, for a callback of its own. @type {Record<string, (appid: string, back: string) => string>} */
const LINKS = {
  official: (appid, back) =>
    `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appid}&redirect_uri=${back}&response_type=code&scope=snsapi_userinfo&state=s1#wechat_redirect`,
  website: (appid, back) =>
    `https://open.weixin.qq.com/connect/qrconnect?appid=${appid}&redirect_uri=${back}&response_type=code&scope=snsapi_login&state=s1`,
  wecom: (appid, back) =>
    `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appid}&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=s1#wechat_redirect`,
};

/** @param {import('../world.js').App} app @param {string} code */
export const redeeming = (app, code) =>
  `${BASE}/sns/jscode2session?appid=${app.appid}&secret=${encodeURIComponent(app.secret)}&js_code=${code}&grant_type=authorization_code`;

export function Phones() {
  const { world, vocabulary, journal, tell } = useShared();
  const [appName, chooseApp] = useState('');
  const [search, setSearch] = useState('');
  const [answers, setAnswers] = useState(/** @type {Record<string, any>} */ ({}));
  const [links, setLinks] = useState(/** @type {Record<string, string>} */ ({}));
  const [opened, setOpened] = useState(/** @type {string | null} */ (null));
  const app = world.apps.find(({ name }) => name === appName) ?? world.apps[0];
  if (!app) return <p>{say('This world has no app.', '这个 world 里没有应用。')}</p>;
  const known = new Set(vocabulary.verbs.map(({ name }) => name));
  const taps = (TAPS[app.kind] ?? []).filter((verb) => known.has(verb));
  const link =
    links[app.name] ?? LINKS[app.kind]?.(app.appid, encodeURIComponent('http://127.0.0.1:8000/callback')) ?? '';
  const people = world.users.filter(({ name, nickname }) => `${name} ${nickname ?? ''}`.includes(search));

  // Who is in, by what this journal saw: the last exchange that gave the app a session or a user's token.
  const logins = new Map(
    journal.entries
      .filter((entry) => entry.app === app.name && entry.user && entry.errcode === 0 && LOGINS.test(entry.api ?? ''))
      .map((entry) => [entry.user, entry.at.slice(11, 19)])
  );

  /** @param {string} user @param {string} verb @param {Record<string, unknown>} [args] */
  const act = async (user, verb, args = {}) => {
    const takesApp = vocabulary.verbs.find(({ name }) => name === verb)?.args.some(({ name }) => name === 'app');
    const answer = await call('POST', verb.replace('.', '/'), {
      user,
      ...(takesApp ? { app: app.name } : {}),
      ...(NEEDS_LINK.includes(verb) ? { url: link } : {}),
      ...args,
    });
    setAnswers((before) => ({ ...before, [user]: { verb, answer } }));
    tell(say(`${user}: ${words(verb)}`, `${user}：${words(verb)}`));
  };

  return (
    <section aria-label={say('Phones', '手机')}>
      <div class="row">
        {world.apps.length > 1 && (
          <Choice
            label={say('App', '应用')}
            value={app.name}
            choose={chooseApp}
            options={world.apps.map(({ name, kind }) => [name, `${name} · ${kind}`])}
          />
        )}
        <Field label={say('Find or invent a person', '查找或新建用户')}>
          <input value={search} onInput={(event) => setSearch(event.currentTarget.value.trim())} placeholder="alice" />
        </Field>
        {search && !world.users.some(({ name }) => name === search) && (
          <Act does={() => call('PUT', `users/${encodeURIComponent(search)}`, {})} kind="primary">
            {say(`Add ${search}`, `新建 ${search}`)}
          </Act>
        )}
      </div>
      <dl class="facts">
        <dt>appid</dt>
        <dd>
          <Copied text={app.appid} label="appid" />
        </dd>
        <dt>AppSecret</dt>
        <dd>
          <Copied key={app.name} text={app.secret} label="AppSecret" hidden />
        </dd>
        <dt>{say('base URL', '基础地址')}</dt>
        <dd>
          <Copied text={BASE} label={say('base URL', '基础地址')} />
        </dd>
      </dl>
      {link && (
        <div class="row">
          <Field label={say("The site's login link, with its own callback", '网站的登录链接，回调地址改成自己的')}>
            <input
              class="wide"
              value={link}
              onInput={(event) => setLinks({ ...links, [app.name]: event.currentTarget.value.trim() })}
            />
          </Field>
          <a class="button" href={here(link)} target="_blank" rel="noreferrer">
            {say('Open the page', '打开页面')}
          </a>
        </div>
      )}
      <ul class="people">
        {people.slice(0, 200).map((person) => (
          <li key={person.name} class="person" aria-label={person.name}>
            <header>
              <span class="avatar" aria-hidden="true">
                {(person.nickname ?? person.name).slice(0, 1)}
              </span>
              <div>
                <strong>{person.name}</strong> <span class="muted">{person.nickname}</span>
                {person.blocked && <span class="tag bad">40226 {say('blocked', '已拦截')}</span>}
                {logins.has(person.name) && (
                  <span class="tag good">
                    {say('logged in', '已登录')} {logins.get(person.name)}
                  </span>
                )}
                <div class="muted small">
                  {person.openids[app.name] && (
                    <>
                      openid <Copied text={person.openids[app.name]} label="openid" />
                    </>
                  )}
                </div>
                <div class="muted small">
                  {app.owner && person.unionids[app.owner] && (
                    <>
                      unionid <Copied text={person.unionids[app.owner]} label="unionid" />
                    </>
                  )}
                </div>
              </div>
            </header>
            <div class="taps">
              {taps.map((verb, index) => (
                <Act key={verb} does={() => act(person.name, verb)} kind={index === 0 ? 'primary' : ''}>
                  {words(verb)}
                </Act>
              ))}
              <Act does={() => act(person.name, 'wechat.block_user', { blocked: !person.blocked })}>
                {person.blocked ? say('Unblock', '解除拦截') : words('wechat.block_user')}
              </Act>
              <button
                type="button"
                aria-expanded={opened === person.name}
                onClick={() => setOpened(opened === person.name ? null : person.name)}
              >
                {say('More…', '更多…')}
              </button>
            </div>
            {opened === person.name && (
              <VerbForm
                user={person.name}
                app={app}
                done={(verb, answer) => setAnswers({ ...answers, [person.name]: { verb, answer } })}
              />
            )}
            {answers[person.name] && <Answer app={app} {...answers[person.name]} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** @param {{app: import('../world.js').App, verb: string, answer: any}} props */
function Answer({ app, verb, answer }) {
  const code = typeof answer?.code === 'string' ? answer.code : null;
  const curl = code && verb === 'phone.login' ? `curl "${redeeming(app, code)}"` : null;
  return (
    <div class="answer" role="status">
      {code && (
        <p>
          code <Copied text={code} label="code" />
        </p>
      )}
      {curl && (
        <>
          <p class="muted small">
            {say(
              'Give it to your backend, or redeem it as a backend would. It works once, for five minutes:',
              '交给后端，或像后端那样兑换它。只能用一次，五分钟内有效：'
            )}
          </p>
          <p>
            <Copied text={curl} label="curl" />
          </p>
        </>
      )}
      {typeof answer?.url === 'string' && (
        <p>
          <Copied text={answer.url} label="url" />
        </p>
      )}
      <details open={!code}>
        <summary>{say('the whole answer', '完整应答')}</summary>
        <Json value={answer} label={say('the whole answer', '完整应答')} />
      </details>
    </div>
  );
}

/** WeChat's page as this server has it. @param {string} link */
const here = (link) => link.replace(/^https?:\/\/(?=[a-z.]+\.qq\.com\/)/, `${BASE}/`);

/** @param {string} verb */
const words = (verb) => (VERBS[verb] ? say(...VERBS[verb]) : verb);
