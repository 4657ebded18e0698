/**
 * What the page and its two frames say to each other. The page gives and never
 * asks: nothing that was typed has a message that could carry it there.
 */

/** The build wrote these into the page. */
export interface PageData {
  /** By name: those that scripts show, and the language and direction of them all. */
  readonly texts: Readonly<Record<string, string>>;
  readonly check: string;
  /** Those of the day on which the page was built: packed.ts. */
  readonly lists: string;
  /** client/verify.ts, and the program that it runs. */
  readonly verifier: string;
  readonly update: string;
  readonly root: string;
}

export interface PublishedList {
  readonly name: string;
  readonly sha256: string;
  readonly text: Uint8Array<ArrayBuffer>;
}

export type FrameName = 'trial' | 'domain';

/** To a frame, first and perhaps twice: what it is and in which words. */
export interface Opening {
  readonly open: FrameName;
  readonly texts: Readonly<Record<string, string>>;
}

/** To the frame `trial`, which runs the core. */
export type Delivery =
  /** wasm/check. */
  | { readonly program: Uint8Array<ArrayBuffer> }
  /** A port comes with it, from which `domain` asks. */
  | { readonly lists: readonly PublishedList[] };

/** To either frame, when the core did not come. */
export interface Failure {
  readonly failed: string;
}

/** From a frame: sizes and states. */
export type Report = { readonly height: number } | { readonly state: 'open' | 'ready' } | Failure;

/** Between the frames alone, over their port. */
export interface Question {
  readonly id: number;
  readonly domain: string;
}
