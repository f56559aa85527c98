/** How every wx API is called: with callbacks, or, where there is none, for a promise. */

/**
 * @typedef {{errMsg: string, [key: string]: any}} Result
 * @typedef {{success?: (result: any) => void, fail?: (failure: any) => void, complete?: (either: any) => void,
 *   [key: string]: any}} Options
 */

/**
 * What a failing API hands to `fail`, and what its promise is rejected with: a plain object, not an Error.
 * @param {string} api
 * @param {string} why what follows `fail`; it brings its own blank or colon where WeChat writes one
 * @param {number} [errno]
 * @returns {Result}
 */
export function failure(api, why, errno) {
  /** @type {Result} */
  const failed = { errMsg: `${api}:fail ${why}` };
  if (errno !== undefined) failed.errno = errno;
  return failed;
}

/**
 * @param {Promise<Result>} answer
 * @param {Options} options
 * @returns {Promise<Result> | undefined} nothing where there is a callback, as from base library 2.10.2 on
 */
export function settle(answer, options) {
  if (!hasCallback(options)) return answer;
  answer.then(
    (result) => tell(options.success, options.complete, result),
    (failed) => tell(options.fail, options.complete, failed)
  );
  return undefined;
}

/**
 * An asynchronous API. `perform` begins at once, in the caller's own turn, since gestures are judged by it.
 * @param {(options: Options) => Promise<Result> | Result} perform throws or rejects with a `failure`
 * @returns {(options?: Options) => any}
 */
export function asynchronous(perform) {
  return (options) =>
    settle(
      begin(() => perform(options || {})),
      options || {}
    );
}

/**
 * What a page calls without asking how it ended, such as navigateBack on its first page: that shall not end Node.
 * @param {(options?: any) => any} call
 * @returns {(options?: any) => any}
 */
export function forgettable(call) {
  return (options) => {
    const answer = call(options);
    if (answer) answer.catch(() => {});
    return answer;
  };
}

/**
 * An asynchronous API that never gives a promise.
 * @param {(options: Options) => Promise<Result> | Result} perform
 * @returns {(options?: Options) => void}
 */
export function callbackOnly(perform) {
  return (options) => {
    const given = options || {};
    begin(() => perform(given)).then(
      (result) => tell(given.success, given.complete, result),
      (failed) => tell(given.fail, given.complete, failed)
    );
  };
}

/**
 * @param {Options} options
 * @returns {boolean}
 */
export function hasCallback(options) {
  return Boolean(options.success || options.fail || options.complete);
}

/**
 * @param {((value: any) => void) | undefined} callback
 * @param {((value: any) => void) | undefined} complete
 * @param {Result} value
 */
export function tell(callback, complete, value) {
  try {
    if (callback) callback(value);
  } finally {
    if (complete) complete(value);
  }
}

/**
 * @template T
 * @param {() => Promise<T> | T} perform
 * @returns {Promise<T>} also where `perform` throws
 */
export function begin(perform) {
  return new Promise((resolve) => resolve(perform()));
}
