/// <reference types="miniprogram-api-typings" />

/** The members of WeChat's own `wx` that this one has. */
export type Api =
  | 'authorize'
  | 'canIUse'
  | 'checkSession'
  | 'clearStorage'
  | 'clearStorageSync'
  | 'downloadFile'
  | 'getAccountInfoSync'
  | 'getAppAuthorizeSetting'
  | 'getAppBaseInfo'
  | 'getDeviceInfo'
  | 'getEnterOptionsSync'
  | 'getLaunchOptionsSync'
  | 'getPrivacySetting'
  | 'getSetting'
  | 'getStorage'
  | 'getStorageInfo'
  | 'getStorageInfoSync'
  | 'getStorageSync'
  | 'getSystemInfoSync'
  | 'getSystemSetting'
  | 'getUpdateManager'
  | 'getUserCryptoManager'
  | 'getUserInfo'
  | 'getUserProfile'
  | 'getWindowInfo'
  | 'hideLoading'
  | 'hideToast'
  | 'login'
  | 'navigateBack'
  | 'navigateTo'
  | 'nextTick'
  | 'onNeedPrivacyAuthorization'
  | 'openPrivacyContract'
  | 'openSetting'
  | 'pluginLogin'
  | 'reLaunch'
  | 'redirectTo'
  | 'removeStorage'
  | 'removeStorageSync'
  | 'request'
  | 'requirePrivacyAuthorize'
  | 'setNavigationBarTitle'
  | 'setStorage'
  | 'setStorageSync'
  | 'showActionSheet'
  | 'showLoading'
  | 'showModal'
  | 'showToast'
  | 'switchTab'
  | 'uploadFile';

export type MockWx = Pick<WechatMiniprogram.Wx, Api> & { $phone: Phone };

export type Gestures = 'strict' | 'lenient' | 'off';

export interface Options {
  /** Where mockwx listens, with `/~NAME` for a world of its own. MOCKWX_URL, else http://127.0.0.1:8780. */
  url?: string;
  /** Who holds the phone. MOCKWX_USER, else alice. */
  user?: string;
  /** The mini program, by name or appid. MOCKWX_APP, else the world's first one. */
  app?: string;
  /** For a server that is open to other machines. MOCKWX_TOKEN. */
  token?: string;
  /** The base library; the user's own where absent. */
  baseLibrary?: string;
  /** Whether what needs a tap must be called in the tap's own turn (`strict`), some time after one, or at any time. MOCKWX_GESTURES, else off. */
  gestures?: Gestures;
  /** Whether the app asks for agreement to its privacy guidelines, as `__usePrivacyCheck__` in app.json makes it. */
  privacy?: boolean;
  /** Where requests to a host go: `{'https://example.com': 'http://127.0.0.1:8000'}`. MOCKWX_MAP. */
  map?: Record<string, string>;
}

/** What a person decides: `deny` alone, or by name; or what the dialog answers. */
export interface Decision {
  deny?: boolean | string;
  cancel?: boolean;
  [answer: string]: unknown;
}

export type OpenType =
  | 'getUserInfo'
  | 'getPhoneNumber'
  | 'getRealtimePhoneNumber'
  | 'chooseAvatar'
  | 'openSetting'
  | 'agreePrivacyAuthorization'
  | `${string}|agreePrivacyAuthorization`;

export interface Phone {
  /** The appid; empty until the phone is ready. */
  readonly appid: string;
  baseLibrary: string;
  gestures: Gestures;
  /** Hand the phone to somebody; without a name, who holds it. */
  user(name?: string): string;
  /** What the person will decide when the API asks next: `next('getPhoneNumber', {deny: true})`. */
  next(api: string, decision: Decision): void;
  /** Asked where `next` has nothing to say. */
  decide: ((api: string, options: any) => Decision | Promise<Decision> | undefined) | null;
  /** What `run` calls at once is called in the turn of a tap. */
  tap<T>(run: () => T): T;
  /** Tap a button with an open-type: the event that its page gets, or null where WeChat sends none. */
  button(
    openType: OpenType,
    attributes?: { id?: string; lang?: string }
  ): Promise<{ type: string; detail: any } | null>;
  /** Fill in the nickname input. */
  nickname(value?: string): Promise<{ value: string; review: { pass: boolean; timeout: boolean } | null }>;
  /** Learn appid and base library from the server, for what a page reads at once. */
  ready(): Promise<void>;
  /** What the page showed: toasts, dialogs, titles, in order. */
  readonly shown: { api: string; options: any }[];
  /** APIs that a page called and that a pretend phone does not have. */
  readonly missing: string[];
  readonly pages: { path: string; query: Record<string, string> }[];
  readonly privacy: { required: boolean; contract: string; readonly needed: boolean };
}

/** A wx on a pretend phone. */
export function createWx(options?: Options): MockWx;

/**
 * Put the login part over a real wx, in a development build in DevTools.
 * @throws where there is no wx, or where it lets nothing be replaced
 */
export function install(options?: Options & { wx?: object }): {
  wx: MockWx;
  $phone: Phone;
  installed: string[];
  refused: string[];
};
