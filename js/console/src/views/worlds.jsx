/** Worlds: choose, make, reset, keep and bring back. */

import { useState } from 'preact/hooks';
import { ask, call, WORLD } from '../control.js';
import { Act, Choice, Field, useShared } from '../parts.jsx';
import { say } from '../words.js';

/** @param {string} name */
const doorOf = (name) => `${name ? `/~${encodeURIComponent(name)}` : ''}/_mockwx/console/`;

export function Worlds() {
  const { world, vocabulary, refresh, tell, complain } = useShared();
  const [name, setName] = useState('');
  const [scenario, choose] = useState('');

  const keep = async () => {
    const response = await ask('snapshot');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = `mockwx-${WORLD || 'world'}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  /** @param {File | undefined} file */
  const bringBack = async (file) => {
    if (!file) return;
    try {
      await call('PUT', 'snapshot', await file.text());
      await refresh();
      tell(say('as it was when it was kept', '已恢复到保存时的样子'));
    } catch (error) {
      complain(error);
    }
  };

  return (
    <section aria-label={say('Worlds', 'World')}>
      <p class="muted">
        {say(
          'A world is all that WeChat remembers. Parallel jobs have one each, below /~NAME.',
          'world 就是微信记得的一切。并行任务各用一个，地址在 /~NAME 之下。'
        )}
      </p>
      <ul class="worlds">
        {world.worlds.map((known) => (
          <li key={known}>
            {known === WORLD ? (
              <strong aria-current="page">{known || say('default', '默认')}</strong>
            ) : (
              <a href={doorOf(known)}>{known || say('default', '默认')}</a>
            )}
            {known && known !== WORLD && (
              <Act
                does={() => call('DELETE', `worlds/${encodeURIComponent(known)}`).then(refresh)}
                label={say(`Forget ${known}`, `删除 ${known}`)}
                kind="quiet"
              >
                ✕
              </Act>
            )}
          </li>
        ))}
      </ul>
      <h3>{say('Make one', '新建')}</h3>
      <div class="row">
        <Field label={say('Name', '名称')}>
          <input value={name} onInput={(event) => setName(event.currentTarget.value.trim())} placeholder="job7" />
        </Field>
        <Choice
          label={say('Scenario', '场景')}
          value={scenario}
          choose={choose}
          options={[
            ['', '—'],
            ...vocabulary.scenarios.map((row) => /** @type {[string, string]} */ ([row.name, say(row.en, row.zh)])),
          ]}
        />
        <Act
          kind="primary"
          does={async () => {
            const made = await call('POST', 'worlds', {
              ...(name ? { name } : {}),
              ...(scenario ? { scenario } : {}),
            });
            location.href = doorOf(made.name);
          }}
        >
          {say('Make it', '新建')}
        </Act>
      </div>
      <h3>{say('This world', '当前 world')}</h3>
      <div class="row">
        <Act does={() => call('POST', 'reset').then(refresh)}>{say('Reset', '重置')}</Act>
        <Act does={keep}>{say('Keep as a file', '保存为文件')}</Act>
        <label class="button">
          {say('Bring back…', '从文件恢复…')}
          <input
            type="file"
            accept="application/json"
            hidden
            onChange={(event) => bringBack(event.currentTarget.files?.[0])}
          />
        </label>
      </div>
    </section>
  );
}
