/** What options ask the capture tool in a page, and what it has captured. */
import type { HealthProblem } from './page.ts';

/**
 * Options to every frame of a webmail: which composes the engine sees there,
 * which boxes are likely to be one where it sees none, and one of them taken.
 * Frames that have nothing to say do not answer.
 */
export type CaptureRequest =
  | { readonly capture: 'seen' | 'likely' }
  | { readonly capture: 'take'; readonly id: string };

/** What the engine reads of one compose, in numbers. */
export interface CapturedReading {
  readonly fields: number;
  /** Recipients by state. */
  readonly chip: number;
  readonly typed: number;
  readonly summary: number;
  readonly opaque: number;
  /** Send and its like. */
  readonly controls: number;
  /** Sorted. */
  readonly problems: readonly HealthProblem[];
}

export interface FoundCompose {
  /** Of this look at the page; the next one gives new ones. */
  readonly id: string;
  /** The webmail's name; '' where no description knows it. */
  readonly title: string;
  readonly isSeen: boolean;
  readonly reading: CapturedReading;
}

/** A name of the page that nobody knows, and what stands for it. */
export interface CapturedName {
  readonly name: string;
  readonly placeholder: string;
}

/** How many texts and values were replaced, and how many parts (scripts, pictures, message text) left out. */
export interface Replaced {
  readonly texts: number;
  readonly values: number;
  readonly parts: number;
}

/** A compose without its content. */
export interface Capture {
  readonly webmail: string;
  /** '2026-11-22' */
  readonly date: string;
  /** Markup, and numbers of `names` where a name could stand. */
  readonly pieces: readonly (string | number)[];
  readonly names: readonly CapturedName[];
  readonly replaced: Replaced;
}
