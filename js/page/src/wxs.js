/** WXS as JavaScript: the template compiler's runtime for it lacks what WeChat's has. */

/** Names to WXS, and words that are kept to JavaScript. */
const WORDS = /(?<![.\w$'"-])(class|const|enum|export|extends|import|super|let)(?![\w$'"-])(?!\s*:)/g;

/**
 * @param {string} file
 * @param {string} text
 * @returns {string}
 * @throws {Error} where it is not WXS
 */
export function inJavaScript(file, text) {
  // In WXS the constructor of a value is a text, such as 'Array'.
  const plain = text.replace(/\.constructor\b(?!\.name)/g, '.constructor.name');
  let problem;
  for (const source of [plain, plain.replace(WORDS, '$1_')]) {
    try {
      new Function(source);
      return source;
    } catch (error) {
      problem = problem || error;
    }
  }
  throw new Error(`${file}: ${problem.message} | WXS 有误`);
}

/** As the compiler ends the path of a `require` in WXS: it keeps `.wxs`, but names its modules without. */
const REQUIRED = "load(normalized.join('/'))";

/**
 * @param {string} templates all compiled templates
 * @returns {string} in which one WXS file finds another
 */
export function runtime(templates) {
  return templates.replace(REQUIRED, "load(normalized.join('/').replace(/\\.wxs$/, ''))");
}

/** What WXS has in place of `new RegExp` and `new Date`, by their names there. */
export const NAMES = {
  getRegExp: (/** @type {string} */ pattern, /** @type {string} */ flags) => new RegExp(pattern, flags),
  /** @param {any[]} when as `new Date` takes it */
  getDate: (...when) => new Date(.../** @type {[]} */ (when)),
};
