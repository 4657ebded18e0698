/**
 * The notices beside the recipients of each compose: which verdicts are shown,
 * and when. While a person is typing, only those that more keys cannot void.
 */
import type { Verdict } from '../messages/verdict.ts';
import { hideNotice, openNotice, showNotice } from '../warning/warning.ts';
import { canFix, fixRecipient, focusRecipient } from '../webmail/fix.ts';
import type { Reading } from '../webmail/recipients.ts';
import { reportDecisions } from './decisions.ts';
import type { Parts } from './parts.ts';
import type { Typing } from './typing.ts';
import { isWorthShowing } from './verdicts.ts';

export class Notices {
  readonly #parts: Parts;
  readonly #typing: Typing;
  readonly #soon: () => void;
  /** By compose: takes back what the popup was offered. */
  readonly #offered = new Map<Element, () => void>();
  /** By compose: the recipient that its notice stands beside. */
  readonly #anchors = new Map<Element, Element>();
  readonly #dismissed = new WeakMap<Element, Set<string>>();

  /** `soon` is called when something of ours has changed the page. */
  constructor(parts: Parts, typing: Typing, soon: () => void) {
    this.#parts = parts;
    this.#typing = typing;
    this.#soon = soon;
  }

  /** Take all out of the page but those of these composes. */
  keep(roots: readonly Element[]): void {
    for (const root of this.#anchors.keys()) if (!roots.includes(root)) this.#hide(root);
  }

  /** Opens a notice and puts the focus into it: of the compose in use before others. False where there is none. */
  open(): boolean {
    const first = this.#parts.webmail.activeRoot();
    const anchors = [...this.#anchors].sort(([a], [b]) => Number(b === first) - Number(a === first));
    return anchors.some(([, anchor]) => openNotice(anchor));
  }

  /** Show what is known of a compose that a person has touched. */
  show(root: Element, reading: Reading): void {
    const { recipients, sender } = reading;
    const shown = new Map<string, Verdict>();
    let anchor: Element | undefined;
    for (const recipient of recipients) {
      const verdict = this.#parts.verdicts.get(recipient.address ?? '', sender, true);
      if (verdict === undefined || !isWorthShowing(verdict) || shown.has(verdict.recipient)) continue;
      if (this.#dismissed.get(root)?.has(verdict.recipient)) continue;
      if (!verdict.early && this.#typing.isOn(recipient)) continue;
      shown.set(verdict.recipient, verdict);
      anchor ??= recipient.element;
    }
    if (this.#anchors.get(root) !== anchor) this.#hide(root);
    if (anchor === undefined) return;
    this.#anchors.set(root, anchor);
    showNotice(anchor, [...shown.values()], {
      canFix: (verdict) => canFix(this.#parts.webmail, root, verdict.recipient, reading),
      canTrust: this.#parts.verdicts.guarding.organisation.allowsTrust !== false,
      fix: (verdict, replacement) => this.#fix(root, verdict, replacement),
      trust: (verdict) => this.#decide(root, verdict, 'trust'),
      refused: (verdict) => this.#offer(root, verdict),
      keptClear: () => this.#parts.webmail.keptClear(),
      dismiss: (verdicts) => {
        const known = this.#dismissed.get(root) ?? new Set<string>();
        for (const verdict of verdicts) known.add(verdict.recipient);
        this.#dismissed.set(root, known);
        this.#soon();
      },
    });
  }

  /** The page may have covered the notice: the popup takes the answer. */
  #offer(root: Element, verdict: Verdict): void {
    if (this.#offered.get(root) !== undefined) return;
    const withdraw = this.#parts.questions.offer({
      isHeld: false,
      verdicts: [verdict],
      canFix: () => canFix(this.#parts.webmail, root, verdict.recipient),
      allowsTrust: this.#parts.verdicts.guarding.organisation.allowsTrust !== false,
      answer: (choice, { replacement = verdict.suggestion }) => {
        this.#withdraw(root);
        if (choice === 'fix') void this.#fix(root, verdict, replacement);
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
    const isDone = await fixRecipient(this.#parts.webmail, root, verdict.recipient, replacement);
    if (!isDone) await focusRecipient(this.#parts.webmail, root, verdict.recipient);
    this.#soon();
  }

  #hide(root: Element): void {
    const anchor = this.#anchors.get(root);
    if (anchor !== undefined) hideNotice(anchor);
    this.#withdraw(root);
    this.#anchors.delete(root);
  }

  #decide(root: Element, verdict: Verdict, choice: 'fix' | 'trust'): void {
    void reportDecisions(root, [{ verdict, choice }], false, this.#parts, () => {});
  }
}
