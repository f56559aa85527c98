/** The privacy guidelines (隐私保护指引): who agreed, who is asked, and what refuses meanwhile. */

import { failure } from './calling.js';

/** @typedef {import('./calling.js').Result} Result */

const SINCE = '2.32.3';
const NOT_AUTHORIZED = 'privacy permission is not authorized';
const ERRNO = 104;
/** Seconds after a refusal in which the official dialog does not come back. */
const GAP = 10;

export class Privacy {
  /** @param {import('./phone.js').Phone} phone */
  constructor(phone) {
    this.phone = phone;
    /** Whether the app asks for agreement, as `"__usePrivacyCheck__": true` in app.json makes it. */
    this.required = phone.settings.privacy;
    this.contract = '《小程序隐私保护指引》';
    /** @type {((resolve: (event: any) => void, info: {referrer: string}) => void) | null} */
    this.listener = null;
    /**
     * Ids of the agreePrivacyAuthorization buttons that were tapped.
     * @type {Set<string>}
     */
    this.tapped = new Set();
  }

  /** @returns {boolean} whether the next API that touches personal data asks first */
  get needed() {
    return this.required && this.phone.has(SINCE) && !this.phone.memory.agreed;
  }

  /**
   * Where agreement is missing, get it: from the page's own dialog if it listens, else from WeChat's.
   * @param {string} api
   * @returns {Promise<void>} rejects with a failure where the person refuses
   */
  ask(api) {
    if (!this.needed) return Promise.resolve();
    return this.listener ? this._askByPage(api, this.listener) : this._askByWechat(api);
  }

  /**
   * A tap on `<button open-type="agreePrivacyAuthorization">`.
   * @param {string} id
   */
  agreeBy(id) {
    this.tapped.add(id);
    this.phone.memory.agreed = true;
  }

  /**
   * @param {string} api
   * @param {(resolve: (event: any) => void, info: {referrer: string}) => void} listener
   * @returns {Promise<void>}
   */
  _askByPage(api, listener) {
    const { memory } = this.phone;
    return new Promise((resolve, reject) => {
      listener(
        (said) => {
          if (said.event === 'disagree') {
            reject(failure(api, NOT_AUTHORIZED, ERRNO));
          } else if (said.event === 'agree') {
            if (this.tapped.has(said.buttonId)) {
              memory.agreed = true;
              resolve();
            } else {
              reject(failure(api, `${NOT_AUTHORIZED} or buttonId is wrong`, ERRNO));
            }
          }
        },
        { referrer: api }
      );
    });
  }

  /**
   * @param {string} api
   * @returns {Promise<void>}
   */
  _askByWechat(api) {
    const { memory } = this.phone;
    return this.phone.now().then((now) => {
      if (memory.refusedAt && now - memory.refusedAt < GAP) throw failure(api, `${NOT_AUTHORIZED} in gap`, ERRNO);
      return this.phone
        .decision('requirePrivacyAuthorize', { contract: this.contract, referrer: api })
        .then((decided) => {
          if (decided.deny) {
            memory.refusedAt = now;
            throw failure(api, NOT_AUTHORIZED, ERRNO);
          }
          memory.agreed = true;
        });
    });
  }
}

/**
 * @param {import('./phone.js').Phone} phone
 * @returns {{[api: string]: (options: any) => Promise<Result> | Result}} what never gives a promise
 */
export function privacyApis(phone) {
  const { privacy } = phone;
  return {
    getPrivacySetting: () => ({
      needAuthorization: privacy.needed,
      privacyContractName: privacy.contract,
      errMsg: 'getPrivacySetting:ok',
    }),
    requirePrivacyAuthorize: () =>
      privacy.ask('requirePrivacyAuthorize').then(() => ({ errMsg: 'requirePrivacyAuthorize:ok' })),
    openPrivacyContract: (options) => {
      phone.show('openPrivacyContract', options);
      return { errMsg: 'openPrivacyContract:ok' };
    },
  };
}
