/**
 * One held send, from the stopped gesture to its end: the mail goes, is
 * changed and goes, or stays with the person. Nothing here can hold a mail for
 * ever: waiting for the core is bounded, and a watchdog frees the rest.
 */
import { ask } from '../browser.ts';
import type { Decided, HealthProblem, Verdict } from '../messages.ts';
import { askAtSend, type Decision, hideStatus, isDialogOpen, showStatus } from '../warning/warning.ts';
import { canFix, fixRecipient, focusRecipient } from '../webmail/fix.ts';
import { framesAround } from '../webmail/frames.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { claim } from './claims.ts';
import { isKey } from './gesture.ts';
import { press, type ReplayTokens, strike } from './replay.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * How long a send waits for verdicts, in ms. A sleeping worker with its core is
 * back in some 150 ms (300 at worst on two slow cores); beyond this the core is
 * taken to be broken and policy decides.
 */
const VERDICT_BUDGET = 5000;
/** A core that takes longer than this, in ms, is seen to be at work: silence would look like a Send that did not work. */
const CHECKING_AFTER = 400;
/** A held send with no question open is freed after this time, in ms. */
const WATCHDOG = 30_000;
/** Each round changes recipients and reads again; suggestions are never bad themselves. */
const MAX_ROUNDS = 3;

export interface GuardListener {
  /** Something kept the guard from its work. */
  readonly problem: (problem: HealthProblem) => void;
  /** A send for these recipients passed to the page. */
  readonly passed: (root: Element, recipients: readonly string[], sender: string) => void;
  /** A send passes to the page that nobody looks at: the extension is gone. */
  readonly unguarded: () => void;
}

/** What a hold needs of the guard that started it. */
export interface Holding {
  readonly webmail: Webmail;
  readonly verdicts: Verdicts;
  readonly listener: GuardListener;
  readonly tokens: ReplayTokens;
  readonly judge: (root: Element, reading: Reading, sender: string) => { bad: Verdict[]; unknown: string[] };
  readonly acknowledge: (root: Element, recipient: string) => void;
  /** Gives a held press to the newer copy; false when it is to be played to the page, where the newer copy sees it. */
  readonly handOver: (intent: SendIntent) => boolean;
  /** True once the extension behind this copy is gone: the core cannot be asked. */
  readonly isOrphaned: () => boolean;
}

export class Hold {
  readonly #guard: Holding;
  readonly #intent: SendIntent;
  readonly #event: Event;
  readonly #target: Element | null;
  readonly #finished: Promise<boolean>;
  readonly #abort = new AbortController();
  readonly #release: () => void;
  #isOver = false;
  /** The person's decisions are being put into the page. */
  #isChanging = false;

  /** `finished` says how the press ends; see Gesture. */
  constructor(guard: Holding, intent: SendIntent, event: Event, finished: Promise<boolean>) {
    this.#guard = guard;
    this.#intent = intent;
    this.#event = event;
    this.#finished = finished;
    this.#release = claim(intent.root, 'held');
    const target = event.composedPath()[0];
    this.#target =
      target !== undefined && 'nodeType' in target && (target as Node).nodeType === 1 ? (target as Element) : null;
  }

  /** Stay with the person: closes the question, sends nothing. */
  cancel(): void {
    this.#isOver = true;
    this.#abort.abort();
  }

  /**
   * A newer copy guards: its core is asked, and its question is the only one. What
   * the person has decided already is carried out first.
   */
  handOver(): void {
    if (this.#isOver || this.#isChanging) return;
    this.cancel();
    this.#release();
    this.#finished.then((isPress) => {
      if (isPress && !this.#guard.handOver(this.#intent)) this.#press();
    });
  }

  /** Runs the hold to its end. Never rejects. */
  async settle(): Promise<void> {
    const watchdog = setInterval(() => {
      if (isDialogOpen() || this.#isOver) return;
      this.#guard.listener.problem('held-expired');
      this.#replay();
      this.cancel();
    }, WATCHDOG);
    try {
      await this.#settle();
    } catch (error) {
      console.warn('nearmiss:', error);
      this.#guard.listener.problem('held-expired');
      this.#replay();
    } finally {
      this.#isOver = true;
      this.#abort.abort();
      this.#release();
      clearInterval(watchdog);
    }
  }

  async #settle(): Promise<void> {
    const { webmail, verdicts } = this.#guard;
    const { root } = this.#intent;
    /** Suggestions that are in the page now: never bad themselves, and nobody waits for a verdict that says so. */
    const accepted = new Set<string>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const reading = webmail.read(root);
      const sender = webmail.sender(root);
      const isKnown = await this.#learn(
        addressesOf(reading).filter((address) => !accepted.has(address)),
        sender,
      );
      if (round === 0 && !(await this.#finished)) return; // the press was given up
      if (this.#isOver || this.#isGone()) return;
      // Read again: chips may have resolved or been edited meanwhile.
      const now = root.isConnected ? webmail.read(root) : reading;
      const { bad, unknown: unjudged } = this.#guard.judge(root, now, sender);
      const unknown = unjudged.filter((address) => !accepted.has(address));
      if (bad.length === 0 && unknown.length > 0 && isKnown) continue;
      if (bad.length === 0) {
        if (unknown.length > 0 && this.#isHeldByPolicy()) return;
        this.#replay();
        return;
      }
      const answer = await askAtSend({
        document: root.ownerDocument,
        verdicts: bad,
        canFix: (verdict) => canFix(webmail, root, verdict.recipient),
        organisation: verdicts.guarding.organisation,
        returnFocus: focusOf(root),
        signal: this.#abort.signal,
      });
      if (this.#isOver) return;
      if (answer.choice === 'back') {
        this.#tell(bad.map((verdict) => ({ verdict, choice: 'back' })));
        focusRecipient(webmail, root, bad[0]?.recipient ?? '');
        return;
      }
      this.#isChanging = true;
      this.#tell(answer.decisions.map(decided));
      if (!(await this.#carryOut(answer.decisions))) return;
      this.#isChanging = false;
      for (const { choice, replacement, verdict } of answer.decisions) {
        if (choice === 'fix') accepted.add(replacement ?? verdict.suggestion);
      }
    }
    // Every round ended in a change: what is there now has been decided by the person.
    this.#replay();
  }

  /** The compose was thrown away while we waited: nothing is left to ask about or to send. */
  #isGone(): boolean {
    const { root, control } = this.#intent;
    return ![root, control, this.#target].some((part) => part?.isConnected);
  }

  /** True when the verdicts came in time. Who waits long is told; an orphan waits for the copy that follows it. */
  async #learn(addresses: readonly string[], sender: string): Promise<boolean> {
    const document = this.#intent.root.ownerDocument;
    let isSaid = false;
    const checking = setTimeout(() => {
      isSaid = true;
      showStatus(document, 'checking');
    }, CHECKING_AFTER);
    try {
      const started = Date.now();
      if (await within(VERDICT_BUDGET, this.#guard.verdicts.fetch(addresses, sender))) return true;
      if (this.#guard.isOrphaned()) await pause(VERDICT_BUDGET - (Date.now() - started), this.#abort.signal);
      return false;
    } finally {
      clearTimeout(checking);
      if (isSaid) hideStatus();
    }
  }

  /** True when all changes are in the page; else the person finishes by hand. */
  async #carryOut(decisions: readonly Decision[]): Promise<boolean> {
    const { webmail } = this.#guard;
    const { root } = this.#intent;
    for (const { verdict, choice, replacement } of decisions) {
      if (choice !== 'fix') {
        this.#guard.acknowledge(root, verdict.recipient);
        continue;
      }
      if (await fixRecipient(webmail, root, verdict.recipient, replacement ?? verdict.suggestion)) continue;
      await copy(replacement ?? verdict.suggestion);
      showStatus(root.ownerDocument, 'copied', verdict);
      focusRecipient(webmail, root, verdict.recipient);
      return false;
    }
    return true;
  }

  /** The core gave no verdict in time: say so, and hold only where policy wants it. */
  #isHeldByPolicy(): boolean {
    this.#guard.listener.problem('core-silent');
    const isHeld = this.#guard.verdicts.guarding.failure === 'hold';
    showStatus(this.#intent.root.ownerDocument, isHeld ? 'held' : 'unchecked');
    return isHeld;
  }

  /** The mail goes: its press is played to the page, and passes here. */
  #replay(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { webmail, tokens, listener } = this.#guard;
    const { root } = this.#intent;
    listener.passed(root, addressesOf(webmail.read(root)), webmail.sender(root));
    tokens.play(root, () => this.#press());
  }

  /** The held press once more, with all that it was made of. */
  #press(): void {
    const { webmail } = this.#guard;
    const { root, control, kind } = this.#intent;
    // A shortcut that was struck in no compose is the page's to understand: perhaps it means nothing there.
    if (kind === 'chord' && isKey(this.#event) && this.#target?.isConnected && !isWithin(this.#target, root)) {
      strike(this.#target, this.#event);
      return;
    }
    const wanted = kind === 'chord' ? 'send' : kind;
    const button = control?.isConnected ? control : webmail.controls(root).find((one) => one.kind === wanted)?.element;
    // Menu entries look at the pointer itself.
    if (button != null) press(button, wanted.startsWith('send') ? webmail.descriptor.replay : 'pointer');
    else if (isKey(this.#event)) strike(this.#target?.isConnected ? this.#target : root, this.#event);
  }

  #tell(decisions: readonly Decided[]): void {
    ask('decided', { decisions }).then(
      (guarding) => this.#guard.verdicts.adopt(guarding),
      () => this.#guard.listener.problem('core-silent'),
    );
  }
}

function isWithin(element: Element, root: Element): boolean {
  return [element, ...framesAround(element)].some((place) => root.contains(place));
}

function decided({ verdict, choice, reason }: Decision): Decided {
  return reason === undefined ? { verdict, choice } : { verdict, choice, reason };
}

/** True when the promise was kept in time, false when it was not or broke. */
function within(milliseconds: number, promise: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    promise.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      () => {
        clearTimeout(timer);
        resolve(false);
      },
    );
  });
}

/** Resolves after this time, or at once when the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function focusOf(root: Element): HTMLElement | null {
  const active = root.ownerDocument.activeElement;
  return active !== null && 'focus' in active ? (active as HTMLElement) : null;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // The page may not allow it; the status line shows the address all the same.
  }
}
