/** What may be written at a place of a scenario: the schema is walked along the indentation that leads there. */

/**
 * @typedef {object} Schema as much of JSON Schema as a scenario's has
 * @property {Record<string, Schema>} [properties]
 * @property {Schema | boolean} [additionalProperties]
 * @property {Schema} [items]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {Schema[]} [allOf]
 * @property {string} [$ref]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {string} [description]
 * @property {Record<string, Schema>} [$defs]
 */

/**
 * @param {import('@codemirror/autocomplete').CompletionContext} context
 * @param {Schema} schema
 * @returns {import('@codemirror/autocomplete').CompletionResult | null}
 */
export function wordsAt(context, schema) {
  const word = context.matchBefore(/[\w.$-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const before = context.state.doc.sliceString(0, word.from);
  const { path, isValue } = placeOf(before);
  const places = walk(schema, schema, path);
  const options = isValue ? values(schema, places) : keys(schema, places);
  return options.length ? { from: word.from, options, validFor: /^[\w.$-]*$/ } : null;
}

/**
 * The keys that lead to the end of `text`; a list's entry is null. `isValue`: a value is wanted there, not a key.
 *
 * @param {string} text
 * @returns {{path: (string | null)[], isValue: boolean}}
 */
export function placeOf(text) {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  /** @type {{indent: number, key: string | null}[]} */
  const stack = [];
  for (const line of lines) enter(stack, line);
  const flow = /[{,]\s*$/.test(last) && /\{/.test(last);
  const value = /(?:^|[\s{,-])([\w.$-]+):\s+\[?$/.exec(last);
  if (flow || (value && /\{/.test(last))) {
    enter(stack, last.slice(0, last.lastIndexOf('{')).trimEnd());
    const path = stack.map(({ key }) => key);
    return value && !flow ? { path: [...path, value[1]], isValue: true } : { path, isValue: false };
  }
  if (value) {
    enter(stack, last.trimEnd());
    return { path: stack.map(({ key }) => key), isValue: true };
  }
  const indent = last.length - last.trimStart().length;
  const inItem = /^\s*-\s/.test(last);
  leave(stack, inItem ? indent + 2 : last.length);
  if (inItem) {
    leave(stack, indent + 1, true);
    stack.push({ indent, key: null });
  }
  return { path: stack.map(({ key }) => key), isValue: false };
}

/** @param {{indent: number, key: string | null}[]} stack @param {string} line */
function enter(stack, line) {
  if (!line.trim() || line.trimStart().startsWith('#')) return;
  let indent = line.length - line.trimStart().length;
  let rest = line.trimStart();
  while (rest.startsWith('- ')) {
    leave(stack, indent, true);
    stack.push({ indent, key: null });
    const inner = rest.slice(2).trimStart();
    indent += rest.length - inner.length;
    rest = inner;
  }
  const key = /^([\w.$-]+|"[^"]*"):/.exec(rest);
  if (!key) return;
  leave(stack, indent);
  stack.push({ indent, key: key[1].replaceAll('"', '') });
}

/** @param {{indent: number, key: string | null}[]} stack @param {number} indent @param {boolean} [item] */
function leave(stack, indent, item = false) {
  while (stack.length) {
    const top = stack[stack.length - 1];
    // A list may stand as far left as the key that it belongs to.
    const stays = top.key === null ? top.indent < indent : item ? top.indent <= indent : top.indent < indent;
    if (stays) return;
    stack.pop();
  }
}

/** @param {Schema} root @param {Schema} schema @returns {Schema[]} */
function meant(root, schema) {
  if (schema.$ref) return meant(root, root.$defs?.[schema.$ref.split('/').pop() ?? ''] ?? {});
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...parts.flatMap((part) => meant(root, part))];
}

/** @param {Schema} root @param {Schema} schema @param {(string | null)[]} path @returns {Schema[]} */
function walk(root, schema, path) {
  let places = meant(root, schema);
  for (const key of path) {
    places = places.flatMap((place) => {
      const next =
        key === null
          ? place.items
          : (place.properties?.[key] ??
            (typeof place.additionalProperties === 'object' ? place.additionalProperties : undefined));
      return next ? meant(root, next) : [];
    });
  }
  return places;
}

/** @param {Schema} root @param {Schema[]} places */
function keys(root, places) {
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const place of places)
    for (const [key, about] of Object.entries(place.properties ?? {}))
      known.set(key, about.description ?? meant(root, about).find(({ description }) => description)?.description ?? '');
  return [...known].map(([label, info]) => ({ label, apply: `${label}: `, type: 'property', info: info || undefined }));
}

/** @param {Schema} root @param {Schema[]} places */
function values(root, places) {
  const known = new Set();
  for (const place of places) {
    for (const value of place.enum ?? []) known.add(String(value));
    if (place.const !== undefined) known.add(String(place.const));
    for (const item of place.items ? meant(root, place.items) : [])
      for (const value of item.enum ?? []) known.add(String(value));
  }
  return [...known].map((label) => ({ label, type: 'constant' }));
}
