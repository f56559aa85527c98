/** wx.js as a page loads it: `<script src="http://127.0.0.1:8780/_mockwx/wx.js" data-user="alice">` makes `wx`. */

import { globals } from './globals.js';
import { install } from './install.js';
import { createWx } from './wx.js';

const script = globals.document && globals.document.currentScript;

if (script && !globals.wx) {
  const { user, app, gestures, url } = script.dataset;
  globals.wx = createWx({ url: url || script.src.replace(/\/_mockwx\/.*$/, ''), user, app, gestures });
}

export { createWx, install };
