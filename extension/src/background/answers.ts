/**
 * What the background answers to each call. Holds what the calls change: the
 * person's own entries, history, counts, and the reports of open pages.
 */
import type { Asker } from '../browser/ask.ts';
import { dayOf, withCount, withMoved } from '../counts.ts';
import type { CallName, Calls, ReplyOf, RequestOf } from '../messages/calls.ts';
import type { Guarding } from '../messages/guarding.ts';
import type { Overview } from '../messages/overview.ts';
import type { Addition, Counts, Personal } from '../messages/personal.ts';
import { type Decided, MAX_RECIPIENTS_PER_CHECK } from '../messages/verdict.ts';
import { MAX_ENTRIES, readPersonal, rememberedAddress } from '../personal.ts';
import { type Answer, finite, InputError, onlyOwnPages, tabOf } from './asking.ts';
import { type Contacts, NO_CONTACTS } from './contacts.ts';
import type { Descriptions } from './descriptions.ts';
import type { KeyedDigest } from './digest.ts';
import type { Frames } from './frames.ts';
import { type HeldPresses, isHeld, withHeld, withoutHeld } from './held.ts';
import { type History, habitual, withMail } from './history.ts';
import type { Judge } from './judge.ts';
import type { Kept } from './kept.ts';
import type { NearMissReport } from './nearmissreport.ts';
import { contactsState, type OwnPageEffects, OwnPages } from './ownpages.ts';
import type { Pausing } from './pause.ts';
import { isLocked, type KnownPolicy, type PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';
import { additionsOf, withoutExempting } from './review.ts';
import type { Sync } from './sync.ts';
import { askingFrames, isPrivateTab, type Pages, tabReport } from './tabs.ts';
import { addressesSaid, type Said, withoutSaid, withSaid } from './undo.ts';

export interface Keeping {
  readonly personal: Kept<Personal>;
  /** Addresses said to be right in private windows: gone with the browser's session. */
  readonly passing: Kept<readonly string[]>;
  /** What was said to be right since the browser was started. */
  readonly said: Kept<readonly Said[]>;
  readonly history: Kept<History>;
  readonly contacts: Kept<Contacts>;
  readonly counts: Kept<Counts>;
  readonly held: Kept<HeldPresses>;
  /** Of private windows: never written to the disk, so an update of the extension forgets them. */
  readonly privatelyHeld: Kept<HeldPresses>;
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

export interface Effects extends OwnPageEffects {
  readonly now: () => number;
  /** Lists, policy or personal entries changed: configure the core anew and tell the pages. */
  readonly changed: () => Promise<void>;
  /** The same, but nobody waits for it: after a while without requests, else at the next start. */
  readonly changedAtLeisure: () => void;
  readonly listsOverview: () => Promise<Overview['lists']>;
  readonly descriptions: Pick<Descriptions, 'offer' | 'newcomers' | 'tried' | 'standing'>;
  /** Pages shall ask again for what they know. */
  readonly tellPages: () => Promise<void>;
  /** True when there are new lists; throws when the server could not be asked or believed. */
  readonly updateLists: () => Promise<boolean>;
  /** Of the extension. */
  readonly version: string;
}

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

export class Answers {
  readonly #protection: Protection;
  readonly #common: Parts['common'];
  readonly #judge: Judge;
  readonly #policy: PolicyKeeper;
  readonly #keeping: Keeping;
  readonly #frames: Frames;
  readonly #report: NearMissReport;
  readonly #digest: KeyedDigest;
  readonly #pausing: Pausing;
  readonly #sync: Sync;
  readonly #ownPages: OwnPages;
  readonly #effects: Effects;
  readonly #all: { readonly [N in keyof Calls]: Answer<N> };

  constructor(parts: Parts, effects: Effects) {
    const { protection, common, judge, policy, keeping, frames, report, digest, pausing, sync } = parts;
    this.#protection = protection;
    this.#common = common;
    this.#judge = judge;
    this.#policy = policy;
    this.#keeping = keeping;
    this.#frames = frames;
    this.#report = report;
    this.#digest = digest;
    this.#pausing = pausing;
    this.#sync = sync;
    this.#effects = effects;
    this.#ownPages = new OwnPages(parts, effects);
    this.#all = { ...this.#answers, ...this.#ownPages.answers };
  }

  serve<N extends CallName>(call: N, request: RequestOf<N>, asker: Asker): Promise<ReplyOf<N>> {
    const answer: Answer<N> | undefined = Object.hasOwn(this.#all, call) ? this.#all[call] : undefined;
    if (answer === undefined) return Promise.reject(new InputError(`no call named ${String(call)}`));
    return answer(request, asker);
  }

  /** What pages of this host go by; '' for any. */
  async guarding(host = ''): Promise<Guarding> {
    const known = await this.#policy.current();
    const { policy } = known.reading;
    const pausedUntil = await this.#pausing.untilAt(host);
    return {
      failure: policy.failure,
      organisation: {
        name: policy.organisationName,
        contact: policy.organisationContact,
        help: policy.organisationHelp,
        allowsTrust: !isLocked(known, 'allow-addresses'),
      },
      revision: this.#protection.revision,
      ...(pausedUntil > 0 && { pausedUntil }),
    };
  }

  /** The last private window was closed. */
  async endPrivateSession(): Promise<void> {
    if ((await this.#keeping.said.get()).some(({ isPrivate }) => isPrivate)) {
      await this.#keeping.said.change((said) => said.filter(({ isPrivate }) => !isPrivate));
    }
    if ((await this.#keeping.passing.get()).length === 0) return;
    await this.#keeping.passing.change(() => []);
    await this.#effects.changed();
  }

  readonly #answers: { readonly [N in Exclude<keyof Calls, keyof OwnPages['answers']>]: Answer<N> } = {
    warm: async (_request, { host }) => {
      await Promise.all([this.#protection.warm(), this.#common.warm()]);
      const { webmailHosts } = (await this.#policy.current()).reading.policy;
      const named = webmailHosts.find((entry) => entry.host === host);
      return { ...(await this.guarding(host)), webmail: named?.webmail ?? '' };
    },

    guarding: (_request, { host }) => this.guarding(host),

    check: async ({ recipients, sender, isTouched }, asker) => {
      if (!Array.isArray(recipients) || recipients.length > MAX_RECIPIENTS_PER_CHECK) {
        throw new InputError(`at most ${MAX_RECIPIENTS_PER_CHECK} recipients in one check`);
      }
      const { verdicts, withheldUntil } = await this.#judge.judge(recipients, sender, asker, isTouched === true);
      return { verdicts, guarding: await this.guarding(asker.host), ...(withheldUntil > 0 && { withheldUntil }) };
    },

    secret: async ({ root }, asker) => ({
      secret: await this.#digest.of('secret', tabOf(asker), asker.origin, finite(root)),
    }),

    page: async ({ report }, asker) => {
      const { frame, host, isPrivate } = asker;
      await this.#frames.report(tabOf(asker), frame, { report, host, isPrivate });
      return null;
    },

    gone: async (_request, { tab, frame }) => {
      // Firefox forgets where it came from while the background starts.
      if (tab === undefined) await this.#frames.verify();
      else await this.#frames.gone(tab, frame);
      return null;
    },

    held: async ({ started, isHeld: isSo }, asker) => {
      const mark = await this.#documentOf(asker, started);
      const now = this.#effects.now();
      await this.#heldOf(asker).change((held) => (isSo ? withHeld(held, mark, now) : withoutHeld(held, mark)));
      return null;
    },

    unsent: async ({ started }, asker) => {
      const mark = await this.#documentOf(asker, started);
      const wasHeld = isHeld(await this.#heldOf(asker).get(), mark, this.#effects.now());
      if (wasHeld) await this.#heldOf(asker).change((held) => withoutHeld(held, mark));
      return { wasHeld };
    },

    decided: async ({ decisions, isAtSend = false }, asker) => {
      const { isPrivate } = asker;
      const trusted = decisions.filter(({ choice }) => choice === 'trust');
      const mayTrust = !isLocked(await this.#policy.current(), 'allow-addresses');
      if (trusted.length > 0 && mayTrust) await this.#trust(trusted, asker, isAtSend);
      if (!isPrivate) await this.#count(decisions);
      return this.guarding(asker.host);
    },

    describe: async ({ webmail }) => this.#effects.descriptions.offer(String(webmail)),

    newcomers: async ({ known }) => this.#effects.descriptions.newcomers(known),

    described: async (trial) => {
      if (await this.#effects.descriptions.tried(trial)) await this.#effects.tellPages();
      return null;
    },

    untrust: async ({ recipient }, asker) => {
      const [verdict] = await this.#protection.check([recipient], '');
      const address = rememberedAddress(recipient, verdict?.domain ?? '');
      const said = (await this.#keeping.said.get()).find(
        (one) => one.address === address && (asker.isOwnPage || one.isPrivate === asker.isPrivate),
      );
      const isPrivate = asker.isOwnPage ? (said?.isPrivate ?? false) : asker.isPrivate;
      if (isPrivate) {
        await this.#keeping.passing.change((addresses) => addresses.filter((known) => known !== address));
      } else {
        await this.#keeping.personal.change((personal) => ({
          ...personal,
          addresses: personal.addresses.filter((known) => known !== address),
        }));
      }
      if (said !== undefined) await this.#unsay(said);
      await this.#effects.changed();
      return this.guarding(asker.host);
    },

    sent: async ({ recipients, sender, isTrusted }, { isPrivate }) => {
      // A page's script can send as much as it likes; only people teach.
      if (isTrusted !== true || isPrivate || !(await this.#keepsHistory())) return null;
      const verdicts = await this.#protection.check(recipients.slice(0, MAX_RECIPIENTS_PER_CHECK), sender);
      const domains = new Map(verdicts.map(({ domain, level }) => [domain, level === 'warn']));
      const mails = Array.from(domains, ([domain, wasWarned]) => ({ domain, wasWarned }));
      await this.#keeping.history.change((history) => withMail(history, dayOf(this.#effects.now()), mails));
      this.#effects.changedAtLeisure();
      return null;
    },

    overview: async ({ tab }, asker) => {
      onlyOwnPages(asker);
      const [lists, pages, history] = [
        await this.#effects.listsOverview(),
        await this.#frames.get(),
        await this.#keeping.history.get(),
      ];
      await this.#protection.warm().catch(() => undefined); // its health tells
      return {
        version: this.#effects.version,
        core: this.#protection.health,
        lists,
        descriptions: await this.#effects.descriptions.standing(),
        page: (tab === undefined ? undefined : tabReport(pages, tab)) ?? null,
        asking: tab === undefined ? [] : askingFrames(pages, tab),
        undoable: addressesSaid(await this.#keeping.said.get(), tab !== undefined && isPrivateTab(pages, tab)),
        withheldUntil: tab === undefined ? 0 : await this.#withheldUntil(pages, tab),
        pause: await this.#ownPages.pauseState(pages, tab),
        counts: await this.#keeping.counts.get(),
        personal: await this.#keeping.personal.get(),
        history: { domains: Object.keys(history).length, habits: habitual(history).length },
        contacts: contactsState(await this.#keeping.contacts.get()),
        sync: await this.#sync.overview(),
        policy: (await this.#policy.current()).reading,
      };
    },

    update: async (_request, asker) => {
      onlyOwnPages(asker);
      return { isNew: await this.#effects.updateLists() };
    },

    review: async ({ change }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.#policy.current();
      const before = await this.#keeping.personal.get();
      return { additions: await this.#additions(before, allowedChange(policy, before, change)) };
    },

    personal: async ({ change, isImport, exempting }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.#policy.current();
      if (isImport && isLocked(policy, 'import')) throw new InputError('policy does not allow imports');
      const known = await this.#keeping.personal.get();
      const additions = isImport ? await this.#additions(known, allowedChange(policy, known, change)) : [];
      const personal = await this.#keeping.personal.change((before) =>
        withoutExempting(allowedChange(policy, before, change), additions, exempting ?? []),
      );
      if (!personal.keepsHistory) await this.#keeping.history.change(() => ({}));
      await this.#effects.changed();
      void this.#sync.noted(asker.isPrivate);
      return personal;
    },

    report: async (_request, asker) => {
      onlyOwnPages(asker);
      return this.#report.preview();
    },

    forget: async ({ what }, asker) => {
      onlyOwnPages(asker);
      if (what === 'history') await this.#keeping.history.change(() => ({}));
      if (what === 'contacts') await this.#keeping.contacts.change(() => NO_CONTACTS);
      if (what === 'counts') await this.#keeping.counts.change(() => ({}));
      await this.#effects.changed();
      return null;
    },
  };

  async #keepsHistory(): Promise<boolean> {
    const { policy } = (await this.#policy.current()).reading;
    return policy.history && (await this.#keeping.personal.get()).keepsHistory;
  }

  /** Names the asking frame's document, and says nothing about it. */
  async #documentOf(asker: Asker, started: number): Promise<string> {
    return this.#digest.of('document', tabOf(asker), asker.frame, asker.origin, finite(started));
  }

  #heldOf({ isPrivate }: Asker): Kept<HeldPresses> {
    return isPrivate ? this.#keeping.privatelyHeld : this.#keeping.held;
  }

  async #withheldUntil(pages: Pages, tab: number): Promise<number> {
    const hosts = new Map(Object.values(pages[tab] ?? {}).map(({ host, isPrivate }) => [host, isPrivate]));
    const times = Array.from(hosts, ([host, isPrivate]) => this.#judge.withheldUntil(host, isPrivate));
    return Math.max(0, ...(await Promise.all(times)));
  }

  /** As other devices have them, as far as policy lets people change them. */
  async takeSynced(lists: Pick<Personal, 'protected' | 'allowed'>): Promise<Personal> {
    const policy = await this.#policy.current();
    const personal = await this.#keeping.personal.change((before) => allowedChange(policy, before, lists));
    await this.#effects.changed();
    return personal;
  }

  reviewSynced(before: Personal, wanted: Personal): Promise<Addition[]> {
    return this.#additions(before, wanted);
  }

  #additions(before: Personal, wanted: Personal): Promise<Addition[]> {
    return additionsOf(before, wanted, (recipients) => this.#common.check(recipients, ''));
  }

  async #trust(decisions: readonly Decided[], asker: Asker, wasSent: boolean): Promise<void> {
    const day = dayOf(this.#effects.now());
    const { isPrivate } = asker;
    const fresh = decisions.flatMap(({ verdict: { recipient, domain, kind } }): Said[] => {
      const address = rememberedAddress(recipient, domain);
      return address === '' ? [] : [{ address, kind, day, isPrivate, wasSent }];
    });
    const addresses = fresh.map(({ address }) => address);
    await this.#keeping.said.change((said) => withSaid(said, fresh));
    await this.#judge.saidRight(addresses, asker);
    if (asker.isPrivate) {
      await this.#keeping.passing.change((known) => [...addresses, ...known].slice(0, MAX_ENTRIES));
    } else {
      await this.#keeping.personal.change((personal) =>
        readPersonal({ ...personal, addresses: [...addresses, ...personal.addresses] }),
      );
    }
    await this.#effects.changed();
  }

  /** It was not right after all: what counts is whether a mail went. */
  async #unsay({ address, kind, day, isPrivate, wasSent }: Said): Promise<void> {
    await this.#keeping.said.change((said) => withoutSaid(said, address, isPrivate));
    if (isPrivate) return;
    await this.#keeping.counts.change((counts) => withMoved(counts, day, kind, 'trust', wasSent ? 'send' : undefined));
  }

  async #count(decisions: readonly Decided[]): Promise<void> {
    const day = dayOf(this.#effects.now());
    // That a mail leaves the organisation is no near miss.
    const nearMisses = decisions.filter(({ verdict }) => verdict.kind !== 'external-recipient');
    if (nearMisses.length === 0) return;
    await this.#keeping.counts.change((counts) =>
      nearMisses.reduce((sum, { verdict, choice }) => withCount(sum, day, verdict.kind, choice), counts),
    );
    await this.#report.count(day, nearMisses);
  }
}
