/** What WeChat's built-in components do when they are tapped and filled in, and the events that a page gets of it. */

import * as glassEasel from 'glass-easel';

/**
 * @typedef {import('./page.js').OpenPage} OpenPage
 */

const BUBBLES = { bubbles: true, composed: true };

/**
 * @param {any} element
 * @param {string} type
 * @param {any} detail
 * @param {any} [options] without them the event is the element's own
 */
function fire(element, type, detail, options) {
  glassEasel.triggerEvent(element.__wxElement, type, detail, options || {});
}

/**
 * @param {OpenPage} page
 * @param {any} element
 * @param {{x: number, y: number}} [at]
 */
export async function tap(page, element, at = { x: 0, y: 0 }) {
  const { phone } = page;
  const control = element.closest('button, checkbox, radio, switch, navigator, label');
  if (control && control.hasAttribute('disabled')) return;
  const target = element.closest('*');
  phone.tap(() => fire(target, 'tap', at, BUBBLES));
  const activate = control && ACTIVATE[control.localName];
  if (activate) await activate(page, control);
}

const ACTIVATE = {
  button,
  checkbox: (page, element) => choose(element, 'checkbox-group', !element.hasAttribute('checked')),
  radio: (page, element) => choose(element, 'radio-group', true),
  switch: (page, element) => {
    element.toggleAttribute('checked');
    fire(element, 'change', { value: element.hasAttribute('checked') });
  },
  navigator: (page, element) => {
    const api = element.getAttribute('open-type') || 'navigate';
    const apis = { navigate: 'navigateTo', redirect: 'redirectTo', navigateBack: 'navigateBack' };
    return page.wx[apis[api] || api]({ url: element.getAttribute('url') });
  },
  label: (page, element) => {
    const named = element.getAttribute('for');
    const inner = named
      ? page.element.querySelector(`#${named}`)
      : element.querySelector('button, checkbox, radio, switch');
    const activate = inner && ACTIVATE[inner.localName];
    return activate ? activate(page, inner) : undefined;
  },
};

/**
 * @param {OpenPage} page
 * @param {any} element
 */
async function button(page, element) {
  const openType = element.getAttribute('open-type');
  const formType = element.getAttribute('form-type');
  const form = element.closest('form');
  if (form && formType === 'submit') fire(form, 'submit', { value: valueOf(form), target: targetOf(element) });
  if (form && formType === 'reset') reset(form);
  if (!openType) return;
  const attributes = { id: element.id, lang: element.getAttribute('lang') || undefined };
  const event = await page.phone.button(openType, attributes);
  if (event) fire(element, event.type, event.detail);
}

/**
 * @param {any} element
 * @param {string} group
 * @param {boolean} checked
 */
function choose(element, group, checked) {
  const around = element.closest(group);
  if (group === 'radio-group' && around) {
    for (const other of around.querySelectorAll('radio')) other.removeAttribute('checked');
  }
  element.toggleAttribute('checked', checked);
  if (around) fire(around, 'change', { value: groupValue(around) });
}

/** @param {any} group */
function groupValue(group) {
  const ticked = [...group.querySelectorAll('[checked]')].map((element) => element.getAttribute('value') || '');
  return group.localName === 'radio-group' ? ticked[0] || '' : ticked;
}

/** @param {any} form */
function valueOf(form) {
  const named = [...form.querySelectorAll('[name]')];
  return Object.fromEntries(named.map((element) => [element.getAttribute('name'), fieldValue(element)]));
}

/** @param {any} element */
function fieldValue(element) {
  if (element.localName === 'switch') return element.hasAttribute('checked');
  if (element.localName.endsWith('-group')) return groupValue(element);
  return element.value === undefined ? element.getAttribute('value') || '' : element.value;
}

/** @param {any} form */
function reset(form) {
  for (const element of form.querySelectorAll('input, textarea')) element.value = '';
  fire(form, 'reset', {});
}

/** @param {any} element */
function targetOf(element) {
  return { id: element.id, dataset: element.__wxElement.dataset };
}

/**
 * The events of an input in their order: focus, input, blur; after them the review of a nickname.
 * @param {OpenPage} page
 * @param {any} element
 * @param {string} [text]
 */
export async function fill(page, element, text) {
  const own = text === undefined && isNickname(page, element) ? await page.phone.nickname() : undefined;
  const typed = own ? own.value : text || '';
  fire(element, 'focus', { value: element.value || '', height: 0 });
  element.value = typed;
  edit(element);
  await endEdit(page, element, own);
}

/**
 * A person has typed.
 * @param {any} element
 */
export function edit(element) {
  const { value } = element;
  bound(element, value);
  fire(element, 'input', { value, cursor: value.length, keyCode: 0 });
}

/**
 * A person has left an input. What the review refuses is cleared, after the blur.
 * @param {OpenPage} page
 * @param {any} element
 * @param {{value: string, review: any}} [reviewed] what the person decided already
 */
export async function endEdit(page, element, reviewed) {
  const { value } = element;
  fire(element, 'blur', { value, cursor: value.length });
  fire(element, 'change', { value });
  if (!reviewed && (!value || !isNickname(page, element))) return;
  const filled = reviewed || (await page.phone.nickname(value));
  if (!filled.review) return;
  element.value = filled.value;
  bound(element, filled.value);
  fire(element, 'nicknamereview', filled.review);
}

/**
 * Until the person has agreed to the privacy guidelines, a nickname input is a plain one.
 * @param {OpenPage} page
 * @param {any} element
 */
function isNickname({ phone }, element) {
  return element.getAttribute('type') === 'nickname' && phone.has('2.21.2') && !phone.privacy.needed;
}

/**
 * Tell `model:value`.
 * @param {any} element
 * @param {string} value
 */
function bound(element, value) {
  const set = element.__wxElement.getModelBindingListeners().value;
  if (set) set(value);
}
