/** What the build knows and the page shows. */
import type { Figure } from '../figures.ts';
import type { Neighbourhood } from '../neighbours.ts';

/** Addresses that only who publishes the page can know; '' for none. */
export interface Links {
  readonly source: string;
  readonly privacy: string;
  readonly guide: string;
  readonly chromium: string;
  readonly firefox: string;
}

/** Files of the page, by their addresses, which hold a hash of their content. */
export interface Files {
  readonly script: string;
  readonly style: string;
  readonly check: string;
  readonly lists: string;
  readonly verifier: string;
  readonly update: string;
  /** The root that the lists' signatures are checked against; '' for none. */
  readonly root: string;
}

export interface Facts {
  readonly version: string;
  readonly files: Files;
  /** The document of both frames. */
  readonly frame: string;
  readonly links: Links;
  readonly neighbours: readonly Neighbourhood[];
  readonly figures: readonly Figure[];
}
