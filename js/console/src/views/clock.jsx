/** Time: what the world's clock shows, and what comes to its end when it is advanced. */

import { useEffect, useState } from 'preact/hooks';
import { call } from '../control.js';
import { Act, Field, useShared } from '../parts.jsx';
import { say } from '../words.js';

const STEPS = ['5m1s', '2h1s', '4d'];

/** @type {Record<string, [string, string]>} */
const THINGS = {
  codes: ['codes', 'code'],
  session_keys: ['session_keys', 'session_key'],
  access_tokens: ['access_tokens', 'access_token'],
  user_tokens: ["users' access_tokens", '用户 access_token'],
};

/**
 * The world's clock, going on by itself between two words of the server.
 *
 * @param {{clock: import('../world.js').Clock}} props
 */
export function Hands({ clock }) {
  const [, redraw] = useState(0);
  const [since, setSince] = useState(() => performance.now());
  useEffect(() => {
    setSince(performance.now());
    if (clock.mode === 'frozen') return;
    const timer = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [clock]);
  const gone = clock.mode === 'frozen' ? 0 : Math.max(0, performance.now() - since);
  const [, day, , sign, hours, minutes] = /^(.{10}T.{8})(\.\d+)?([+-])(\d\d):(\d\d)$/.exec(clock.at) ?? [];
  if (!day) return <time>{clock.at}</time>;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const shown = new Date(Date.parse(clock.at) + gone + offset).toISOString().slice(0, 19);
  return <time dateTime={`${shown}${sign}${hours}:${minutes}`}>{shown.replace('T', ' ')}</time>;
}

export function Time() {
  const { world, journal, refresh } = useShared();
  const [by, setBy] = useState('5m1s');
  const [ends, setEnds] = useState(/** @type {Record<string, Record<string, number>>} */ ({}));
  const { clock } = world;
  const steps = [...new Set([...STEPS, by])];
  const wanted = steps.join(' ');
  useEffect(() => {
    let gone = false;
    (async () => {
      /** @type {Record<string, Record<string, number>>} */
      const found = {};
      for (const step of wanted.split(' ')) {
        const shown = await call('GET', `clock?by=${encodeURIComponent(step)}`).catch(() => null);
        if (shown) found[step] = shown.ends;
      }
      if (!gone) setEnds(found);
    })();
    return () => {
      gone = true;
    };
  }, [wanted, clock.at, journal.entries.length]);

  /** @param {string} step */
  const advance = async (step) => {
    await call('POST', 'clock/advance', { by: step });
    await refresh();
  };

  return (
    <section aria-label={say('Time', '时间')}>
      <p class="clock">
        <Hands clock={clock} />{' '}
        <span class="tag">{clock.mode === 'frozen' ? say('frozen', '已冻结') : say('flowing', '流动')}</span>
      </p>
      <div class="row">
        <Act does={() => call('POST', clock.mode === 'frozen' ? 'clock/flow' : 'clock/freeze', {}).then(refresh)}>
          {clock.mode === 'frozen' ? say('Let it flow', '恢复流动') : say('Freeze', '冻结')}
        </Act>
        <Act does={() => call('PUT', 'clock', { at: new Date().toISOString(), mode: 'flowing' }).then(refresh)}>
          {say('Back to now', '回到现在')}
        </Act>
      </div>
      <h3>{say('Advance; nobody waits', '快进，无需等待')}</h3>
      <ul class="steps">
        {STEPS.map((step) => (
          <li key={step}>
            <Act does={() => advance(step)} kind="primary">
              +{step}
            </Act>{' '}
            <span class="muted">{spell(ends[step])}</span>
          </li>
        ))}
        <li>
          <Field label={say('Another step', '其他时长')}>
            <input value={by} onInput={(event) => setBy(event.currentTarget.value.trim())} size={8} />
          </Field>
          <Act does={() => advance(by)}>+{by}</Act> <span class="muted">{spell(ends[by])}</span>
        </li>
      </ul>
    </section>
  );
}

/** @param {Record<string, number> | undefined} ends */
function spell(ends) {
  if (!ends) return '';
  const parts = Object.entries(ends)
    .filter(([, count]) => count > 0)
    .map(([thing, count]) =>
      say(`${count} ${(THINGS[thing] ?? [thing])[0]}`, `${count} 个 ${(THINGS[thing] ?? ['', thing])[1]}`)
    );
  return parts.length
    ? say(`ends ${parts.join(', ')}`, `使 ${parts.join('、')} 失效`)
    : say('ends nothing', '不会使任何东西失效');
}
