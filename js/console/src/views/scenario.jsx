/** The scenario: as it is, changed with completion and with problems at their line, and loaded. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, call, Refused } from '../control.js';
import { Act, Choice, useShared, wordsOf } from '../parts.jsx';
import { oneOf, say } from '../words.js';

/** @param {{draft: string | null}} props a text to begin with; null: the world's own scenario */
export function Scenario({ draft }) {
  const { vocabulary, refresh, tell } = useShared();
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const editor = useRef(/** @type {import('../editor.js').Editor | null} */ (null));
  const [problems, setProblems] = useState(/** @type {{line: number, what: string}[]} */ ([]));

  useEffect(() => {
    let gone = false;
    (async () => {
      // A relative module of its own: whoever never edits never loads it.
      const path = './editor.js';
      /** @type {typeof import('../editor.js')} */
      const { open } = await import(/* webpackIgnore: true */ path);
      const [text, schema] = await Promise.all([
        draft ?? ask('scenario?format=yaml').then((response) => response.text()),
        call('GET', 'schema.json'),
      ]);
      if (gone || !place.current) return;
      editor.current = open(place.current, text, schema, say('Scenario, as YAML', '场景（YAML）'), async (written) => {
        const found = await check(written);
        setProblems(found);
        return found.map(({ line, column, what }) => ({ line, column, what: oneOf(what) }));
      });
    })();
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = null;
    };
  }, [draft]);

  const load = async () => {
    const text = editor.current?.text() ?? '';
    try {
      await call('PUT', 'scenario', text);
    } catch (error) {
      if (error instanceof Refused) setProblems(error.problems);
      throw error;
    }
    await refresh();
    tell(say('loaded: the world has begun anew', '已加载，world 重新开始'));
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([editor.current?.text() ?? ''], { type: 'application/yaml' }));
    link.download = 'scenario.yaml';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  /** @param {string} name */
  const begin = async (name) => {
    if (!name) return;
    // The world itself stays as it is until the text is loaded: a scratch world spells the ready scenario.
    const made = await call('POST', 'worlds', { scenario: name });
    try {
      const response = await fetch(`/~${made.name}/_mockwx/scenario?format=yaml`, { headers: authorization() });
      editor.current?.replace(await response.text());
    } finally {
      await call('DELETE', `worlds/${made.name}`);
    }
  };

  return (
    <section aria-label={say('Scenario', '场景')}>
      <div class="row">
        <Choice
          label={say('Begin with', '从内置场景开始')}
          value=""
          choose={(name) => void begin(name).catch((error) => tell(wordsOf(error)))}
          options={[
            ['', '—'],
            ...vocabulary.scenarios.map((row) => /** @type {[string, string]} */ ([row.name, say(row.en, row.zh)])),
          ]}
        />
        <Act does={load} kind="primary">
          {say('Load', '加载')}
        </Act>
        <button type="button" onClick={save}>
          {say('Save as a file', '保存为文件')}
        </button>
      </div>
      <div class="editor" ref={place} />
      <ul class="problems" aria-live="polite">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.what}`}>
            {say(`line ${problem.line}: `, `第 ${problem.line} 行：`)}
            {oneOf(problem.what)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** @returns {Record<string, string>} */
function authorization() {
  const token = sessionStorage.getItem('mockwx-token');
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/**
 * @param {string} text
 * @returns {Promise<import('../control.js').Problem[]>}
 */
async function check(text) {
  try {
    await call('PUT', 'scenario?check=true', text);
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) return [];
    return error.problems.length ? error.problems : [{ line: 1, column: 1, path: '', what: error.message }];
  }
}
