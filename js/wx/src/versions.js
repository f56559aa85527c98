/** Versions of the base library, which decide what a phone has. */

/**
 * @param {string} version
 * @param {string} since
 * @returns {boolean} whether `version` is `since` or newer
 */
export function atLeast(version, since) {
  const [mine, first] = [version, since].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (mine[index] || 0) - (first[index] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
