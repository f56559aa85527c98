/** The journal as it goes on: one stream of server-sent events, taken up again where it broke off. */

import { createParser } from 'eventsource-parser';
import { ask } from './control.js';

/**
 * @typedef {object} Entry one call, as the server's journal tells it
 * @property {number} number
 * @property {string} at
 * @property {string | null} api
 * @property {string | null} app
 * @property {string | null} user
 * @property {number | null} errcode
 * @property {string | null} rule
 * @property {string | null} fault
 * @property {string | null} reason
 * @property {string} evidence
 * @property {{rule: string, why: string}[]} rules
 * @property {string} line
 * @property {string | null} rid
 * @property {{method: string, host: string | null, path: string, query: Record<string, string>, raw_query: string, client_ip: string, body?: string}} request
 * @property {{status: number, body: unknown, headers?: Record<string, string>}} response
 * @property {number | null} took_ms
 */

const AGAIN_MS = 1000;
/** So many entries are kept here; the server itself keeps as many. */
const MOST = 10_000;

export class Journal {
  /** @param {() => void} changed something else in the world is no longer as it was */
  constructor(changed) {
    /** @type {Entry[]} oldest first */
    this.entries = [];
    this.lost = 0;
    this.live = false;
    this.version = 0;
    this._changed = changed;
    /** @type {Map<number, number>} number → index */
    this._places = new Map();
    this._cursor = '';
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    this._due = false;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => void this._listeners.delete(listener);
  }

  /** Never ends: it waits for the server, and begins again. */
  async follow() {
    for (;;) {
      try {
        await this._read();
      } catch {
        // Where the server is gone, it may come back.
      }
      if (this.live) {
        this.live = false;
        this._tell();
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  async _read() {
    const unfinished = this.entries.find((entry) => entry.took_ms === null);
    let cursor = this._cursor;
    // What had not ended when the wire broke is told again.
    if (cursor && unfinished) cursor = cursor.replace(/\d+$/, String(unfinished.number - 1));
    const response = await ask(`journal/stream${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    this.live = true;
    this._tell();
    this._changed();
    const parser = createParser({ onEvent: (event) => this._take(event) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(value);
    }
  }

  /** @param {{id?: string, event?: string, data: string}} event */
  _take({ id, event, data }) {
    if (id) this._cursor = id;
    if (event === 'calls') for (const entry of JSON.parse(data)) this._put(entry);
    else if (event === 'lost') this.lost += JSON.parse(data).entries;
    else if (event === 'anew') this._forget();
    if (event === 'changed' || event === 'anew') this._changed();
    this._tell();
  }

  /** @param {Entry} entry */
  _put(entry) {
    const place = this._places.get(entry.number);
    if (place !== undefined) {
      this.entries[place] = entry;
      return;
    }
    this._places.set(entry.number, this.entries.length);
    this.entries.push(entry);
    if (this.entries.length > MOST + 1000) {
      this.entries.splice(0, 1000);
      this._places = new Map(this.entries.map(({ number }, index) => [number, index]));
    }
  }

  _forget() {
    this.entries = [];
    this._places.clear();
    this.lost = 0;
  }

  /** Once per frame: a load test makes thousands of entries in a second. */
  _tell() {
    this.version += 1;
    if (this._due) return;
    this._due = true;
    setTimeout(() => {
      this._due = false;
      for (const listener of this._listeners) listener();
    }, 50);
  }
}
