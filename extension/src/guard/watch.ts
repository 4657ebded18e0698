/**
 * Looks at the composes of a page while a person writes: fetches verdicts
 * before Send needs them, shows the notice, and reports how well the page can
 * be read. Only the look of things is done here; Send is decided by the guard.
 */
import { ask, rememberTexts } from '../browser.ts';
import type { HealthProblem, PageState, Verdict } from '../messages.ts';
import { hideNotice, showNotice, WARNING_TEXTS } from '../warning/warning.ts';
import { canFix, fixRecipient, focusRecipient } from '../webmail/fix.ts';
import { healthOf } from '../webmail/health.ts';
import { addressesOf, type Reading, type Recipient } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { measured } from './timing.ts';
import type { Verdicts } from './verdicts.ts';

/** A change is looked at this much later, in ms: pages change in bursts. */
const LOOK_AFTER = 15;
/** And at most once in this time while changes keep coming, in ms. */
const LOOK_EVERY = 30;
/** After a key pause of this time, in ms, a typed address is taken to be whole. */
const STILL_TYPING = 1500;
/** A problem must last this long to be told, in ms: pages are half drawn for a while. */
const LASTING = 2000;
/** The core is woken again when a person returns to a compose after this time, in ms: workers sleep after 30 s. */
const WAKE_AFTER = 20_000;

export class Watch {
  readonly #webmail: Webmail;
  readonly #verdicts: Verdicts;
  readonly #document: Document;
  readonly #isAside: () => boolean;
  readonly #looked: () => void;
  readonly #notices = new Map<Element, Element>();
  readonly #dismissed = new WeakMap<Element, Set<string>>();
  readonly #extra = new Set<HealthProblem>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lookedAt = 0;
  #typedAt = 0;
  #wokenAt = 0;
  #hasWords = false;
  /** The page has changed, beyond the text of a field or a message, since the last look. */
  #isDrawn = true;
  #told = '';
  #problemsSince = new Map<HealthProblem, number>();
  /** In an editor's frame: the compose around it. */
  #around: Element | null = null;
  readonly #aroundChanges = new MutationObserver(() => {
    // At once: what was a chip with its address may be a mere name by the next look.
    if (this.#around !== null && !this.#isAside()) this.#webmail.read(this.#around);
    this.soon();
  });

  /** `looked` is called after each look at the page. */
  constructor(
    webmail: Webmail,
    verdicts: Verdicts,
    document: Document,
    isAside: () => boolean,
    looked: () => void = () => {},
  ) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#document = document;
    this.#isAside = isAside;
    this.#looked = looked;
  }

  start(): void {
    const observer = new MutationObserver((changes) => {
      this.#webmail.note(changes);
      this.#isDrawn ||= changes.some(({ target }) => !isText(target));
      this.soon();
    });
    observer.observe(this.#document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: [
        'data-hovercard-id',
        'email',
        'title',
        'aria-label',
        'value',
        'name',
        'role',
        'contenteditable',
      ],
    });
    const view = this.#document.defaultView;
    view?.addEventListener('input', () => this.#typed(), { capture: true, passive: true });
    view?.addEventListener('focusin', () => this.#focused(), { capture: true, passive: true });
    view?.addEventListener('focusout', () => this.soon(), { capture: true, passive: true });
    this.soon();
  }

  /** Look again shortly. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(LOOK_AFTER, LOOK_EVERY - (performance.now() - this.#lookedAt));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lookedAt = performance.now();
      measured('look', () => this.look());
    }, wait);
  }

  /** Something outside of the page's structure kept us from our work; told until the page is left. */
  note(problem: HealthProblem): void {
    this.#extra.add(problem);
    this.soon();
  }

  /** Take everything of ours out of the page. */
  clear(): void {
    for (const anchor of this.#notices.values()) hideNotice(anchor);
    this.#notices.clear();
  }

  look(): void {
    if (this.#isAside()) {
      this.clear();
      return;
    }
    // Keys change the text alone: no list of suggestions has come by them.
    if (this.#isDrawn) this.#webmail.learnNames();
    this.#isDrawn = false;
    const roots = this.#webmail.roots();
    if (roots.length > 0) this.#wake();
    else this.#readAhead();
    for (const [root, anchor] of this.#notices) {
      if (roots.includes(root)) continue;
      hideNotice(anchor);
      this.#notices.delete(root);
    }
    const readings = roots.map((root) => ({ root, reading: this.#webmail.read(root) }));
    for (const { root, reading } of readings) this.#lookAt(root, reading);
    this.#tellHealth(readings);
    this.#looked();
  }

  /** In an editor's frame: know the verdicts for a shortcut that is pressed here. Notices are the outer copy's. */
  #readAhead(): void {
    const root = this.#webmail.rootAround();
    if (root === null) return;
    if (root !== this.#around) {
      // By the time of a shortcut the fields may have given way to a line of names: see them while they are there.
      this.#around = root;
      this.#aroundChanges.disconnect();
      this.#aroundChanges.observe(root, { childList: true, subtree: true });
    }
    this.#fetch(addressesOf(this.#webmail.read(root)), this.#webmail.sender(root));
  }

  #fetch(addresses: readonly string[], sender: string): void {
    if (addresses.every((one) => this.#verdicts.isFresh(one, sender))) return;
    if (!this.#hasWords) rememberTexts(WARNING_TEXTS);
    this.#hasWords = true;
    this.#verdicts.fetch(addresses, sender).then(
      () => this.#extra.delete('core-silent'),
      () => this.note('core-silent'),
    );
  }

  #lookAt(root: Element, reading: Reading): void {
    const sender = this.#webmail.sender(root);
    this.#fetch(addressesOf(reading), sender);
    const bad: { recipient: Recipient; verdict: Verdict }[] = [];
    for (const recipient of reading.recipients) {
      const verdict = recipient.address === null ? undefined : this.#verdicts.get(recipient.address, sender);
      if (verdict === undefined || !isWorthSaying(verdict)) continue;
      if (bad.some((one) => one.verdict.recipient === verdict.recipient)) continue;
      if (this.#dismissed.get(root)?.has(verdict.recipient)) continue;
      if (recipient.state === 'typed' && !verdict.early && this.#isAtIt(recipient.element)) continue;
      bad.push({ recipient, verdict });
    }
    this.#showNotice(root, bad);
  }

  #showNotice(root: Element, bad: readonly { recipient: Recipient; verdict: Verdict }[]): void {
    const anchor = bad[0]?.recipient.element;
    const before = this.#notices.get(root);
    if (before !== undefined && before !== anchor) {
      hideNotice(before);
      this.#notices.delete(root);
    }
    if (anchor === undefined) return;
    this.#notices.set(root, anchor);
    showNotice(
      anchor,
      bad.map((one) => one.verdict),
      {
        canFix: (verdict) => canFix(this.#webmail, root, verdict.recipient),
        fix: (verdict, replacement) => {
          this.#decide(verdict, 'fix');
          fixRecipient(this.#webmail, root, verdict.recipient, replacement).then((isDone) => {
            if (!isDone) focusRecipient(this.#webmail, root, verdict.recipient);
            this.soon();
          });
        },
        trust: (verdict) => this.#decide(verdict, 'trust'),
        keptClear: () => this.#webmail.reachables(root.ownerDocument),
        dismiss: (verdicts) => {
          const known = this.#dismissed.get(root) ?? new Set<string>();
          for (const verdict of verdicts) known.add(verdict.recipient);
          this.#dismissed.set(root, known);
          this.soon();
        },
      },
    );
  }

  #decide(verdict: Verdict, choice: 'fix' | 'trust'): void {
    ask('decided', { decisions: [{ verdict, choice }] }).then(
      (guarding) => this.#verdicts.adopt(guarding),
      () => this.note('core-silent'),
    );
  }

  /** Whether the person still types in this field: "ann@army.mi" on its way to "ann@army.mil". */
  #isAtIt(field: Element): boolean {
    const rest = STILL_TYPING - (performance.now() - this.#typedAt);
    if (rest <= 0 || !isFocused(field)) return false;
    setTimeout(() => this.soon(), rest);
    return true;
  }

  #typed(): void {
    this.#typedAt = performance.now();
    this.soon();
  }

  #focused(): void {
    this.#wake();
    this.soon();
  }

  #wake(): void {
    const now = performance.now();
    if (this.#wokenAt !== 0 && now - this.#wokenAt < WAKE_AFTER) return;
    if (this.#isAside() || this.#webmail.roots().length === 0) return;
    this.#wokenAt = now;
    this.#verdicts.warm().then(
      () => this.#extra.delete('core-silent'),
      () => this.note('core-silent'),
    );
  }

  #tellHealth(readings: readonly { root: Element; reading: Reading }[]): void {
    const now = performance.now();
    const seen = new Set(healthOf(this.#webmail, this.#document, readings));
    for (const problem of this.#problemsSince.keys()) if (!seen.has(problem)) this.#problemsSince.delete(problem);
    for (const problem of seen) {
      if (this.#problemsSince.has(problem)) continue;
      this.#problemsSince.set(problem, now);
      setTimeout(() => this.soon(), LASTING + LOOK_AFTER);
    }
    const lasting = [...this.#problemsSince].flatMap(([problem, since]) => (now - since >= LASTING ? [problem] : []));
    const problems = [...lasting, ...this.#extra].sort();
    const { id, version } = this.#webmail.descriptor;
    const report = { webmail: id, state: this.#stateOf(readings.length, problems), problems, description: version };
    const told = JSON.stringify(report);
    if (told === this.#told) return;
    this.#told = told;
    ask('page', { report }).catch(() => {
      this.#told = '';
    });
  }

  #stateOf(composes: number, problems: readonly HealthProblem[]): PageState {
    if (problems.some((problem) => problem !== 'opaque-recipient')) return 'not-protecting';
    if (composes === 0) return 'idle';
    return this.#webmail.descriptor.guards === 'hint' ? 'hint-only' : 'protecting';
  }
}

function isText(node: Node): boolean {
  const element = node.nodeType === 1 ? (node as Element) : node.parentElement;
  return element?.closest(EDITABLE) != null;
}

/** Whether what is typed now goes to this field, or to the editable that it is a part of. */
function isFocused(field: Element): boolean {
  const focused = field.ownerDocument.activeElement;
  if (focused === null) return false;
  return field.contains(focused) || (focused.matches(EDITABLE) && focused.contains(field));
}

const EDITABLE = '[contenteditable="true"],[contenteditable=""],[contenteditable="plaintext-only"]';

function isWorthSaying(verdict: Verdict): boolean {
  return verdict.level !== 'none' && verdict.action !== 'allow';
}
