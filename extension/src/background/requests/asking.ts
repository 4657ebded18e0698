/** Who may ask the background for what. */
import type { Asker } from '../../browser/ask.ts';
import type { Calls, ReplyOf, RequestOf } from '../../messages/calls.ts';

export type Answer<N extends keyof Calls> = (request: RequestOf<N>, asker: Asker) => Promise<ReplyOf<N>>;

/** A request that makes no sense; a defect of the asker, not of the core. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}

/** A webmail page has no business in the options, even if its renderer were taken over. */
export function onlyOwnPages({ isOwnPage }: Asker): void {
  if (!isOwnPage) throw new InputError('only the extension’s own pages ask for this');
}

/** A page of the web, in its tab. */
export function tabOf({ tab, isOwnPage }: Asker): number {
  if (tab === undefined || isOwnPage) throw new InputError('only a page of the web asks for this');
  return tab;
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new InputError('a time is a number');
  return value;
}
