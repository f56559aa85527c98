/** mockwx-page in a browser: the program in a phone's frame, whose holder decides by hand. */

import { createWx } from 'mockwx-wx';
import { edit, endEdit, tap } from './builtins.js';
import { Dialogs } from './dialogs.js';
import { Runner, thrown } from './runner.js';

const { mockwx, app } = JSON.parse(document.getElementById('settings').textContent);
const screen = document.getElementById('screen');
const holder = /** @type {HTMLInputElement} */ (document.getElementById('holder'));
const problem = document.getElementById('problem');

/** @type {Runner | undefined} */
let runner;

async function launch() {
  const answer = await fetch('program.json');
  const program = await answer.json();
  if (!answer.ok) throw new Error(program.error);
  screen.replaceChildren();
  const privacy = Boolean(program.app.__usePrivacyCheck__);
  const wx = createWx({ url: mockwx, user: holder.value, app, gestures: 'strict', privacy });
  await wx.$phone.ready();
  new Dialogs(wx.$phone, document.getElementById('dialogs'));
  runner = new Runner(program, wx, screen);
  runner.launch(program.app.pages[0], {});
  // For whoever looks from the browser's console, or drives it.
  Object.assign(globalThis, { wx });
  refresh();
}

/** Title and way back, and what page code threw. */
function refresh() {
  const { program, stack, top } = runner;
  const config = { ...program.app.window, ...program.configs[top.route] };
  document.getElementById('title').textContent = config.navigationBarTitleText || '';
  document.getElementById('back').hidden = stack.length < 2;
  for (const error of thrown.splice(0)) show(error);
}

/** @param {any} error */
function show(error) {
  problem.hidden = false;
  problem.textContent = String(error.errMsg || error.message || error);
  console.error(error);
}

/** @param {() => any} run */
async function attempt(run) {
  problem.hidden = true;
  try {
    await run();
  } catch (error) {
    show(error);
  }
  if (runner) refresh();
}

screen.addEventListener('click', (event) => {
  const { clientX: x, clientY: y, target } = event;
  attempt(() => tap(runner.top, target, { x, y }));
});
screen.addEventListener('submit', (event) => event.preventDefault());
screen.addEventListener('input', ({ target }) => edit(target));
screen.addEventListener('focusout', ({ target }) => {
  const element = /** @type {HTMLElement} */ (target);
  if (element.matches('input, textarea')) attempt(() => endEdit(runner.top, element));
});
document.getElementById('back').addEventListener('click', () => attempt(() => runner.wx.navigateBack()));
holder.addEventListener('change', () => attempt(launch));
document.getElementById('reload').addEventListener('click', () => attempt(launch));

/** What a browser's elements do not show by themselves: pictures of `image`, and values that a page sets later. */
const observer = new MutationObserver((changes) => {
  for (const change of changes) {
    const { attributeName, addedNodes } = change;
    const target = /** @type {HTMLInputElement} */ (change.target);
    if (attributeName === 'src') picture(target);
    if (attributeName === 'value' && 'value' in target) target.value = target.getAttribute('value');
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      for (const image of [node, ...node.querySelectorAll('image')]) if (image.localName === 'image') picture(image);
    }
  }
  if (runner && runner.top) refresh();
});
observer.observe(screen, { subtree: true, childList: true, attributes: true, attributeFilter: ['src', 'value'] });

/** @param {any} image */
function picture(image) {
  const src = image.getAttribute('src') || '';
  image.style.backgroundImage = src ? `url("${CSS.escape(place(src)).replace(/\\(?=[^0-9a-f])/g, '')}")` : '';
}

/** @param {string} src */
function place(src) {
  const own = runner && runner.wx.$phone.files.get(src);
  if (own) return URL.createObjectURL(new Blob([own.bytes], { type: own.type }));
  if (src.startsWith('wxfile://')) return `${mockwx}/_mockwx/phone/pictures/${src.slice('wxfile://'.length)}`;
  return /^(https?:|data:|blob:)/.test(src) ? src : `files/${src.replace(/^\//, '')}`;
}

attempt(launch);
