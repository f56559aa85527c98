/** The verdict on a backend: what the last run or audit in this world said. */

import { useShared } from '../parts.jsx';
import { oneOf, say } from '../words.js';

export function Verdict() {
  const { verdict } = useShared().world;
  return (
    <section aria-label={say('Verdict', '结论')}>
      {verdict === null ? (
        <p class="muted">
          {say(
            'None yet. mockwx run and mockwx audit judge a backend; with --url of this server their verdict stands here.',
            '还没有。mockwx run 和 mockwx audit 会评判后端；加上 --url 指向此服务，结论就显示在这里。'
          )}
        </p>
      ) : (
        <>
          <h3>
            {oneOf(verdict.title)}{' '}
            <span class={`tag ${verdict.state === 'passed' ? 'good' : 'bad'}`}>{verdict.state}</span>
          </h3>
          <ul class="verdict">
            {(verdict.parts ?? []).map((part) => (
              <li key={part.name}>
                <span
                  class={`tag ${part.state === 'passed' || part.state === 'pass' ? 'good' : part.state === 'failed' || part.state === 'fail' ? 'bad' : ''}`}
                >
                  {part.state}
                </span>{' '}
                {oneOf(part.name)}
                {part.what && <p class="muted small">{oneOf(part.what)}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
