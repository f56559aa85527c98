/** mockwx-wx: the wx object of a mini program on a pretend phone. */

export { install } from './install.js';
export { createWx } from './wx.js';
