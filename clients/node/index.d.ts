/** A step's or a scenario's words, as JSON. */
export type Json = Record<string, unknown>;

export interface App {
  name: string;
  appid: string;
  secret: string;
  owner: string | null;
  [key: string]: unknown;
}

export interface Clock {
  /** ISO 8601, in Beijing time. */
  at: string;
  /** Seconds since 1970. */
  unix: number;
  mode: 'frozen' | 'flowing';
}

/** One exchange in the journal; secrets are masked. */
export interface JournalEntry {
  number: number;
  at: string;
  api: string | null;
  app: string | null;
  user: string | null;
  /** null where a fault kept the call from having one. */
  errcode: number | null;
  rule: string | null;
  fault: string | null;
  reason: string;
  trace: string[];
  line: string;
  request: Json;
  response: Json;
  [key: string]: unknown;
}

/** What WeChat does wrong, and when: the words of a scenario's rule side by side. */
export interface RuleWords {
  name?: string;
  /** Fires at most so often. */
  times?: number;
  app?: string;
  user?: string;
  /** Which calls, counted from 1: `2`, `'1..3'`, `'4..'`, `[1, 3]`, `'every 5'`. */
  call?: number | string | number[];
  count_by?: 'rule' | 'user' | 'app' | 'code';
  /** 0 to 1, drawn from the world's seed. */
  chance?: number;
  /** Two times since the world's start: `['10s', '1m']`. */
  between?: [string, string];
  errcode?: number | string;
  errmsg?: string;
  http?: number;
  net?: 'hang' | 'reset' | 'empty' | 'refused' | 'tls';
  body?: string | Json;
  do?: (string | Json)[];
  /** Real time: `'800ms'`, or `{p50: '800ms', p99: '4s'}`. */
  latency?: string | Json;
  hold?: number | Json;
  /** WeChat did its work (the code is spent), then the answer failed. */
  commit?: boolean;
}

export interface Filters {
  user?: string;
  app?: string;
  errcode?: number | string;
}

/** A file that ends in .yaml, .yml or .json, a ready scenario's name, or a map of the same shape. */
export type Scenario = string | Json;

/**
 * One world of WeChat's: what a test holds. Two of them never meet.
 *
 * The server is the one that the environment variable MOCKWX_URL names, or one that is started and ends with this
 * process, with the `mockwx` on the PATH (MOCKWX_COMMAND: another command), or with docker from the image `mockwx`
 * (MOCKWX_IMAGE: another image).
 */
export class MockWx {
  private constructor();
  /** By default the mini program `shop` and the users alice and bob; `url`: a running server's. */
  static create(scenario?: Scenario, options?: { url?: string }): Promise<MockWx>;
  /** A world for as long as `play` lasts. */
  static use<T>(play: (mockwx: MockWx) => T | Promise<T>): Promise<T>;
  static use<T>(scenario: Scenario, play: (mockwx: MockWx) => T | Promise<T>): Promise<T>;
  /** The world's name. */
  readonly name: string;
  /** What a backend uses in place of `https://api.weixin.qq.com`; without a slash at the end. */
  readonly url: string;
  /** `https://HOST` of each of WeChat's hosts, and what a backend uses in its place. */
  readonly hosts: Record<string, string>;
  /** What a backend uses in place of `https://HOST`. */
  urlFor(host: string): string;
  /** Forget the world. */
  close(): Promise<void>;

  apps(): Promise<Record<string, App>>;
  /** The first app. */
  app(): Promise<App>;
  /** The user's phone; a user that nobody declared is made. */
  user(name: string): Phone;
  /** A fresh code: what wx.login gives the mini program. */
  login(user: string, app?: string): Promise<string>;

  clock(): Promise<Clock>;
  /** Time goes on at once, by `'5m1s'`; nobody sleeps. */
  advance(by: string): Promise<Clock>;
  /** An ISO 8601 instant with its zone. */
  setClock(at: string): Promise<Clock>;
  freeze(): Promise<void>;
  flow(): Promise<void>;

  /** The rule's name. `rule('code2session', {call: 1, net: 'reset', commit: true})`: the code is spent, the answer lost. */
  rule(api: string, words: RuleWords): Promise<string>;
  /** Answer `api` with `errcode`, `times` times or for good; the rule's name. */
  refuse(api: string, errcode: number | string, options?: { times?: number; user?: string }): Promise<string>;
  removeRule(name: string): Promise<void>;
  /** As in a scenario file, each with how many calls it has `seen` and its `hits`. */
  rules(): Promise<(Json & { name: string; seen: number; hits: number })[]>;

  /** The journal's entries, oldest first. */
  calls(api?: string, filters?: Filters & { since?: number; limit?: number }): Promise<JournalEntry[]>;
  /** The journal as text. */
  journal(): Promise<string>;
  /** Wait in real time until there are `count` (1) such calls; an AssertionError after `timeout` (`'10s'`). */
  wait(api: string, filters?: Filters & { count?: number; timeout?: string }): Promise<JournalEntry[]>;
  /** Assert that there were `count` such calls (`2`, `'1..3'`), or at least one; the error is mockwx's explanation. */
  verify(
    api: string,
    expected?: {
      count?: number | string;
      user?: string;
      app?: string;
      errcode?: number | string | Record<string, number | string>;
    }
  ): Promise<void>;

  /** Begin the world anew with a scenario. */
  load(scenario: Scenario): Promise<void>;
  /** Back to the scenario's first state. */
  reset(): Promise<void>;

  /** Until it is closed, node:https and fetch of this process lead WeChat's hosts here; for one world at a time. */
  intercept(): Promise<Interception>;
  /** The same for clients that take an agent, a proxy or an environment; this process is left alone. */
  interception(): Promise<Interception>;

  /** Any verb, in the words of a scenario's steps: `do('wechat.block_user', {user: 'alice'})`. */
  do(verb: string, args?: Json): Promise<Json>;
  /** Any control call by its path below `/_mockwx/`. */
  call(method: string, path: string, body?: unknown, query?: Json): Promise<any>;
}

/** One user's WeChat; every method answers as `wx.*` does. `app`: a name or an appid, the first mini program by default. */
export class Phone {
  private constructor();
  readonly name: string;
  login(app?: string): Promise<string>;
  checkSession(app?: string): Promise<boolean>;
  getUserInfo(args?: Json): Promise<Json>;
  getUserProfile(args?: Json): Promise<Json>;
  getPhoneNumber(args?: Json): Promise<Json>;
  /** WeChat makes a new key on its own; the backend's is stale from now on. */
  rotateSessionKey(app?: string): Promise<void>;
  openid(app?: string): Promise<string>;
  unionid(app?: string): Promise<string | undefined>;
  /** Any verb of a phone's: `do('chooseAvatar')`; also `wechat.*` about this user. */
  do(verb: string, args?: Json): Promise<Json>;
}

export class Interception {
  private constructor();
  /** `http://NAME:TOKEN@HOST:PORT`; the name is the world's. */
  readonly proxy: string;
  /** The test CA's certificate as PEM. */
  readonly ca: string;
  readonly caFile: string;
  /** For clients that take an agent: axios, got, node-fetch, https.request. */
  readonly agent: import('node:https').Agent;
  /** The same for a child process. */
  readonly env: Record<string, string>;
  /** All is as it was. */
  close(): void;
}

/** mockwx cannot do what it was asked; nothing has changed. The message says what, where and what to write instead. */
export class MockWxError extends Error {
  /** The text without the place. */
  readonly what: string;
  readonly where: string;
  /** The HTTP status of a call that was refused. */
  readonly status?: number;
  readonly more: Json;
}

/** The URL of this process's server, started if need be. */
export function start(): Promise<string>;
