/** The console: what this world of WeChat holds, live, and what can be done to it. */

import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { BASE, WORLD, whenTokenIsNeeded } from './control.js';
import { Journal } from './journal.js';
import { Dialog, SharedContext, wordsOf } from './parts.jsx';
import { Failures } from './views/failures.jsx';
import { LiveJournal } from './views/journal.jsx';
import { Phones } from './views/phones.jsx';
import { Scenario } from './views/scenario.jsx';
import { Hands, Time } from './views/clock.jsx';
import { Verdict } from './views/verdict.jsx';
import { Worlds } from './views/worlds.jsx';
import { language, say, speak } from './words.js';
import { fetchVocabulary, fetchWorld } from './world.js';

const REFRESH_MS = 250;

/** @type {[string, [string, string]][]} */
const TABS = [
  ['phones', ['Phones', '手机']],
  ['time', ['Time', '时间']],
  ['failures', ['Failures', '故障']],
  ['scenario', ['Scenario', '场景']],
  ['verdict', ['Verdict', '结论']],
  ['worlds', ['Worlds', 'World']],
];

function Console() {
  const [world, setWorld] = useState(/** @type {import('./world.js').World | null} */ (null));
  const [vocabulary, setVocabulary] = useState(/** @type {import('./world.js').Vocabulary | null} */ (null));
  const [tab, choose] = useState(location.hash.slice(1) || 'phones');
  const [tongue, setTongue] = useState(language);
  const [notice, setNotice] = useState(/** @type {{text: string, bad: boolean} | null} */ (null));
  const [draft, setDraft] = useState(/** @type {string | null} */ (null));
  const [token, setToken] = useState(/** @type {{give: (given: string | null) => void} | null} */ (null));
  const due = useRef(/** @type {ReturnType<typeof setTimeout> | null} */ (null));
  const journal = useRef(/** @type {Journal | null} */ (null));

  /** @param {unknown} error */
  const complain = (error) => setNotice({ text: wordsOf(error), bad: true });
  const refresh = async () => setWorld(await fetchWorld());
  const soon = () => {
    due.current ??= setTimeout(() => {
      due.current = null;
      refresh().catch(() => {}); // the journal says that the server is gone
    }, REFRESH_MS);
  };
  journal.current ??= new Journal(soon);

  useEffect(() => {
    whenTokenIsNeeded(() => new Promise((give) => setToken({ give })));
    const begin = async () => {
      const [words] = await Promise.all([fetchVocabulary(), refresh()]);
      setVocabulary(words);
    };
    begin().catch(complain);
    void journal.current?.follow();
    // Hits of rules and ends of codes change with each call.
    return journal.current?.subscribe(soon);
  }, []);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(null), notice.bad ? 12_000 : 3000);
    return () => clearTimeout(timer);
  }, [notice]);

  /** @param {string} name */
  const go = (name) => {
    history.replaceState(null, '', `#${name}`);
    choose(name);
  };
  /** @param {string} yaml */
  const edit = (yaml) => {
    setDraft(yaml);
    go('scenario');
  };
  const other = tongue === 'zh' ? 'en' : 'zh';
  const shared =
    world && vocabulary
      ? {
          world,
          vocabulary,
          journal: journal.current,
          refresh,
          tell: (/** @type {string} */ text) => setNotice({ text, bad: false }),
          complain,
          edit,
        }
      : null;

  return (
    <>
      <header class="top">
        <h1>
          mockwx <span class="muted">{WORLD ? `~${WORLD}` : ''}</span>
        </h1>
        {world && (
          <button type="button" class="quiet clock" onClick={() => go('time')}>
            <Hands clock={world.clock} /> ·{' '}
            {world.clock.mode === 'frozen' ? say('frozen', '已冻结') : say('flowing', '流动')}
          </button>
        )}
        <span class="grow" />
        <button
          type="button"
          class="quiet"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          onClick={() => {
            speak(other);
            setTongue(other);
          }}
        >
          {other === 'zh' ? '中文' : 'English'}
        </button>
      </header>
      {shared ? (
        <SharedContext.Provider value={shared} key={tongue}>
          <div class={`panes tab-${tab}`}>
            <div class="left">
              <nav aria-label={say('What to do', '操作')}>
                {[...TABS, /** @type {[string, [string, string]]} */ (['journal', ['Journal', '日志']])].map(
                  ([name, words]) => (
                    <button
                      key={name}
                      type="button"
                      class={`tab ${name}`}
                      aria-current={tab === name ? 'page' : undefined}
                      onClick={() => {
                        if (name === 'scenario') setDraft(null);
                        go(name);
                      }}
                    >
                      {say(...words)}
                    </button>
                  )
                )}
              </nav>
              <main>
                {tab === 'time' ? (
                  <Time />
                ) : tab === 'failures' ? (
                  <Failures />
                ) : tab === 'scenario' ? (
                  <Scenario draft={draft} />
                ) : tab === 'verdict' ? (
                  <Verdict />
                ) : tab === 'worlds' ? (
                  <Worlds />
                ) : (
                  <Phones />
                )}
              </main>
            </div>
            <LiveJournal />
          </div>
        </SharedContext.Provider>
      ) : (
        <p class="muted hint">{say(`Asking ${BASE} …`, `正在连接 ${BASE} …`)}</p>
      )}
      {notice && (
        <p class={`notice ${notice.bad ? 'bad' : ''}`} role={notice.bad ? 'alert' : 'status'}>
          {notice.text}
        </p>
      )}
      {token && (
        <Dialog
          title={say('This server wants its token', '此服务需要令牌')}
          close={() => {
            token.give(null);
            setToken(null);
          }}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              token.give(String(new FormData(event.currentTarget).get('token') ?? '').trim());
              setToken(null);
            }}
          >
            <p class="muted">{say('mockwx serve printed it at its start.', 'mockwx serve 启动时打印了它。')}</p>
            <input name="token" type="password" autocomplete="off" aria-label={say('Token', '令牌')} autofocus />
            <button type="submit" class="primary">
              {say('Go on', '继续')}
            </button>
          </form>
        </Dialog>
      )}
    </>
  );
}

speak(language);
render(<Console />, /** @type {HTMLElement} */ (document.getElementById('console')));
