/** WXSS as CSS, as far as class names, rpx, imports and page styles reach. */

/** Of the screen's width, in rpx. */
const WIDTH = 750;

/**
 * @param {string} path
 * @param {{[path: string]: string}} styles
 * @param {Set<string>} [seen]
 * @returns {string}
 */
export function css(path, styles, seen = new Set()) {
  if (seen.has(path)) return '';
  seen.add(path);
  const folder = path.split('/').slice(0, -1);
  return (styles[path] || '')
    .replace(/@import\s+["']([^"']+)["']\s*;?/g, (_, name) => css(place(folder, name), styles, seen))
    .replace(/(-?[\d.]+)rpx\b/g, (_, number) => `calc(var(--mockwx-width, 100vw) * ${Number(number) / WIDTH})`);
}

/**
 * @param {string[]} folder
 * @param {string} name
 */
function place(folder, name) {
  const parts = name.startsWith('/') ? [] : [...folder];
  for (const part of name.replace(/\.wxss$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
