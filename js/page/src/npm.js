/** The npm packages of a mini program, as DevTools' 构建 npm lays them out: below miniprogram_npm/. */

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} [folder] of a package for mini programs: its files belong below miniprogram_npm/NAME
 * @property {string} [main] of any other package: its entry, which DevTools bundles into one script
 */

/**
 * The dependencies that are installed beside the mini program or above it, and theirs. One that is not installed is
 * left out: the page that asks for it says so.
 * @param {string} root where app.json is
 * @returns {Promise<Package[]>}
 */
export async function packages(root) {
  const project = await projectOf(root);
  if (!project) return [];
  /** @type {Map<string, Package>} */
  const all = new Map();
  const waiting = Object.keys(project.manifest.dependencies || {});
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    if (all.has(name)) continue;
    const place = join(project.folder, 'node_modules', name);
    const manifest = await manifestOf(place);
    if (!manifest) continue;
    const folder = join(place, manifest.miniprogram || 'miniprogram_dist');
    const isForMiniPrograms = manifest.miniprogram || (await isThere(join(folder, 'index.js')));
    all.set(name, isForMiniPrograms ? { name, folder } : { name, main: place });
    // A bundle holds its own dependencies.
    if (isForMiniPrograms) waiting.push(...Object.keys(manifest.dependencies || {}));
  }
  return [...all.values()];
}

/**
 * @param {Package} bundle
 * @returns {Promise<string>} CommonJS, in one script; where it cannot be made, one that says why when it is required
 */
export async function bundled({ name, main }) {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [main],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'browser',
      mainFields: ['main', 'module'],
      logLevel: 'silent',
    });
    return outputFiles[0].text;
  } catch (error) {
    const why = `${name}: it cannot be built for a mini program | 无法为小程序构建: ${error.message}`;
    return `throw new Error(${JSON.stringify(why)});`;
  }
}

/**
 * @param {string} root
 * @returns {Promise<{folder: string, manifest: any} | null>} the nearest package.json, at most two folders up
 */
async function projectOf(root) {
  for (const folder of [root, dirname(root), dirname(dirname(root))]) {
    const manifest = await manifestOf(folder);
    if (manifest) return { folder, manifest };
  }
  return null;
}

/** @param {string} folder */
async function manifestOf(folder) {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  return text && JSON.parse(text);
}

/** @param {string} file */
async function isThere(file) {
  return (await readFile(file).catch(() => null)) !== null;
}
