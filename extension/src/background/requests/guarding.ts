/** What the guard in a page goes by. */
import type { Guarding } from '../../messages/guarding.ts';
import { isLocked } from '../policy.ts';
import type { Parts } from './parts.ts';

/** What pages of this host go by; '' for any. */
export async function guardingOf(
  { policy: keeper, pausing, protection }: Pick<Parts, 'policy' | 'pausing' | 'protection'>,
  host = '',
): Promise<Guarding> {
  const known = await keeper.current();
  const { policy } = known.reading;
  const pausedUntil = await pausing.untilAt(host);
  return {
    failure: policy.failure,
    organisation: {
      name: policy.organisationName,
      contact: policy.organisationContact,
      help: policy.organisationHelp,
      allowsTrust: !isLocked(known, 'allow-addresses'),
    },
    revision: protection.revision,
    ...(pausedUntil > 0 && { pausedUntil }),
  };
}
