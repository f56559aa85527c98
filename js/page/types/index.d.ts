/// <reference types="miniprogram-api-typings" />
import type { MockWx, Options as WxOptions, Phone } from 'mockwx-wx';

export interface Options extends WxOptions {
  /** The mini program's folder; where the process stands, where absent. */
  dir?: string;
  /** A wx of mockwx-wx; a new one where absent. */
  wx?: MockWx;
  /** Where the page is shown; a document of happy-dom where there is none. */
  document?: any;
}

/** A page that is open. */
export interface OpenPage {
  readonly route: string;
  readonly query: Record<string, string>;
  /** The page's data. */
  readonly data: any;
  /** The page's own `this`. */
  readonly instance: any;
  /** What getApp() gives. */
  readonly app: any;
  readonly wx: MockWx;
  /** Who holds the phone, and what that person decides. */
  readonly phone: Phone;
  /** The page that is shown now: another one after a navigation. */
  readonly top: OpenPage;
  /** What the pages showed: toasts, dialogs, titles, in order. */
  readonly shown: Phone['shown'];
  readonly text: string;
  readonly html: string;
  /** The first DOM element that a selector finds; an error with what the page shows, where there is none. */
  find(selector: string): any;
  findAll(selector: string): any[];
  /** Tap, and wait for what comes of it. */
  tap(selector: string): Promise<void>;
  /** Fill in an input; a nickname input without a text takes the person's own. */
  input(selector: string, text?: string): Promise<void>;
  /** Wait until nothing that the pages asked is under way. */
  settled(): Promise<void>;
}

/** Launch the app and open a page, after its first answers came. */
export function open(path: string, options?: Options): Promise<OpenPage>;
