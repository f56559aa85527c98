/** The scenario editor: CodeMirror with YAML, completion from the scenario's JSON Schema, and problems by line. */

import { autocompletion, closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { wordsAt } from './completion.js';

/**
 * @typedef {{text: () => string, replace: (text: string) => void, close: () => void}} Editor
 * @typedef {{line: number, column: number, what: string}} Problem
 */

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {import('./completion.js').Schema} schema
 * @param {string} label
 * @param {(text: string) => Promise<Problem[]>} check
 * @returns {Editor}
 */
export function open(place, text, schema, label, check) {
  // In a shadow root its styles are sheets and no style elements, which the page's security policy refuses.
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        closeBrackets(),
        indentUnit.of('  '),
        yaml(),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        lintGutter(),
        linter(async (current) => diagnostics(current, await check(current.state.doc.toString())), { delay: 300 }),
        autocompletion({ override: [(context) => wordsAt(context, schema)] }),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.theme({
          '&': { fontSize: '13px', maxHeight: '60vh', color: 'var(--text)' },
          '.cm-scroller': { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', overflow: 'auto' },
          '.cm-gutters': { background: 'var(--soft)', color: 'var(--muted)', border: 'none' },
          '.cm-content': { caretColor: 'var(--text)' },
          '.cm-tooltip': { background: 'var(--card)', color: 'var(--text)', border: '1px solid var(--line)' },
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (other) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: other } }),
    close: () => view.destroy(),
  };
}

/**
 * @param {EditorView} view
 * @param {Problem[]} problems
 * @returns {import('@codemirror/lint').Diagnostic[]}
 */
function diagnostics(view, problems) {
  const { doc } = view.state;
  return problems.map(({ line, column, what }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
    return { from, to: at.to, severity: 'error', message: what };
  });
}
