/**
 * Everything the core is configured with, and what to leave out when it refuses
 * a part: better protected by the bundled lists than not at all.
 */

import type { Personal } from '../messages/personal.ts';
import { listText } from '../personal.ts';
import type { Lists } from './liststore.ts';
import type { Attempt } from './protection.ts';

export interface Personalised {
  readonly personal: Personal;
  /** Addresses that are right for this session only. The core does not see them; the mark does. */
  readonly passing: readonly string[];
  /** Domains of the own history that are a habit, and those of the own contacts. */
  readonly habits: readonly string[];
  readonly policy: Readonly<Record<string, unknown>>;
}

/** The full configuration first, then ever less. */
export async function attempts(
  lists: Lists,
  bundled: () => Promise<Lists>,
  { personal, passing, habits, policy }: Personalised,
): Promise<Attempt[]> {
  const own = [
    listText('protected', personal.protected),
    listText('allowed', personal.allowed),
    listText('history', habits),
  ].filter((text) => text !== undefined);
  const ownMark = JSON.stringify([personal.protected, personal.allowed, personal.addresses, passing, habits]);
  const policyText = Object.keys(policy).length === 0 ? '' : JSON.stringify(policy);

  const attempt = (from: Lists, withOwn: boolean, withPolicy: boolean, without: Attempt['without']): Attempt => ({
    lists: [...from.lists.map(({ text }) => text), ...(withOwn ? own : [])],
    policy: withPolicy ? policyText : '',
    mark: JSON.stringify([
      from.lists.map(({ entry }) => entry.sha256),
      withOwn ? ownMark : '',
      withPolicy ? policyText : '',
    ]),
    without,
  });

  const made = [attempt(lists, true, true, ''), attempt(lists, false, true, 'personal')];
  // An organisation's channel may stand beside bundled lists, so the origin does not tell.
  const ground = await bundled();
  if (marksOf(lists) !== marksOf(ground)) made.push(attempt(ground, false, true, 'update'));
  made.push(attempt(ground, false, false, 'policy'));
  return made;
}

function marksOf({ lists }: Lists): string {
  return lists.map(({ entry }) => entry.sha256).join(' ');
}
