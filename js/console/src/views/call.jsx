/** One call opened: what was asked and answered, why, and what a backend should do about it. */

import { BASE } from '../control.js';
import { Act, copyText, Json, useShared } from '../parts.jsx';
import { oneOf, say } from '../words.js';

/**
 * @param {{entry: import('../journal.js').Entry, close: () => void, edit: (yaml: string) => void}} props
 */
export function Call({ entry, close, edit }) {
  const { vocabulary, world, tell } = useShared();
  const { request, response } = entry;
  const row = vocabulary.errcodes.find(({ errcode }) => errcode === entry.errcode);
  const copy = async () => {
    await copyText(asCurl(entry, world.apps));
    tell(say('copied as curl; what is masked in the journal stays so', '已复制为 curl；日志里打码的内容保持打码'));
  };
  return (
    <article class="opened" aria-label={say(`Call ${entry.number}`, `调用 ${entry.number}`)}>
      <header class="row">
        <h3>
          #{entry.number} {entry.api ?? request.path}
        </h3>
        <Act does={copy}>{say('Copy as curl', '复制为 curl')}</Act>
        <button type="button" onClick={() => edit(asScenario(entry))}>
          {say('Replay as scenario', '做成场景')}
        </button>
        <button type="button" class="quiet" onClick={close} aria-label={say('Close', '关闭')}>
          ✕
        </button>
      </header>
      {row && row.errcode !== 0 && (
        <div class="advice">
          <strong>
            {row.errcode} {say(row.en, row.zh)}
          </strong>
          {entry.reason && <p class="reason">{oneOf(entry.reason)}</p>}
          <p>
            {say('What a backend should do: ', '后端应当：')}
            {say(row.advice_en, row.advice_zh)}
          </p>
        </div>
      )}
      {!row && entry.reason && <p class="reason">{oneOf(entry.reason)}</p>}
      {entry.fault && (
        <p>
          {say('What a rule did: ', '规则做了：')}
          {entry.fault}
        </p>
      )}
      <div class="two">
        <div>
          <h4>{say('Request', '请求')}</h4>
          <p class="small">
            <code>
              {request.method} {request.host ?? ''}
              {request.path}
            </code>
          </p>
          <Json
            value={{ ...request.query, ...(request.body ? { '(body)': request.body } : {}) }}
            label={say('Request', '请求')}
          />
        </div>
        <div>
          <h4>
            {say('Answer', '应答')} <span class="muted">HTTP {response.status}</span>
          </h4>
          <Json value={response.body} label={say('Answer', '应答')} />
        </div>
      </div>
      {entry.rules.length > 0 && (
        <>
          <h4>{say('What each rule said', '各条规则的判断')}</h4>
          <ul class="trace">
            {entry.rules.map(({ rule, why }) => (
              <li key={rule}>
                <strong>{oneOf(rule)}</strong> {oneOf(why)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="muted small">
        {entry.at} · {request.client_ip} · {entry.rid ? `rid ${entry.rid} · ` : ''}
        {say(`known by: ${entry.evidence}`, `依据：${entry.evidence}`)}
      </p>
    </article>
  );
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * @param {import('../journal.js').Entry} entry
 * @param {import('../world.js').App[]} apps
 */
export function asCurl({ request, app }, apps) {
  const query = new URLSearchParams(request.query);
  const secret = apps.find(({ name }) => name === app)?.secret;
  // The journal masks it; this page knows it, since the world's apps are told.
  if (secret && query.get('secret') && query.get('secret') !== secret) query.set('secret', secret);
  const asked = query.size ? `?${query}` : '';
  const words = [
    'curl',
    ...(request.method === 'GET' ? [] : ['-X', request.method]),
    quoted(BASE + request.path + asked),
  ];
  if (request.body) words.push('-d', quoted(request.body));
  return words.join(' ');
}

/** A scenario in which the same answer comes again. @param {import('../journal.js').Entry} entry */
export function asScenario(entry) {
  const when = [
    `api: ${entry.api ?? 'code2session'}`,
    ...(entry.user ? [`user: ${JSON.stringify(entry.user)}`] : []),
    'call: 1',
  ];
  const then = entry.errcode
    ? `{errcode: ${entry.errcode}}`
    : entry.response.status >= 400
      ? `{http: ${entry.response.status}}`
      : entry.errcode === null
        ? '{net: reset}'
        : null;
  const lines = ['mockwx: 1', `name: ${JSON.stringify(`call ${entry.number} again`)}`];
  if (entry.user) lines.push('users:', `  ${JSON.stringify(entry.user)}: {}`);
  if (then)
    lines.push(
      'rules:',
      `  - name: ${JSON.stringify(`as call ${entry.number}`)}`,
      `    when: {${when.join(', ')}}`,
      `    then: ${then}`
    );
  const user = JSON.stringify(entry.user ?? 'alice');
  lines.push('steps:', `  - phone.login: {user: ${user}, save: {code: code}}`);
  return `${lines.join('\n')}\n`;
}
