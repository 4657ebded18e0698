/**
 * What popup and settings ask for beside the person's own entries: pauses, reports
 * of wrong warnings, contacts, sync.
 */
import type { PauseState } from '../../messages/pause.ts';
import type { ContactsReview, ContactsState } from '../../messages/personal.ts';
import { type Contacts, reviewOf, withContacts } from '../contacts.ts';
import { feedbackText, formAddress } from '../feedback.ts';
import type { Pausing } from '../pause.ts';
import { isLocked } from '../policy.ts';
import { hostsOf, type Pages } from '../tabs.ts';
import { type Answer, InputError, onlyOwnPages } from './asking.ts';
import { Requests } from './requests.ts';

/** Domains of one address book: more than are ever kept, less than keep the core from other work for long. */
const MAX_CONTACTS = 20_000;

type OwnCall = 'pause' | 'feedback' | 'reviewContacts' | 'contacts' | 'sync';

export class OwnPageRequests extends Requests {
  readonly answers: { readonly [N in OwnCall]: Answer<N> } = {
    pause: async ({ tab, what }, asker) => {
      onlyOwnPages(asker);
      const pages = await this.parts.frames.get();
      const hosts = tab === undefined ? [] : hostsOf(pages, tab);
      if (what === 'nothing') await this.parts.pausing.end(hosts);
      else if (!(await this.parts.pausing.begin(what, hosts))) throw new InputError('policy does not allow pauses');
      return pauseState(this.parts.pausing, pages, tab);
    },

    feedback: async ({ recipient, what }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.parts.policy.current();
      if (isLocked(policy, 'feedback')) throw new InputError('policy does not allow reports of warnings');
      const [own] = await this.parts.protection.check([recipient], '');
      const [common] = await this.parts.common.check([recipient], '');
      if (own === undefined || common === undefined) throw new InputError('no recipient');
      const { isPublic, listVersion, form } = this.effects.feedback;
      const isKnown = await isPublic(own.target, own.category);
      const { ownDomains, protectedDomains, allowedDomains, blockedDomains } = policy.reading.policy;
      const composed = feedbackText({
        what,
        own,
        common,
        isPublic: () => isKnown,
        private: await this.#privateDomains(),
        organisation: [...ownDomains, ...protectedDomains, ...allowedDomains, ...blockedDomains],
        version: this.effects.version,
        listVersion: await listVersion(),
      });
      return { ...composed, form: formAddress(form, composed.text) };
    },

    reviewContacts: async ({ domains }, asker) => {
      onlyOwnPages(asker);
      return this.#reviewContacts(domains);
    },

    contacts: async ({ domains, chosen }, asker) => {
      onlyOwnPages(asker);
      const review = await this.#reviewContacts(domains);
      const now = this.effects.now();
      const contacts = await this.keeping.contacts.change((known) => withContacts(known, review, chosen, now));
      await this.effects.changed();
      return contactsState(contacts);
    },

    sync: async ({ isOn, clears }, asker) => {
      onlyOwnPages(asker);
      if (asker.isPrivate) throw new InputError('nothing is synchronised from private windows');
      await this.parts.sync.turn(isOn === true, clears === true);
      return this.parts.sync.overview();
    },
  };

  async #reviewContacts(domains: readonly string[]): Promise<ContactsReview> {
    if (isLocked(await this.parts.policy.current(), 'import')) throw new InputError('policy does not allow imports');
    if (domains.length > MAX_CONTACTS) throw new InputError(`at most ${MAX_CONTACTS} domains in one import`);
    const known = await this.keeping.contacts.get();
    return reviewOf(known, domains.map(String), (recipients) => this.parts.protection.check(recipients, ''));
  }

  /** What this person told the extension, or taught it. */
  async #privateDomains(): Promise<readonly string[]> {
    const { personal: own, history: taught, contacts: book } = this.parts.keeping;
    const [personal, history, contacts] = await Promise.all([own.get(), taught.get(), book.get()]);
    const ofAddresses = personal.addresses.map((address) => address.slice(address.lastIndexOf('@') + 1));
    return [...personal.protected, ...personal.allowed, ...ofAddresses, ...Object.keys(history), ...contacts.domains];
  }
}

export function contactsState({ domains, at }: Contacts): ContactsState {
  return { count: domains.length, at };
}

export async function pauseState(pausing: Pausing, pages: Pages, tab: number | undefined): Promise<PauseState> {
  const hosts = tab === undefined ? [] : hostsOf(pages, tab);
  const times = await Promise.all(['', ...hosts].map((host) => pausing.untilAt(host)));
  return { isAllowed: await pausing.isAllowed(), until: Math.max(...times), hosts };
}
