/** What settings change. */
import type { Addition, Personal } from '../../messages/personal.ts';
import { readPersonal } from '../../personal.ts';
import { NO_CONTACTS } from '../contacts.ts';
import { isLocked, type KnownPolicy } from '../policy.ts';
import { additionsOf, withoutExempting } from '../review.ts';
import { type Answer, InputError, onlyOwnPages } from './asking.ts';
import { Requests } from './requests.ts';

type SettingsCall = 'update' | 'review' | 'personal' | 'report' | 'forget';

/** The change as far as policy allows it. */
function allowedChange(policy: KnownPolicy, before: Personal, change: Partial<Personal>): Personal {
  const wanted = readPersonal({ ...before, ...change });
  return {
    protected: isLocked(policy, 'protected-domains') ? before.protected : wanted.protected,
    allowed: isLocked(policy, 'allowed-domains') ? before.allowed : wanted.allowed,
    addresses: isLocked(policy, 'allow-addresses') ? before.addresses : wanted.addresses,
    keepsHistory: isLocked(policy, 'history') ? before.keepsHistory : wanted.keepsHistory,
    mayCapture: wanted.mayCapture && !isLocked(policy, 'capture'),
  };
}

/** The person's own entries, and what else only popup and options may ask for. */
export class SettingsRequests extends Requests {
  /** As other devices have them, as far as policy lets people change them. */
  async takeSynced(lists: Pick<Personal, 'protected' | 'allowed'>): Promise<Personal> {
    const policy = await this.parts.policy.current();
    const personal = await this.keeping.personal.change((before) => allowedChange(policy, before, lists));
    await this.effects.changed();
    return personal;
  }

  /** What would be new in them. */
  additions(before: Personal, wanted: Personal): Promise<Addition[]> {
    return additionsOf(before, wanted, (recipients) => this.parts.common.check(recipients, ''));
  }

  readonly answers: { readonly [N in SettingsCall]: Answer<N> } = {
    update: async (_request, asker) => {
      onlyOwnPages(asker);
      return { isNew: await this.effects.updateLists() };
    },

    review: async ({ change }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.parts.policy.current();
      const before = await this.keeping.personal.get();
      return { additions: await this.additions(before, allowedChange(policy, before, change)) };
    },

    personal: async ({ change, isImport, exempting }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.parts.policy.current();
      if (isImport && isLocked(policy, 'import')) throw new InputError('policy does not allow imports');
      const known = await this.keeping.personal.get();
      const additions = isImport ? await this.additions(known, allowedChange(policy, known, change)) : [];
      const personal = await this.keeping.personal.change((before) =>
        withoutExempting(allowedChange(policy, before, change), additions, exempting ?? []),
      );
      if (!personal.keepsHistory) await this.keeping.history.change(() => ({}));
      await this.effects.changed();
      void this.parts.sync.noted(asker.isPrivate);
      return personal;
    },

    report: async (_request, asker) => {
      onlyOwnPages(asker);
      return this.parts.report.preview();
    },

    forget: async ({ what }, asker) => {
      onlyOwnPages(asker);
      if (what === 'history') await this.keeping.history.change(() => ({}));
      if (what === 'contacts') await this.keeping.contacts.change(() => NO_CONTACTS);
      if (what === 'counts') await this.keeping.counts.change(() => ({}));
      await this.effects.changed();
      return null;
    },
  };
}
