/** Verdicts known in this frame, so that Send is decided without waiting. */
import { AskError, ask, isOrphaned } from '../browser.ts';
import {
  type Guarding,
  MAX_RECIPIENT_LENGTH,
  MAX_RECIPIENTS_PER_CHECK,
  type ReplyOf,
  type Verdict,
} from '../messages.ts';
import { measured } from '../timing.ts';

/** Verdicts kept at once: bounds the memory of a page that stays open for weeks. */
const MAX_KNOWN = 5000;
/** A request that died with its worker is made again after this time, in ms: the browser starts another worker. */
const ASK_AGAIN_AFTER = 30;
/** And given up after this time, in ms. */
const ASK_FOR = 5000;

/** The revision of lists and policy before the background has answered. */
const UNKNOWN = -1;

export class Verdicts {
  /** What policy says about failing and whom to ask; a safe default until the background answers. */
  guarding: Guarding = { failure: 'send', organisation: { name: '', contact: '', help: '' }, revision: UNKNOWN };
  readonly #known = new Map<string, { readonly verdict: Verdict; readonly revision: number }>();
  readonly #asked = new Map<string, Promise<void>>();
  /** Those of them that only somebody waits for who tells of them. */
  readonly #quiet = new Set<string>();
  readonly #changed: () => void;

  /** `changed` is called when there is something else to say, or old verdicts have become void. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * What is known, also of a revision before: Send does not wait for a list
   * that changes at that moment, and the new verdict is on its way.
   */
  get(recipient: string, sender: string): Verdict | undefined {
    return this.#known.get(keyOf(recipient, sender))?.verdict;
  }

  /** Whether the verdict is of the lists and policy of now. */
  isFresh(recipient: string, sender: string): boolean {
    return this.#known.get(keyOf(recipient, sender))?.revision === this.guarding.revision;
  }

  /** Policy holds what cannot be checked: true until the background says what policy is. */
  supposeHolding(): void {
    if (this.guarding.revision === UNKNOWN) this.guarding = { ...this.guarding, failure: 'hold' };
  }

  /** Load the core ahead of the first check. */
  async warm(): Promise<void> {
    this.adopt(await ask('warm', {}));
  }

  /** What the background says now; verdicts of another revision have to be asked for again. */
  adopt(guarding: Guarding): void {
    this.#adopt(guarding, false);
  }

  #adopt(guarding: Guarding, isNews: boolean): void {
    const isNew = guarding.revision !== this.guarding.revision;
    this.guarding = guarding;
    if (isNew) this.#asked.clear();
    // By itself: no defect of the listener reaches those who wait for verdicts.
    if (isNew || isNews) queueMicrotask(this.#changed);
  }

  /**
   * Ask for those that are not fresh; resolves when all are, rejects when the core
   * is silent. `isQuiet`: the asker tells of what is to be said; no longer, once another waits, too.
   */
  async fetch(recipients: readonly string[], sender: string, isQuiet = false): Promise<void> {
    const waiting: Promise<void>[] = [];
    const fresh: string[] = [];
    for (const recipient of new Set(recipients)) {
      const key = keyOf(recipient, sender);
      if (this.isFresh(recipient, sender)) continue;
      const asked = this.#asked.get(key);
      if (asked !== undefined) waiting.push(asked);
      else fresh.push(recipient);
      if (!isQuiet) this.#quiet.delete(key);
      else if (asked === undefined) this.#quiet.add(key);
    }
    for (let at = 0; at < fresh.length; at += MAX_RECIPIENTS_PER_CHECK) {
      const part = fresh.slice(at, at + MAX_RECIPIENTS_PER_CHECK);
      const answer = this.#ask(part, sender);
      for (const recipient of part) this.#asked.set(keyOf(recipient, sender), answer);
      waiting.push(answer);
    }
    await Promise.all(waiting);
  }

  async #ask(recipients: readonly string[], sender: string): Promise<void> {
    try {
      const { verdicts, guarding } = await this.#check(
        recipients.map((one) => one.slice(0, MAX_RECIPIENT_LENGTH)),
        sender,
      );
      measured('answer', () => {
        let isNews = false;
        for (const [at, recipient] of recipients.entries()) {
          const verdict = verdicts[at];
          if (verdict === undefined) continue;
          const key = keyOf(recipient, sender);
          const before = this.#remember(key, verdict, guarding.revision);
          isNews ||= isWorthSaying(verdict) && !this.#quiet.has(key);
          isNews ||= before !== undefined && isWorthSaying(before);
        }
        // Nearly all verdicts have nothing to say, and each key of a domain brings one.
        this.#adopt(guarding, isNews);
      });
    } finally {
      for (const recipient of recipients) {
        this.#asked.delete(keyOf(recipient, sender));
        this.#quiet.delete(keyOf(recipient, sender));
      }
    }
  }

  async #check(recipients: readonly string[], sender: string): Promise<ReplyOf<'check'>> {
    const until = Date.now() + ASK_FOR;
    for (;;) {
      try {
        return await ask('check', { recipients, sender, isTouched: true });
      } catch (error) {
        const isTorn = error instanceof AskError && error.code === 'unreachable' && !isOrphaned();
        if (!isTorn || Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER));
      }
    }
  }

  /** @returns the verdict before this one */
  #remember(key: string, verdict: Verdict, revision: number): Verdict | undefined {
    const before = this.#known.get(key)?.verdict;
    const oldest = this.#known.keys().next().value;
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, { verdict, revision });
    return before;
  }
}

/** Whether a person is told of it. */
export function isWorthSaying(verdict: Verdict): boolean {
  return verdict.level !== 'none' && verdict.action !== 'allow';
}

function keyOf(recipient: string, sender: string): string {
  return `${recipient}\n${sender}`;
}
