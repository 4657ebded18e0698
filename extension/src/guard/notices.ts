/**
 * The notices beside the recipients of each compose: which verdicts are told,
 * and when. While a person is at it, only those that more keys cannot void.
 */
import { ask } from '../browser.ts';
import type { HealthProblem, Verdict } from '../messages.ts';
import { hasNotice, hideNotice, showNotice } from '../warning/warning.ts';
import { canFix, fixRecipient, focusRecipient } from '../webmail/fix.ts';
import type { Reading, Recipient } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';
import type { Typing } from './typing.ts';
import { isWorthSaying, type Verdicts } from './verdicts.ts';

/** Something that is told, and where. */
interface Told {
  readonly recipient: Recipient;
  readonly verdict: Verdict;
}

export interface NoticesListener {
  /** Something of ours has changed the page. */
  readonly soon: () => void;
  readonly problem: (problem: HealthProblem) => void;
}

export class Notices {
  readonly #webmail: Webmail;
  readonly #verdicts: Verdicts;
  readonly #typing: Typing;
  readonly #listener: NoticesListener;
  /** By compose: what its notice tells; it stands beside the first. */
  readonly #shown = new Map<Element, readonly Told[]>();
  readonly #dismissed = new WeakMap<Element, Set<string>>();

  constructor(webmail: Webmail, verdicts: Verdicts, typing: Typing, listener: NoticesListener) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#typing = typing;
    this.#listener = listener;
  }

  /** Take all out of the page but those of these composes. */
  keep(roots: readonly Element[] = []): void {
    for (const root of this.#shown.keys()) if (!roots.includes(root)) this.#hide(root);
  }

  /** The addresses that are told of in a field that a person types into. */
  toldIn(field: Element): readonly string[] {
    const addresses: string[] = [];
    for (const told of this.#shown.values()) {
      for (const { recipient } of told) {
        if (recipient.element === field && recipient.address !== null) addresses.push(recipient.address);
      }
    }
    return addresses;
  }

  /** Tell what is known of those a compose goes to now; `isDrawn`: the page has changed otherwise. */
  show(root: Element, reading: Reading, isDrawn: boolean): void {
    const { recipients, sender } = reading;
    const bad: Told[] = [];
    for (const recipient of recipients) {
      const verdict = recipient.address === null ? undefined : this.#verdicts.get(recipient.address, sender);
      if (verdict === undefined || !isWorthSaying(verdict)) continue;
      if (bad.some((one) => one.verdict.recipient === verdict.recipient)) continue;
      if (this.#dismissed.get(root)?.has(verdict.recipient)) continue;
      if (!verdict.early && this.#typing.isOn(recipient)) continue;
      bad.push({ recipient, verdict });
    }
    this.#draw(root, reading, bad, isDrawn);
  }

  #draw(root: Element, reading: Reading, bad: readonly Told[], isDrawn: boolean): void {
    const anchor = bad[0]?.recipient.element;
    const before = this.#shown.get(root);
    if (before !== undefined && before[0]?.recipient.element !== anchor) this.#hide(root);
    if (anchor === undefined) return;
    if (!isDrawn && before !== undefined && areSame(before, bad) && hasNotice(anchor)) return;
    this.#shown.set(root, bad);
    showNotice(
      anchor,
      bad.map((one) => one.verdict),
      {
        canFix: (verdict) => canFix(this.#webmail, root, verdict.recipient, reading),
        fix: (verdict, replacement) => {
          this.#decide(verdict, 'fix');
          fixRecipient(this.#webmail, root, verdict.recipient, replacement).then((isDone) => {
            if (!isDone) focusRecipient(this.#webmail, root, verdict.recipient);
            this.#listener.soon();
          });
        },
        trust: (verdict) => this.#decide(verdict, 'trust'),
        keptClear: () => this.#webmail.reachables(),
        dismiss: (verdicts) => {
          const known = this.#dismissed.get(root) ?? new Set<string>();
          for (const verdict of verdicts) known.add(verdict.recipient);
          this.#dismissed.set(root, known);
          this.#listener.soon();
        },
      },
      isDrawn,
    );
  }

  #hide(root: Element): void {
    const anchor = this.#shown.get(root)?.[0]?.recipient.element;
    if (anchor !== undefined) hideNotice(anchor);
    this.#shown.delete(root);
  }

  #decide(verdict: Verdict, choice: 'fix' | 'trust'): void {
    ask('decided', { decisions: [{ verdict, choice }] }).then(
      (guarding) => this.#verdicts.adopt(guarding),
      () => this.#listener.problem('core-silent'),
    );
  }
}

function areSame(one: readonly Told[], other: readonly Told[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ recipient, verdict }, at) => {
      const like = other[at];
      const isSamePlace = like?.recipient.element === recipient.element && like.recipient.state === recipient.state;
      return isSamePlace && like.verdict === verdict;
    })
  );
}
