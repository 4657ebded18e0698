/**
 * The notices beside the recipients of each compose: which verdicts are shown,
 * and when. While a person is typing, only those that more keys cannot void.
 */
import { documentOf } from '../dom.ts';
import type { HealthProblem } from '../messages/page.ts';
import type { Verdict } from '../messages/verdict.ts';
import { hasNotice, hideNotice, openNotice, showNotice } from '../warning/warning.ts';
import { canFix, fixRecipient, focusRecipient } from '../webmail/fix.ts';
import type { Reading, Recipient } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { reportDecisions } from './decisions.ts';
import type { Questions } from './questions.ts';
import type { Typing } from './typing.ts';
import { isWorthShowing, type Verdicts } from './verdicts.ts';

/** A recipient with something to say about it. */
interface Finding {
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
  readonly #questions: Questions;
  readonly #listener: NoticesListener;
  /** By compose: takes back what the popup was offered. */
  readonly #offered = new Map<Element, () => void>();
  /** By compose: what its notice shows; it stands beside the first. */
  readonly #shown = new Map<Element, readonly Finding[]>();
  readonly #dismissed = new WeakMap<Element, Set<string>>();

  constructor(webmail: Webmail, verdicts: Verdicts, typing: Typing, questions: Questions, listener: NoticesListener) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#typing = typing;
    this.#questions = questions;
    this.#listener = listener;
  }

  /** Take all out of the page but those of these composes. */
  keep(roots: readonly Element[] = []): void {
    for (const root of this.#shown.keys()) if (!roots.includes(root)) this.#hide(root);
  }

  /** Opens a notice and puts the focus into it: of this compose before others. False where there is none. */
  open(first: Element | null): boolean {
    const roots = [...this.#shown.keys()].sort((a, b) => Number(b === first) - Number(a === first));
    return roots.some((root) => {
      const anchor = this.#shown.get(root)?.[0]?.recipient.element;
      return anchor !== undefined && openNotice(anchor);
    });
  }

  /** Show what is known of a compose that a person has touched. `isDrawn`: the page has drawn something. */
  show(root: Element, reading: Reading, isDrawn: boolean): void {
    const { recipients, sender } = reading;
    const findings = new Map<string, Finding>();
    for (const recipient of recipients) {
      const verdict = recipient.address === null ? undefined : this.#verdicts.get(recipient.address, sender, true);
      if (verdict === undefined || !isWorthShowing(verdict) || findings.has(verdict.recipient)) continue;
      if (this.#dismissed.get(root)?.has(verdict.recipient)) continue;
      if (verdict.early || !this.#typing.isOn(recipient)) findings.set(verdict.recipient, { recipient, verdict });
    }
    this.#draw(root, reading, [...findings.values()], isDrawn);
  }

  #draw(root: Element, reading: Reading, findings: readonly Finding[], isDrawn: boolean): void {
    const anchor = findings[0]?.recipient.element;
    const before = this.#shown.get(root);
    if (before !== undefined && before[0]?.recipient.element !== anchor) this.#hide(root);
    if (anchor === undefined) return;
    if (!isDrawn && before !== undefined && areSame(before, findings) && hasNotice(anchor)) return;
    this.#shown.set(root, findings);
    showNotice(
      anchor,
      findings.map((one) => one.verdict),
      {
        canFix: (verdict) => canFix(this.#webmail, root, verdict.recipient, reading),
        canTrust: this.#verdicts.guarding.organisation.allowsTrust !== false,
        fix: (verdict, replacement) => this.#fix(root, verdict, replacement),
        trust: (verdict) => this.#decide(root, verdict, 'trust'),
        refused: (verdict) => this.#offer(root, verdict),
        keptClear: () => this.#webmail.keptClear(),
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

  /** The page may have covered the notice: the popup takes the answer. */
  #offer(root: Element, verdict: Verdict): void {
    if (this.#offered.get(root) !== undefined) return;
    const withdraw = this.#questions.offer({
      isHeld: false,
      verdicts: [verdict],
      canFix: () => canFix(this.#webmail, root, verdict.recipient),
      allowsTrust: this.#verdicts.guarding.organisation.allowsTrust !== false,
      answer: (choice) => {
        this.#withdraw(root);
        if (choice === 'fix') void this.#fix(root, verdict, verdict.suggestion);
        else if (choice === 'trust') this.#decide(root, verdict, 'trust');
      },
    });
    this.#offered.set(root, withdraw);
  }

  #withdraw(root: Element): void {
    this.#offered.get(root)?.();
    this.#offered.delete(root);
  }

  async #fix(root: Element, verdict: Verdict, replacement: string): Promise<void> {
    this.#decide(root, verdict, 'fix');
    const isDone = await fixRecipient(this.#webmail, root, verdict.recipient, replacement);
    if (!isDone) await focusRecipient(this.#webmail, root, verdict.recipient);
    this.#listener.soon();
  }

  #hide(root: Element): void {
    const anchor = this.#shown.get(root)?.[0]?.recipient.element;
    if (anchor !== undefined) hideNotice(anchor);
    this.#withdraw(root);
    this.#shown.delete(root);
  }

  #decide(root: Element, verdict: Verdict, choice: 'fix' | 'trust'): void {
    void reportDecisions([{ verdict, choice }], {
      document: documentOf(root),
      verdicts: this.#verdicts,
      isAtSend: false,
      silent: () => this.#listener.problem('core-silent'),
      undone: () => undefined,
    });
  }
}

function areSame(one: readonly Finding[], other: readonly Finding[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ recipient, verdict }, at) => {
      const like = other[at];
      const isSamePlace = like?.recipient.element === recipient.element && like.recipient.state === recipient.state;
      return isSamePlace && like.verdict === verdict;
    })
  );
}
