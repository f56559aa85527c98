/** Page, Component and Behavior as a script of the mini program sees them. */

/** Behaviors of WeChat's own, by what they add. A name that is not here adds nothing. */
const BUILT_IN = {
  'wx://form-field': { properties: { name: String, value: null } },
};

/**
 * @param {() => any} define Page, Component and Behavior of glass-easel for what is being loaded
 */
export function definitions(define) {
  /** @param {any} behavior */
  const known = (behavior) => {
    if (typeof behavior !== 'string') return behavior;
    const added = BUILT_IN[behavior];
    return added && define().Behavior(added);
  };
  /** @param {any} options */
  const readable = (options) => {
    const { behaviors, properties } = options || {};
    const changed = { ...options };
    if (Array.isArray(behaviors)) changed.behaviors = behaviors.map(known).filter(Boolean);
    if (properties) changed.properties = Object.fromEntries(Object.entries(properties).map(observed));
    return changed;
  };
  return {
    Page: (options) => define().Page(readable(options)),
    Component: (options) => define().Component(readable(options)),
    Behavior: (options) => define().Behavior(readable(options)),
  };
}

/**
 * An observer may name a method that is not there: WeChat passes over it.
 * @param {[string, any]} property
 */
function observed([name, property]) {
  const method = property?.observer;
  if (typeof method !== 'string') return [name, property];
  /** @this {any} @param {any[]} values */
  function observer(...values) {
    return this[method]?.(...values);
  }
  return [name, { ...property, observer }];
}
