/**
 * Whose knowledge decides about a recipient. Public lists and policy are the same
 * for everybody. History, own domains and remembered addresses are this person's:
 * a page may learn of them only where a person writes, and only so much of it.
 */
import type { Asker } from '../browser/ask.ts';
import type { Personal } from '../messages/personal.ts';
import { MAX_RECIPIENT_LENGTH, type Verdict } from '../messages/verdict.ts';
import { rememberedAddress } from '../personal.ts';
import { within } from '../waits.ts';
import type { Budget } from './budget.ts';
import type { KeyedDigest } from './digest.ts';
import { isLocked, type PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';
import type { StoredValue } from './storedvalue.ts';

/** A disk that takes longer to note an answer, in ms, keeps nobody from the public verdict. */
const COUNTED_WITHIN = 2000;

export interface Knowledge {
  /** With the person's own entries and habits. */
  readonly own: Pick<Protection, 'check'>;
  /** Public lists and policy alone. */
  readonly common: Pick<Protection, 'check'>;
  readonly policy: PolicyKeeper;
  readonly personal: StoredValue<Personal>;
  /** Addresses said to be right in private windows. */
  readonly passing: StoredValue<readonly string[]>;
  readonly digest: KeyedDigest;
  readonly budget: Budget;
  /** Of private windows: never written to the disk. */
  readonly privateBudget: Budget;
}

/** What policy says of a domain itself, near miss or not. */
const OF_POLICY: readonly string[] = ['blocked-domain', 'external-recipient'];

interface Judged {
  readonly verdict: Verdict;
  /** The person has said that the address is right, and policy does not say otherwise. */
  readonly isRight: boolean;
}

/** What is left to say of an address that is right: that it is outside, where policy wants that said each time. */
function withoutNearMiss(verdict: Verdict): Verdict {
  const { external, domain } = verdict;
  if (external === '') return { ...verdict, level: 'none', action: 'allow' };
  return {
    ...verdict,
    level: external === 'notice' ? 'notice' : 'warn',
    action: external,
    kind: 'external-recipient',
    target: '',
    category: 'organisation',
    suggestion: '',
    alternative: '',
    early: false,
    decidedBy: 'externalRecipients',
    reason: `${domain} is outside your organisation`,
  };
}

export class Judge {
  readonly #know: Knowledge;

  constructor(know: Knowledge) {
    this.#know = know;
  }

  /** Verdicts in the order of `recipients`. */
  async judge(recipients: readonly string[], sender: string, asker: Asker, isTouched: boolean): Promise<Verdict[]> {
    const cut = recipients.map((recipient) => String(recipient).slice(0, MAX_RECIPIENT_LENGTH));
    const named = (verdicts: readonly Verdict[]): Verdict[] =>
      verdicts.map((verdict, at) => ({ ...verdict, recipient: recipients[at] ?? verdict.recipient }));
    if (asker.isOwnPage) {
      const own = await this.#own(cut, sender, false);
      return named(own.map(({ verdict }) => verdict));
    }
    const common = await this.#know.common.check(cut, sender);
    if (!isTouched) return named(common);
    const own = await this.#own(cut, sender, asker.isPrivate);
    const answers = await Promise.all(own.map((judged, at) => this.#answerIn(judged, common[at])));
    const wanted = [...new Set(answers.filter((answer) => answer !== ''))];
    const admitted = await this.#admit(asker, wanted);
    const verdicts = own.map(({ verdict }, at) => {
      const answer = answers[at] ?? '';
      return answer === '' || admitted.has(answer) ? verdict : (common[at] ?? verdict);
    });
    return named(verdicts);
  }

  /** The person said it in this page, which need not be kept from knowing it. */
  async saidRight(addresses: readonly string[], asker: Asker): Promise<void> {
    if (asker.host === '') return;
    const answers = await Promise.all(addresses.map((address) => this.#know.digest.of('address', address)));
    await this.#budgetOf(asker).give(await this.#siteOf(asker.host), answers);
  }

  /** Milliseconds since 1970: when pages of this host may get another answer; 0 for now. */
  async withheldUntil(host: string, isPrivate: boolean): Promise<number> {
    return this.#budgetOf({ isPrivate }).withheldUntil(await this.#siteOf(host));
  }

  async #own(recipients: readonly string[], sender: string, isPrivate: boolean): Promise<Judged[]> {
    const [verdicts, right] = await Promise.all([this.#know.own.check(recipients, sender), this.#right(isPrivate)]);
    return verdicts.map((verdict) => {
      // What policy blocks or wants a reason for each time, nobody waves through once for all.
      const isMine = (verdict.action === 'ask' || verdict.action === 'notice') && !OF_POLICY.includes(verdict.kind);
      const isRight = isMine && right.has(rememberedAddress(verdict.recipient, verdict.domain));
      return { verdict: isRight ? withoutNearMiss(verdict) : verdict, isRight };
    });
  }

  async #right(isPrivate: boolean): Promise<ReadonlySet<string>> {
    if (isLocked(await this.#know.policy.current(), 'allow-addresses')) return new Set();
    const { addresses } = await this.#know.personal.get();
    // What was said in a private window stays there.
    return new Set(isPrivate ? [...addresses, ...(await this.#know.passing.get())] : addresses);
  }

  /**
   * What the verdict gives away beyond what everybody's says; '' for nothing. A
   * target that a site knows gives nothing new away at the next slip of it.
   */
  async #answerIn({ verdict: own, isRight }: Judged, common: Verdict | undefined): Promise<string> {
    if (JSON.stringify(own) === JSON.stringify(common)) return '';
    const { digest } = this.#know;
    if (isRight) return digest.of('address', rememberedAddress(own.recipient, own.domain));
    if (own.level !== 'none') return digest.of('target', own.target || own.domain || own.recipient);
    return digest.of('domain', own.domain || own.recipient);
  }

  async #admit(asker: Asker, answers: readonly string[]): Promise<ReadonlySet<string>> {
    if (answers.length === 0) return new Set();
    const admitted = this.#siteOf(asker.host).then((site) => this.#budgetOf(asker).admit(site, answers));
    // What cannot be counted, or not in time, is not given away.
    return (await within(COUNTED_WITHIN, admitted)) ? admitted : new Set();
  }

  #budgetOf({ isPrivate }: Pick<Asker, 'isPrivate'>): Budget {
    return isPrivate ? this.#know.privateBudget : this.#know.budget;
  }

  #siteOf(host: string): Promise<string> {
    return this.#know.digest.of('site', host);
  }
}
