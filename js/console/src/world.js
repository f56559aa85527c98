/** What is shown of a world beside its journal, fetched again when the server says that something changed. */

import { call } from './control.js';

/**
 * @typedef {{name: string, appid: string, secret: string, kind: string, owner: string | null}} App
 * @typedef {{name: string, nickname: string | null, phone: string | null, blocked: boolean, openids: Record<string, string>, unionids: Record<string, string>}} User
 * @typedef {{name: string, when: Record<string, unknown>, then: Record<string, unknown>, times?: number, seen: number, hits: number}} Rule
 * @typedef {{at: string, unix: number, mode: 'frozen' | 'flowing'}} Clock
 * @typedef {{kind: string, title: string, state: string, at?: string, parts?: {name: string, state: string, what?: string}[]}} Verdict
 * @typedef {{api: string, host: string, path: string, methods: string[], errcodes: number[]}} Api
 * @typedef {{errcode: number, name: string, en: string, zh: string, advice_en: string, advice_zh: string}} Errcode
 * @typedef {{name: string, type: string, en: string, zh?: string, required: boolean, choices: string[]}} Arg
 * @typedef {{name: string, en: string, zh?: string, args: Arg[]}} Verb
 * @typedef {{apis: Api[], errcodes: Errcode[], verbs: Verb[], scenarios: {name: string, en: string, zh: string}[]}} Vocabulary
 * @typedef {{apps: App[], users: User[], rules: Rule[], clock: Clock, worlds: string[], verdict: Verdict | null}} World
 */

/** @returns {Promise<World>} */
export async function fetchWorld() {
  const [apps, users, { rules }, clock, { worlds }, { verdict }] = await Promise.all(
    ['apps', 'users', 'rules', 'clock', 'worlds', 'verdict'].map((path) => call('GET', path))
  );
  return { apps: Object.values(apps), users: Object.values(users), rules, clock, worlds, verdict };
}

/** @returns {Promise<Vocabulary>} */
export const fetchVocabulary = () => call('GET', 'vocabulary');
