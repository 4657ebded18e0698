/**
 * What the background answers to each call. Holds what the calls change: the
 * person's own entries, history, counts, and the reports of open pages.
 */
import type { Asker } from '../browser.ts';
import { dayOf, withCount } from '../counts.ts';
import type { Counts, Personal } from '../messages.ts';
import {
  type CallName,
  type Calls,
  type Decided,
  type Guarding,
  MAX_RECIPIENT_LENGTH,
  MAX_RECIPIENTS_PER_CHECK,
  type Overview,
  type PageReport,
  type ReplyOf,
  type RequestOf,
  type Verdict,
} from '../messages.ts';
import { MAX_ENTRIES, readPersonal, rememberedAddress } from '../personal.ts';
import type { Descriptions } from './descriptions.ts';
import { type History, habitual, withMail } from './history.ts';
import type { Kept } from './kept.ts';
import type { NearMissReport } from './nearmissreport.ts';
import { isLocked, type PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';
import { type Pages, tabReport, withoutTab, withReport } from './tabs.ts';

/** A request that makes no sense; a defect of the asker, not of the core. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}

export interface Keeping {
  readonly personal: Kept<Personal>;
  /** Addresses said to be right in private windows: gone with the browser's session. */
  readonly passing: Kept<readonly string[]>;
  readonly history: Kept<History>;
  readonly counts: Kept<Counts>;
  readonly pages: Kept<Pages>;
}

export interface Effects {
  readonly now: () => number;
  /** Lists, policy or personal entries changed: configure the core anew and tell the pages. */
  readonly changed: () => Promise<void>;
  /** The same, but nobody waits for it: after a while without requests, else at the next start. */
  readonly changedAtLeisure: () => void;
  readonly showReport: (tab: number, report: PageReport | undefined) => void;
  readonly listsOverview: () => Promise<Overview['lists']>;
  readonly descriptions: Pick<Descriptions, 'offer' | 'tried' | 'standing'>;
  /** Pages shall ask again for what they know. */
  readonly tellPages: () => Promise<void>;
  /** True when there are new lists; throws when the server could not be asked or believed. */
  readonly updateLists: () => Promise<boolean>;
  /** Of the extension. */
  readonly version: string;
}

/** What policy says of a domain itself, near miss or not. */
const OF_POLICY: readonly string[] = ['blocked-domain', 'external-recipient'];

/** A webmail page has no business in the options, even if its renderer were taken over. */
function onlyOwnPages({ isOwnPage }: Asker): void {
  if (!isOwnPage) throw new InputError('only the extension’s own pages ask for this');
}

type Answer<N extends CallName> = (request: RequestOf<N>, asker: Asker) => Promise<ReplyOf<N>>;

export class Answers {
  readonly #protection: Protection;
  readonly #policy: PolicyKeeper;
  readonly #keeping: Keeping;
  readonly #report: NearMissReport;
  readonly #effects: Effects;

  constructor(
    protection: Protection,
    policy: PolicyKeeper,
    keeping: Keeping,
    report: NearMissReport,
    effects: Effects,
  ) {
    this.#protection = protection;
    this.#report = report;
    this.#policy = policy;
    this.#keeping = keeping;
    this.#effects = effects;
  }

  serve<N extends CallName>(call: N, request: RequestOf<N>, asker: Asker): Promise<ReplyOf<N>> {
    const answer: Answer<N> | undefined = this.#answers[call];
    if (answer === undefined) return Promise.reject(new InputError(`no call named ${String(call)}`));
    return answer(request, asker);
  }

  async guarding(): Promise<Guarding> {
    const known = await this.#policy.current();
    const { policy } = known.reading;
    return {
      failure: policy.failure,
      organisation: {
        name: policy.organisationName,
        contact: policy.organisationContact,
        help: policy.organisationHelp,
        allowsTrust: !isLocked(known, 'allow-addresses'),
      },
      revision: this.#protection.revision,
    };
  }

  async forgetTab(tab: number): Promise<void> {
    if (tab in (await this.#keeping.pages.get())) await this.#keeping.pages.change((pages) => withoutTab(pages, tab));
  }

  readonly #answers: { readonly [N in keyof Calls]: Answer<N> } = {
    warm: async (_request, { host }) => {
      await this.#protection.warm();
      const { webmailHosts } = (await this.#policy.current()).reading.policy;
      const named = webmailHosts.find((entry) => entry.host === host);
      return { ...(await this.guarding()), webmail: named?.webmail ?? '' };
    },

    guarding: () => this.guarding(),

    check: async ({ recipients, sender }) => {
      if (!Array.isArray(recipients) || recipients.length > MAX_RECIPIENTS_PER_CHECK) {
        throw new InputError(`at most ${MAX_RECIPIENTS_PER_CHECK} recipients in one check`);
      }
      const verdicts = await this.#judge(recipients, sender);
      return { verdicts, guarding: await this.guarding() };
    },

    page: async ({ report }, { tab, frame }) => {
      if (tab === undefined) throw new InputError('only a page reports on a page');
      const pages = await this.#keeping.pages.change((known) => withReport(known, tab, frame, report));
      this.#effects.showReport(tab, tabReport(pages, tab));
      return null;
    },

    decided: async ({ decisions }, { isPrivate }) => {
      const trusted = decisions.filter(({ choice }) => choice === 'trust');
      const mayTrust = !isLocked(await this.#policy.current(), 'allow-addresses');
      if (trusted.length > 0 && mayTrust) await this.#trust(trusted, isPrivate);
      if (!isPrivate) await this.#count(decisions);
      return this.guarding();
    },

    describe: async ({ webmail }) => this.#effects.descriptions.offer(String(webmail)),

    described: async (trial) => {
      if (await this.#effects.descriptions.tried(trial)) await this.#effects.tellPages();
      return null;
    },

    untrust: async ({ recipient }) => {
      const [verdict] = await this.#protection.check([recipient], '');
      const address = rememberedAddress(recipient, verdict?.domain ?? '');
      await this.#keeping.personal.change((personal) => ({
        ...personal,
        addresses: personal.addresses.filter((known) => known !== address),
      }));
      await this.#keeping.passing.change((addresses) => addresses.filter((known) => known !== address));
      await this.#effects.changed();
      return this.guarding();
    },

    sent: async ({ recipients, sender }, { isPrivate }) => {
      if (isPrivate || !(await this.#keepsHistory())) return null;
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
        await this.#keeping.pages.get(),
        await this.#keeping.history.get(),
      ];
      await this.#protection.warm().catch(() => undefined); // its health tells
      return {
        version: this.#effects.version,
        core: this.#protection.health,
        lists,
        descriptions: await this.#effects.descriptions.standing(),
        page: (tab === undefined ? undefined : tabReport(pages, tab)) ?? null,
        counts: await this.#keeping.counts.get(),
        personal: await this.#keeping.personal.get(),
        history: { domains: Object.keys(history).length, habits: habitual(history).length },
        policy: (await this.#policy.current()).reading,
      };
    },

    update: async (_request, asker) => {
      onlyOwnPages(asker);
      return { isNew: await this.#effects.updateLists() };
    },

    personal: async ({ change, isImport }, asker) => {
      onlyOwnPages(asker);
      const policy = await this.#policy.current();
      if (isImport && isLocked(policy, 'import')) throw new InputError('policy does not allow imports');
      const personal = await this.#keeping.personal.change((before) => {
        const wanted = readPersonal({ ...before, ...change });
        return {
          protected: isLocked(policy, 'protected-domains') ? before.protected : wanted.protected,
          allowed: isLocked(policy, 'allowed-domains') ? before.allowed : wanted.allowed,
          addresses: isLocked(policy, 'allow-addresses') ? before.addresses : wanted.addresses,
          keepsHistory: isLocked(policy, 'history') ? before.keepsHistory : wanted.keepsHistory,
          mayCapture: wanted.mayCapture && !isLocked(policy, 'capture'),
        };
      });
      if (!personal.keepsHistory) await this.#keeping.history.change(() => ({}));
      await this.#effects.changed();
      return personal;
    },

    report: async (_request, asker) => {
      onlyOwnPages(asker);
      return this.#report.preview();
    },

    forget: async ({ what }, asker) => {
      onlyOwnPages(asker);
      if (what === 'history') await this.#keeping.history.change(() => ({}));
      if (what === 'counts') await this.#keeping.counts.change(() => ({}));
      await this.#effects.changed();
      return null;
    },
  };

  async #keepsHistory(): Promise<boolean> {
    const { policy } = (await this.#policy.current()).reading;
    return policy.history && (await this.#keeping.personal.get()).keepsHistory;
  }

  async #judge(recipients: readonly string[], sender: string): Promise<Verdict[]> {
    const cut = recipients.map((recipient) => String(recipient).slice(0, MAX_RECIPIENT_LENGTH));
    const verdicts = await this.#protection.check(cut, sender);
    const mayTrust = !isLocked(await this.#policy.current(), 'allow-addresses');
    const [{ addresses }, passing] = [await this.#keeping.personal.get(), await this.#keeping.passing.get()];
    const right = new Set(mayTrust ? [...addresses, ...passing] : []);
    return verdicts.map((verdict, index) => {
      const answered = { ...verdict, recipient: recipients[index] ?? verdict.recipient };
      // What policy blocks or wants a reason for each time, nobody waves through once for all.
      const isMine = (verdict.action === 'ask' || verdict.action === 'notice') && !OF_POLICY.includes(verdict.kind);
      const isRight = isMine && right.has(rememberedAddress(verdict.recipient, verdict.domain));
      return isRight ? { ...answered, level: 'none', action: 'allow' } : answered;
    });
  }

  async #trust(decisions: readonly Decided[], isPrivate: boolean): Promise<void> {
    const addresses = decisions
      .map(({ verdict }) => rememberedAddress(verdict.recipient, verdict.domain))
      .filter((address) => address !== '');
    if (isPrivate) {
      await this.#keeping.passing.change((known) => [...addresses, ...known].slice(0, MAX_ENTRIES));
    } else {
      await this.#keeping.personal.change((personal) =>
        readPersonal({ ...personal, addresses: [...addresses, ...personal.addresses] }),
      );
    }
    await this.#effects.changed();
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
