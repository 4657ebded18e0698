/** All that popup and options show. */

import type { DescriptionStatus } from './descriptions.ts';
import type { ListAge, ListEntry, UpdateState } from './lists.ts';
import type { PageReport } from './page.ts';
import type { PauseState } from './pause.ts';
import type { ContactsState, Counts, Personal } from './personal.ts';
import type { PolicyReading } from './policy.ts';
import type { SyncState } from './sync.ts';

export interface Overview {
  /** Of the extension. */
  readonly version: string;
  readonly core: { readonly state: 'asleep' | 'ready' | 'failed'; readonly problems: readonly string[] };
  readonly lists: {
    readonly version: number;
    readonly origin: 'bundled' | 'server';
    /** '' in a build that looks for no newer lists. */
    readonly server: string;
    readonly update: UpdateState;
    readonly lists: readonly ListEntry[];
    readonly age: ListAge;
  };
  readonly descriptions: readonly DescriptionStatus[];
  readonly page: PageReport | null;
  /** The tab's frames with questions to answer. */
  readonly asking: readonly number[];
  /** Addresses said to be right since the browser was started, which can be taken back: the latest first. */
  readonly undoable: readonly string[];
  readonly pause: PauseState;
  /** Milliseconds since 1970: until then the tab's site gets no new answer from private knowledge; 0 when it does. */
  readonly withheldUntil: number;
  readonly counts: Counts;
  readonly personal: Personal;
  /** How many domains the own history holds, and how many of them count. */
  readonly history: { readonly domains: number; readonly habits: number };
  readonly contacts: ContactsState;
  readonly sync: SyncState;
  readonly policy: PolicyReading;
}
