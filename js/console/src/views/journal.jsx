/** The live journal: every call in order, and one of them opened. Only the rows in sight are drawn. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { call } from '../control.js';
import { Act, useShared } from '../parts.jsx';
import { say } from '../words.js';
import { Call } from './call.jsx';

const ROW = 34;
const BEYOND = 10;

/** @param {import('../journal.js').Entry} entry */
const isWrong = (entry) => entry.errcode !== 0 || entry.response.status >= 400 || entry.fault !== null;

export function LiveJournal() {
  const { journal, vocabulary, edit } = useShared();
  const [, redraw] = useState(0);
  const [filter, setFilter] = useState('');
  const [onlyWrong, setOnlyWrong] = useState(false);
  const [number, open] = useState(/** @type {number | null} */ (null));
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const atEnd = useRef(true);
  useEffect(() => journal.subscribe(() => redraw((count) => count + 1)), [journal]);

  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const entries = journal.entries.filter(
    (entry) =>
      (!onlyWrong || isWrong(entry)) &&
      words.every((word) => `${entry.line} ${entry.app ?? ''} ${entry.request.path}`.toLowerCase().includes(word))
  );
  const meaning = new Map(vocabulary.errcodes.map((row) => [row.errcode, say(row.en, row.zh)]));
  const opened = number === null ? undefined : journal.entries.find((entry) => entry.number === number);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    setHeight(element.clientHeight);
    if (atEnd.current) element.scrollTop = element.scrollHeight;
  }, [entries.length, number]);

  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(entries.length, Math.ceil((top + height) / ROW) + BEYOND);

  /** @param {KeyboardEvent} event */
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !entries.length) return;
    event.preventDefault();
    const place = entries.findIndex((entry) => entry.number === number);
    const next = entries[Math.min(entries.length - 1, Math.max(0, place < 0 ? entries.length - 1 : place + step))];
    open(next.number);
    const rowTop = entries.indexOf(next) * ROW;
    const element = box.current;
    if (element && (rowTop < element.scrollTop || rowTop > element.scrollTop + height - ROW))
      element.scrollTop = rowTop - height / 2;
  };

  return (
    <section class="journal" aria-label={say('Live journal', '实时日志')}>
      <header class="row">
        <h2>{say('Live journal', '实时日志')}</h2>
        <span class={`tag ${journal.live ? 'good' : 'bad'}`} role="status">
          {journal.live ? say('live', '实时') : say('server gone, waiting for it', '服务已断开，等待恢复')}
        </span>
        <input
          type="search"
          aria-label={say('Filter: words of a line', '过滤：行内的词')}
          placeholder={say('filter: code2session alice 40163', '过滤：code2session alice 40163')}
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
        <label class="check">
          <input type="checkbox" checked={onlyWrong} onChange={(event) => setOnlyWrong(event.currentTarget.checked)} />
          {say('failures only', '只看失败')}
        </label>
        <Act does={() => call('DELETE', 'journal')} kind="quiet">
          {say('Clear', '清空')}
        </Act>
      </header>
      {journal.lost > 0 && (
        <p class="muted small">
          {say(`${journal.lost} calls went by too fast to be told`, `有 ${journal.lost} 次调用过快，未能显示`)}
        </p>
      )}
      <div
        class="calls"
        ref={box}
        role="listbox"
        tabindex={0}
        aria-label={say('Calls', '调用')}
        aria-activedescendant={number === null ? undefined : `call-${number}`}
        onKeyDown={walk}
        onScroll={(event) => {
          const element = event.currentTarget;
          atEnd.current = element.scrollTop + element.clientHeight > element.scrollHeight - ROW;
          setTop(element.scrollTop);
        }}
      >
        {entries.length === 0 && (
          <p class="muted hint">
            {say(
              'Nobody has called WeChat yet. Take a login code on the left, and give it to your backend or to curl.',
              '还没有人调用微信。先取一个登录 code，交给后端或 curl 去兑换。'
            )}
          </p>
        )}
        <div class="all" style={{ height: `${entries.length * ROW}px` }}>
          {entries.slice(first, last).map((entry, index) => (
            <div
              key={entry.number}
              id={`call-${entry.number}`}
              role="option"
              aria-selected={entry.number === number}
              class={`call ${isWrong(entry) ? 'bad' : 'good'} ${entry.api === 'wx.request' ? 'front' : ''}`}
              style={{ top: `${(first + index) * ROW}px` }}
              onClick={() => open(entry.number)}
            >
              <span class="number">#{entry.number}</span>
              <span class="time">{entry.at.slice(11, 19)}</span>
              <span class="api">{entry.api ?? `${entry.request.method} ${entry.request.path}`}</span>
              <span class="user">{entry.user ?? '–'}</span>
              <span class="errcode">
                {entry.errcode === null ? (entry.fault ?? '–') : entry.errcode === 0 ? 'ok' : entry.errcode}
              </span>
              <span class="why">
                {entry.rule !== null && <span class="tag">{entry.rule}</span>}{' '}
                {entry.errcode ? meaning.get(entry.errcode) : ''}
              </span>
              <span class="took">{entry.took_ms === null ? '…' : `${entry.took_ms.toFixed(1)} ms`}</span>
            </div>
          ))}
        </div>
      </div>
      {opened && <Call entry={opened} close={() => open(null)} edit={edit} />}
    </section>
  );
}
