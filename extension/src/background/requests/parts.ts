/** What requests are answered with, and what answering them sets off. */
import type { Overview } from '../../messages/overview.ts';
import type { Counts, Personal } from '../../messages/personal.ts';
import type { Contacts } from '../contacts.ts';
import type { Descriptions } from '../descriptions.ts';
import type { KeyedDigest } from '../digest.ts';
import type { Frames } from '../frames.ts';
import type { HeldPresses } from '../held.ts';
import type { History } from '../history.ts';
import type { Judge } from '../judge.ts';
import type { NearMissReport } from '../nearmissreport.ts';
import type { Pausing } from '../pause.ts';
import type { PolicyKeeper } from '../policy.ts';
import type { Protection } from '../protection.ts';
import type { StoredValue } from '../storedvalue.ts';
import type { Sync } from '../sync.ts';
import type { Said } from '../undo.ts';

export interface Keeping {
  readonly personal: StoredValue<Personal>;
  /** Addresses said to be right in private windows: gone with the browser's session. */
  readonly passing: StoredValue<readonly string[]>;
  /** What was said to be right since the browser was started. */
  readonly said: StoredValue<readonly Said[]>;
  readonly history: StoredValue<History>;
  readonly contacts: StoredValue<Contacts>;
  readonly counts: StoredValue<Counts>;
  readonly held: StoredValue<HeldPresses>;
  /** Of private windows: never written to the disk, so an update of the extension forgets them. */
  readonly privatelyHeld: StoredValue<HeldPresses>;
}

export interface Parts {
  readonly protection: Protection;
  /** Public lists and policy alone. */
  readonly common: Pick<Protection, 'check' | 'warm'>;
  readonly judge: Judge;
  readonly policy: PolicyKeeper;
  readonly keeping: Keeping;
  readonly frames: Frames;
  readonly report: NearMissReport;
  readonly digest: KeyedDigest;
  readonly pausing: Pausing;
  readonly sync: Sync;
}

export interface Effects {
  readonly now: () => number;
  /** Lists, policy or personal entries changed: configure the core anew and tell the pages. */
  readonly changed: () => Promise<void>;
  /** The same, but nobody waits for it: after a while without requests, else at the next start. */
  readonly changedAtLeisure: () => void;
  readonly listsOverview: () => Promise<Overview['lists']>;
  readonly descriptions: Pick<Descriptions, 'offer' | 'newcomers' | 'tried' | 'statuses'>;
  /** What a report of a wrong warning may name of the lists, and where it goes. */
  readonly feedback: {
    readonly isPublic: (target: string, category: string) => Promise<boolean>;
    readonly listVersion: () => Promise<number>;
    /** '' for none. */
    readonly form: string;
  };
  /** Pages shall ask again for what they know. */
  readonly tellPages: () => Promise<void>;
  /** True when there are new lists; throws when the server could not be asked or believed. */
  readonly updateLists: () => Promise<boolean>;
  /** Of the extension. */
  readonly version: string;
}
