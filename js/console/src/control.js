/** The control plane of one world, as a page asks it: JSON in, JSON out, and errors as people should read them. */

/** Where this console stands: `/_mockwx/`, or `/~NAME/_mockwx/` of another world. */
export const HERE = location.pathname.replace(/console\/.*$/, '');
/** The name of the world; the default one's is empty. */
export const WORLD = decodeURIComponent(/^\/~([^/]+)\//.exec(location.pathname)?.[1] ?? '');
/** What stands before WeChat's own paths. */
export const BASE = location.origin + HERE.replace(/\/_mockwx\/$/, '');

const TOKEN = 'mockwx-token';

/** @typedef {{line: number, column: number, path: string, what: string}} Problem */

export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{error?: string, where?: string, problems?: Problem[]}} answer
   */
  constructor(status, answer) {
    super(answer.error ?? `HTTP ${status}`);
    this.status = status;
    this.where = answer.where ?? '';
    this.problems = answer.problems ?? [];
  }
}

/** @type {(() => Promise<string | null>) | null} */
let askForToken = null;

/** @type {Promise<string | null> | null} */
let asking = null;

/** @param {() => Promise<string | null>} ask what a person answers who is asked for the server's token */
export function whenTokenIsNeeded(ask) {
  askForToken = ask;
}

/**
 * Asked again with the token that a person gave, where the server wants one.
 *
 * @param {string} path what follows `/_mockwx/`
 * @param {RequestInit} [how]
 * @returns {Promise<Response>}
 */
export async function ask(path, how = {}) {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN);
    const headers = new Headers(how.headers);
    if (token) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(HERE + path, { ...how, headers });
    if (response.status !== 401 || !askForToken) return response;
    // Several calls may find out at once; a person is asked once.
    asking ??= askForToken().finally(() => (asking = null));
    const given = await asking;
    if (given === null) return response;
    sessionStorage.setItem(TOKEN, given);
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] a text is sent as it is, anything else as JSON
 * @returns {Promise<any>}
 */
export async function call(method, path, body) {
  const response = await ask(path, {
    method,
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = text;
  }
  if (!response.ok) throw new Refused(response.status, typeof answer === 'object' ? answer : { error: text });
  return answer;
}
