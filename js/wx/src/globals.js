/** The global object, by whatever name this JavaScript knows it, and the clock as it was before any test faked it. */

/** @type {any} */
export const globals =
  typeof globalThis !== 'undefined'
    ? globalThis
    : typeof self !== 'undefined'
      ? self
      : typeof global !== 'undefined'
        ? global
        : {};

const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globals;

/**
 * A fake clock of a test must not keep an answer from a real socket.
 * @param {() => void} run
 * @param {number} milliseconds
 * @returns {() => void} takes it back
 */
export function after(milliseconds, run) {
  const timer = realSetTimeout(run, milliseconds);
  return () => realClearTimeout(timer);
}

/**
 * @param {string} name
 * @returns {string} '' where there is no environment, or no such variable in it
 */
export function environment(name) {
  const { process } = globals;
  return (process && process.env && process.env[name]) || '';
}
