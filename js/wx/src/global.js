/** A setup file of tests: `wx` becomes a pretend phone's, by MOCKWX_URL, MOCKWX_USER and the like. */

import { globals } from './globals.js';
import { createWx } from './wx.js';

globals.wx = createWx();

// WeChat has them everywhere, and frameworks ask for them while they are loaded.
if (!globals.getCurrentPages) {
  globals.getCurrentPages = () =>
    globals.wx.$phone.pages.map((/** @type {any} */ { path, query }) => ({ route: path, options: query }));
}
if (!globals.getApp) globals.getApp = () => undefined;
