/** Small parts that every view uses: buttons that act, texts to copy, fields with their label. */

import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { oneOf, say } from './words.js';

/**
 * @typedef {object} Shared what every view gets
 * @property {import('./world.js').World} world
 * @property {import('./world.js').Vocabulary} vocabulary
 * @property {import('./journal.js').Journal} journal
 * @property {() => Promise<void>} refresh
 * @property {(text: string) => void} tell a word about something that was done
 * @property {(error: unknown) => void} complain
 * @property {(yaml: string) => void} edit opens the scenario editor with this text
 */

export const SharedContext = createContext(/** @type {Shared} */ (/** @type {unknown} */ (null)));
export const useShared = () => useContext(SharedContext);

/**
 * A button that waits for what it does, and says what went wrong.
 *
 * @param {{does: () => unknown, children: any, kind?: string, label?: string, pressed?: boolean, disabled?: boolean}} props
 */
export function Act({ does, children, kind = '', label, pressed, disabled }) {
  const { complain } = useShared();
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    try {
      await does();
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={kind}
      disabled={busy || disabled}
      aria-label={label}
      aria-pressed={pressed}
      onClick={act}
    >
      {children}
    </button>
  );
}

/** @param {{text: string, label: string, hidden?: boolean}} props */
export function Copied({ text, label, hidden = false }) {
  const { tell } = useShared();
  const [shown, setShown] = useState(!hidden);
  const copy = async () => {
    await copyText(text);
    tell(say(`${label}: copied`, `${label}：已复制`));
  };
  return (
    <span class="copied">
      {shown ? (
        <code>{text}</code>
      ) : (
        <button
          type="button"
          class="quiet"
          onClick={() => setShown(true)}
          aria-label={say(`Show ${label}`, `显示 ${label}`)}
        >
          ••••••
        </button>
      )}
      <button type="button" class="quiet" onClick={copy} aria-label={say(`Copy ${label}`, `复制 ${label}`)}>
        {say('copy', '复制')}
      </button>
    </span>
  );
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https or permission: the old way.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

/** @param {{label: string, children: any}} props */
export function Field({ label, children }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

/**
 * @param {{label: string, value: string, choose: (value: string) => void, options: [string, string][]}} props options are value and text
 */
export function Choice({ label, value, choose, options }) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map(([known, text]) => (
          <option key={known} value={known}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A thing as JSON, as it stands; text only. @param {{value: unknown, label?: string}} props */
export function Json({ value, label }) {
  return (
    <pre class="json" tabindex={0} aria-label={label}>
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}

/**
 * A dialog of the browser's own, so that focus, Escape and what lies behind are its business.
 *
 * @param {{title: string, close: () => void, children: any}} props
 */
export function Dialog({ title, close, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} onClose={close} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="quiet" onClick={() => element.current?.close()} aria-label={say('Close', '关闭')}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** @param {unknown} error */
export const wordsOf = (error) => oneOf(error instanceof Error ? error.message : String(error));
