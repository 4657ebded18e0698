/**
 * What was said to be right since the browser was started, so that the popup can
 * take it back: the line in the page that offers it is gone after ten seconds.
 */
import type { Kind } from '../policy.generated.ts';

export interface Said {
  /** The form in which it is remembered. */
  readonly address: string;
  readonly kind: Kind;
  /** On which it was counted. */
  readonly day: string;
  readonly isPrivate: boolean;
  /** A mail went with the answer. */
  readonly wasSent: boolean;
}

/** More than anybody remembers having said. */
export const MAX_SAID = 20;

/** The latest first. */
export function withSaid(said: readonly Said[], fresh: readonly Said[]): readonly Said[] {
  const others = fresh.reduce((rest, { address, isPrivate }) => withoutSaid(rest, address, isPrivate), said);
  return [...fresh, ...others].slice(0, MAX_SAID);
}

export function withoutSaid(said: readonly Said[], address: string, isPrivate: boolean): readonly Said[] {
  return said.filter((one) => one.address !== address || one.isPrivate !== isPrivate);
}

/** What a window shows: private ones know of their own alone, and others nothing of those. */
export function addressesSaid(said: readonly Said[], isPrivate: boolean): string[] {
  return said.filter((one) => one.isPrivate === isPrivate).map(({ address }) => address);
}
