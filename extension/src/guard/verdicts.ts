/** Verdicts known in this frame, so that Send is decided without waiting. */
import { AskError, ask, isOrphaned } from '../browser/ask.ts';
import type { ReplyOf } from '../messages/calls.ts';
import type { Guarding } from '../messages/guarding.ts';
import { MAX_RECIPIENTS_PER_CHECK, type Verdict } from '../messages/verdict.ts';
import { measured } from '../timing.ts';
import { pause, waitOf } from '../waits.ts';

/** Verdicts kept at once: of one mail to as many people as are read, before and after a touch; pages stay open for weeks. */
const MAX_KNOWN = 20_000;
/** A request that died with its worker is made again after this time, in ms: the browser starts another worker. */
const ASK_AGAIN_AFTER = 30;

/** The revision of lists and policy before the background has answered. */
const UNKNOWN = -1;

export class Verdicts {
  /** What policy says about failing and whom to ask; a safe default until the background answers. */
  guarding: Guarding = { failure: 'send', organisation: { name: '', contact: '', help: '' }, revision: UNKNOWN };
  readonly #known = new Map<string, { readonly verdict: Verdict; readonly revision: number }>();
  readonly #pending = new Map<string, Promise<void>>();
  readonly #changed: () => void;
  #pauseEnd: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called when there is something else to show, or old verdicts have become void. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * What is known, also of a revision before: Send does not wait for a list
   * that changes at that moment, and the new verdict is on its way. `isPersonal`:
   * with what only this person's history and settings say.
   */
  get(recipient: string, sender: string, isPersonal: boolean): Verdict | undefined {
    return this.#known.get(keyOf(recipient, sender, isPersonal))?.verdict;
  }

  /** Those with no verdict of the lists and policy of now. */
  outdated(recipients: readonly string[], sender: string, isPersonal: boolean): readonly string[] {
    const { revision } = this.guarding;
    const isOutdated = (one: string): boolean => this.#known.get(keyOf(one, sender, isPersonal))?.revision !== revision;
    return [...new Set(recipients)].filter(isOutdated);
  }

  /** Policy holds what cannot be checked: true until the background says what policy is. */
  supposeHolding(): void {
    if (this.guarding.revision === UNKNOWN) this.guarding = { ...this.guarding, failure: 'hold' };
  }

  /** What the background says now; verdicts of another revision have to be asked for again. */
  adopt(guarding: Guarding, isNews = false): void {
    const isRevised = guarding.revision !== this.guarding.revision;
    const isNew = isNews || isRevised || guarding.pausedUntil !== this.guarding.pausedUntil;
    if (isRevised) this.#pending.clear();
    this.guarding = guarding;
    clearTimeout(this.#pauseEnd);
    if (this.isPaused()) this.#pauseEnd = setTimeout(this.#changed, (guarding.pausedUntil ?? 0) - Date.now());
    // By itself: no defect of the listener reaches those who wait for verdicts.
    if (isNew) queueMicrotask(this.#changed);
  }

  /** The person has paused checking here. */
  isPaused(): boolean {
    return (this.guarding.pausedUntil ?? 0) > Date.now();
  }

  /** Ask for those that are not up to date; resolves when all are, rejects when the core is silent. */
  async fetch(recipients: readonly string[], sender: string, isPersonal: boolean): Promise<void> {
    const pendingFor = (one: string): Promise<void> | undefined => this.#pending.get(keyOf(one, sender, isPersonal));
    const outdated = this.outdated(recipients, sender, isPersonal);
    const unasked = outdated.filter((one) => pendingFor(one) === undefined);
    for (let at = 0; at < unasked.length; at += MAX_RECIPIENTS_PER_CHECK) {
      const part = unasked.slice(at, at + MAX_RECIPIENTS_PER_CHECK);
      const answer = this.#ask(part, sender, isPersonal);
      for (const recipient of part) this.#pending.set(keyOf(recipient, sender, isPersonal), answer);
    }
    await Promise.all(outdated.map(pendingFor));
  }

  async #ask(recipients: readonly string[], sender: string, isPersonal: boolean): Promise<void> {
    try {
      const { verdicts, guarding } = await this.#check(recipients, sender, isPersonal);
      measured('answer', () => {
        let isNews = false;
        for (const [at, recipient] of recipients.entries()) {
          const verdict = verdicts[at];
          if (verdict === undefined) continue;
          const before = this.get(recipient, sender, isPersonal);
          isNews ||= isWorthShowing(verdict) || (before !== undefined && isWorthShowing(before));
          const [oldest = ''] = this.#known.keys();
          if (this.#known.size >= MAX_KNOWN) this.#known.delete(oldest);
          this.#known.set(keyOf(recipient, sender, isPersonal), { verdict, revision: guarding.revision });
        }
        this.adopt(guarding, isNews);
      });
    } finally {
      for (const recipient of recipients) this.#pending.delete(keyOf(recipient, sender, isPersonal));
    }
  }

  async #check(recipients: readonly string[], sender: string, isTouched: boolean): Promise<ReplyOf<'check'>> {
    const until = Date.now() + waitOf('verdicts');
    for (;;) {
      try {
        return await ask('check', { recipients, sender, isTouched });
      } catch (error) {
        const isTorn = error instanceof AskError && error.code === 'unreachable' && !isOrphaned();
        if (!isTorn || Date.now() > until) throw error;
        await pause(ASK_AGAIN_AFTER);
      }
    }
  }
}

/** Whether a person is shown it. */
export function isWorthShowing(verdict: Verdict): boolean {
  return verdict.level !== 'none' && verdict.action !== 'allow';
}

/** Whether it keeps a mail from going. */
export function holdsMail({ action }: Verdict): boolean {
  return action === 'ask' || action === 'ask-reason' || action === 'block';
}

function keyOf(recipient: string, sender: string, isPersonal: boolean): string {
  return `${recipient}\n${sender}\n${isPersonal}`;
}
