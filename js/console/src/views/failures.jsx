/** Failures: what goes wrong next at an api, as switches; and the rules with their hits. */

import { useState } from 'preact/hooks';
import { call } from '../control.js';
import { Act, Choice, useShared } from '../parts.jsx';
import { oneOf, say } from '../words.js';

/** Apis that a login asks first; the others follow in the server's order. */
const FIRST = ['code2session', 'getuserphonenumber', 'token', 'stable_token'];

/** @type {{id: string, words: [string, string], then: Record<string, unknown>}[]} */
const WIRE = [
  { id: 'reset', words: ['connection reset, before the effect', '连接被重置，未生效'], then: { net: 'reset' } },
  {
    id: 'lost',
    words: ['connection reset, after the effect', '连接被重置，已生效（应答丢失）'],
    then: { net: 'reset', commit: true },
  },
  { id: 'hang', words: ['no answer, for ever', '一直不应答'], then: { net: 'hang' } },
  { id: 'slow', words: ['three seconds late', '迟到三秒'], then: { latency: '3s' } },
  { id: 'empty', words: ['closed without an answer', '没有应答就关闭'], then: { net: 'empty' } },
  { id: 'nginx-502', words: ["a gateway's 502 page", '网关的 502 页面'], then: { body: { template: 'nginx-502' } } },
  {
    id: 'cut',
    words: ['half an answer, after the effect', '应答只有一半，已生效'],
    then: { body: { truncate: 20 }, commit: true },
  },
  { id: 'no-openid', words: ['an answer without openid', '应答里没有 openid'], then: { body: { drop: ['openid'] } } },
];

export function Failures() {
  const { world, vocabulary, refresh } = useShared();
  const apis = [...vocabulary.apis].sort((one, other) => rank(one.api) - rank(other.api));
  const [api, chooseApi] = useState('code2session');
  const [user, chooseUser] = useState('');
  const [times, chooseTimes] = useState('1');
  const chosen = apis.find((known) => known.api === api) ?? apis[0];
  const byCode = new Map(vocabulary.errcodes.map((row) => [row.errcode, row]));
  const errcodes = chosen.errcodes.map((code) => byCode.get(code)).filter((row) => row !== undefined);

  /** @param {string} id @param {Record<string, unknown>} then */
  const toggle = async (id, then) => {
    const name = nameOf(id);
    if (world.rules.some((rule) => rule.name === name)) await call('DELETE', `rules/${encodeURIComponent(name)}`);
    else
      await call('POST', 'rules', {
        name,
        when: { api, ...(user ? { user } : {}) },
        then,
        ...(times ? { times: Number(times) } : {}),
      });
    await refresh();
  };
  /** @param {string} id */
  const nameOf = (id) => [api, user, id].filter(Boolean).join(' ');
  /** @param {string} id @param {Record<string, unknown>} then @param {any} words */
  const Switch = (id, then, words) => (
    <li key={id}>
      <Act does={() => toggle(id, then)} kind="switch" pressed={world.rules.some((rule) => rule.name === nameOf(id))}>
        {words}
      </Act>
    </li>
  );

  return (
    <section aria-label={say('Failures', '故障')}>
      <div class="row">
        <Choice
          label={say('At', '接口')}
          value={api}
          choose={chooseApi}
          options={apis.map((known) => [known.api, known.api])}
        />
        <Choice
          label={say('For', '用户')}
          value={user}
          choose={chooseUser}
          options={[
            ['', say('everybody', '所有人')],
            ...world.users.map(({ name }) => /** @type {[string, string]} */ ([name, name])),
          ]}
        />
        <Choice
          label={say('How often', '次数')}
          value={times}
          choose={chooseTimes}
          options={[
            ['1', say('the next call', '下一次调用')],
            ['3', say('the next three', '接下来三次')],
            ['', say('until switched off', '直到关闭')],
          ]}
        />
      </div>
      <h3>{say('WeChat refuses', '微信拒绝')}</h3>
      <ul class="switches">
        {errcodes.map((row) =>
          Switch(
            String(row.errcode),
            { errcode: row.errcode },
            <>
              <code>{row.errcode}</code> {say(row.en, row.zh)}
            </>
          )
        )}
      </ul>
      <h3>{say('The wire breaks', '网络故障')}</h3>
      <ul class="switches">{WIRE.map(({ id, words, then }) => Switch(id, then, say(...words)))}</ul>
      <h3>{say('Rules, the first that fits acts', '规则，先匹配者生效')}</h3>
      {world.rules.length === 0 && <p class="muted">{say('None: WeChat is well.', '没有规则：微信一切正常。')}</p>}
      <ul class="rules">
        {world.rules.map((rule) => (
          <li key={rule.name}>
            <strong>{rule.name}</strong>{' '}
            <span class="muted">
              {say(`${rule.hits} hits of ${rule.seen} seen`, `命中 ${rule.hits} 次，共看过 ${rule.seen} 次`)}
              {rule.times ? say(`, ${rule.times} at most`, `，最多 ${rule.times} 次`) : ''}
            </span>
            <Act
              does={() => call('DELETE', `rules/${encodeURIComponent(rule.name)}`).then(refresh)}
              label={oneOf(say(`Remove ${rule.name}`, `删除 ${rule.name}`))}
              kind="quiet"
            >
              ✕
            </Act>
            <code class="block">{JSON.stringify({ when: rule.when, then: rule.then })}</code>
          </li>
        ))}
      </ul>
      {world.rules.length > 0 && (
        <Act does={() => call('DELETE', 'rules').then(refresh)}>{say('Remove all', '全部删除')}</Act>
      )}
    </section>
  );
}

/** @param {string} api */
const rank = (api) => (FIRST.includes(api) ? FIRST.indexOf(api) : FIRST.length);
