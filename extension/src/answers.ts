/**
 * What the background answers to each call. Holds what the calls change: the
 * person's own entries, history, counts, and the reports of open pages.
 */
import type { Asker } from './browser.ts';
import { type Counts, dayOf, withCount } from './counts.ts';
import { type History, withMail } from './history.ts';
import type { Kept } from './kept.ts';
import {
  type CallName,
  type Calls,
  type Decided,
  type Guarding,
  MAX_RECIPIENT_LENGTH,
  MAX_RECIPIENTS_PER_CHECK,
  type PageReport,
  type ReplyOf,
  type RequestOf,
  type Verdict,
} from './messages.ts';
import { type Pages, tabReport, withoutTab, withReport } from './pages.ts';
import { MAX_ENTRIES, type Personal, readPersonal, rememberedAddress } from './personal.ts';
import type { PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';

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
  readonly showReport: (tab: number, report: PageReport | undefined) => void;
}

type Answer<N extends CallName> = (request: RequestOf<N>, asker: Asker) => Promise<ReplyOf<N>>;

export class Answers {
  readonly #protection: Protection;
  readonly #policy: PolicyKeeper;
  readonly #keeping: Keeping;
  readonly #effects: Effects;

  constructor(protection: Protection, policy: PolicyKeeper, keeping: Keeping, effects: Effects) {
    this.#protection = protection;
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
    const { failure, organisation } = await this.#policy.current();
    return { failure, organisation, revision: this.#protection.revision };
  }

  async forgetTab(tab: number): Promise<void> {
    if (tab in (await this.#keeping.pages.get())) await this.#keeping.pages.change((pages) => withoutTab(pages, tab));
  }

  readonly #answers: { readonly [N in keyof Calls]: Answer<N> } = {
    warm: async () => {
      await this.#protection.warm();
      return this.guarding();
    },

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
      if (trusted.length > 0) await this.#trust(trusted, isPrivate);
      if (!isPrivate) await this.#count(decisions);
      return this.guarding();
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
      const [personal, policy] = [await this.#keeping.personal.get(), await this.#policy.current()];
      if (isPrivate || !personal.keepsHistory || !policy.allowsHistory) return null;
      const verdicts = await this.#protection.check(recipients.slice(0, MAX_RECIPIENTS_PER_CHECK), sender);
      const domains = new Map(verdicts.map(({ domain, level }) => [domain, level === 'warn']));
      const mails = Array.from(domains, ([domain, wasWarned]) => ({ domain, wasWarned }));
      await this.#keeping.history.change((history) => withMail(history, dayOf(this.#effects.now()), mails));
      await this.#effects.changed();
      return null;
    },
  };

  async #judge(recipients: readonly string[], sender: string): Promise<Verdict[]> {
    const cut = recipients.map((recipient) => String(recipient).slice(0, MAX_RECIPIENT_LENGTH));
    const verdicts = await this.#protection.check(cut, sender);
    const [{ addresses }, passing] = [await this.#keeping.personal.get(), await this.#keeping.passing.get()];
    const right = new Set([...addresses, ...passing]);
    return verdicts.map((verdict, index) => {
      const answered = { ...verdict, recipient: recipients[index] ?? verdict.recipient };
      // What policy blocks or wants a reason for each time, nobody waves through once for all.
      const isMine = verdict.action === 'ask' || verdict.action === 'notice';
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
    await this.#keeping.counts.change((counts) =>
      decisions.reduce((sum, { verdict, choice }) => withCount(sum, day, verdict.kind, choice), counts),
    );
  }
}
