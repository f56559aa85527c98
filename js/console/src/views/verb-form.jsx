/** A form for any verb: its arguments are the server's own. */

import { useState } from 'preact/hooks';
import { call } from '../control.js';
import { Act, Field } from '../parts.jsx';
import { useShared } from '../parts.jsx';
import { oneOf, say, VERBS } from '../words.js';

/**
 * @param {{user: string, app: import('../world.js').App, done: (verb: string, answer: unknown) => void}} props
 */
export function VerbForm({ user, app, done }) {
  const { vocabulary } = useShared();
  const verbs = vocabulary.verbs.filter(({ name }) => !name.startsWith('clock.'));
  const [name, choose] = useState(verbs[0].name);
  const [args, setArgs] = useState(/** @type {Record<string, string>} */ ({}));
  const verb = verbs.find((known) => known.name === name) ?? verbs[0];
  const fields = verb.args.filter((arg) => arg.name !== 'user' && arg.name !== 'app');

  const act = async () => {
    /** @type {Record<string, unknown>} */
    const body = {};
    if (verb.args.some((arg) => arg.name === 'user')) body.user = user;
    if (verb.args.some((arg) => arg.name === 'app')) body.app = app.name;
    for (const { name: field, type } of fields) {
      const text = args[field] ?? '';
      if (text === '') continue;
      body[field] = type === 'flag' ? text === 'true' : type === 'whole' ? Number(text) : text;
    }
    done(verb.name, await call('POST', verb.name.replace('.', '/'), body));
  };

  return (
    <div class="verb-form">
      <Field label={say('What happens', '发生什么')}>
        <select
          value={verb.name}
          onChange={(event) => {
            choose(event.currentTarget.value);
            setArgs({});
          }}
        >
          {verbs.map(({ name: known }) => (
            <option key={known} value={known}>
              {VERBS[known] ? `${say(...VERBS[known])} · ${known}` : known}
            </option>
          ))}
        </select>
      </Field>
      <p class="muted small">{oneOf(say(verb.en, verb.zh ?? verb.en))}</p>
      {fields.map((arg) => (
        <Field key={arg.name} label={`${arg.name}${arg.required ? ' *' : ''}`}>
          {arg.choices.length || arg.type === 'flag' ? (
            <select
              value={args[arg.name] ?? ''}
              onChange={(event) => setArgs({ ...args, [arg.name]: event.currentTarget.value })}
            >
              <option value="" />
              {(arg.choices.length ? arg.choices : ['true', 'false']).map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          ) : (
            <input
              value={args[arg.name] ?? ''}
              placeholder={say(arg.en, arg.zh ?? arg.en)}
              onInput={(event) => setArgs({ ...args, [arg.name]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <Act does={act} kind="primary">
        {say('Do it', '执行')}
      </Act>
    </div>
  );
}
