/**
 * What the script of a frame leaves for the capture tool's, which comes later or
 * never. Both run in one world, which no page reaches; a copy of another version
 * has its own.
 */
import type { Webmail } from '../webmail/webmail.ts';

export interface Subject {
  readonly webmail: Webmail;
  /** True once another copy guards, or nobody. */
  readonly isAside: () => boolean;
}

const here = globalThis as { nearmissSubject?: Subject };

export function leaveSubject(subject: Subject): void {
  here.nearmissSubject = subject;
}

/** For one caller only; undefined where no webmail is read, and for whoever comes second. */
export function takeSubject(): Subject | undefined {
  const subject = here.nearmissSubject;
  delete here.nearmissSubject;
  return subject;
}
