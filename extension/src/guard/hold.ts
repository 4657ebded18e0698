/**
 * One held send, from the stopped gesture to its end: the mail goes, is
 * changed and goes, or stays with the person. Nothing here can hold a mail for
 * ever: waiting for the core is bounded, and a watchdog frees the rest.
 */
import { ask } from '../browser.ts';
import type { Decided, HealthProblem, Verdict } from '../messages.ts';
import { askAtSend, type Decision, hideStatus, showStatus } from '../warning/warning.ts';
import { canFix, focusRecipient } from '../webmail/fix.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import { matches } from '../webmail/select.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { Changes, wantedOf } from './changes.ts';
import { claim, claimPage, isClaimed } from './claims.ts';
import { pressAgain, type ReplayTokens } from './replay.ts';
import type { Verdicts } from './verdicts.ts';
import { pause, within } from './waiting.ts';

/**
 * How long a send waits for verdicts, in ms. A sleeping worker with its core is
 * back in some 150 ms (300 at worst on two slow cores); beyond this the core is
 * taken to be broken and policy decides.
 */
const VERDICT_BUDGET = 5000;
/** A core that takes longer than this, in ms, is seen to be at work: silence would look like a Send that did not work. */
const CHECKING_AFTER = 400;
/** A held send that waits for no person is freed after this time, in ms. */
const WATCHDOG = 30_000;
/** While another mail is asked about: how often it is looked whether the page is free, in ms. */
const TURN_EVERY = 50;
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
  readonly judge: (root: Element, reading: Reading) => { bad: Verdict[]; unknown: string[] };
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
  readonly #claims: (() => void)[] = [];
  readonly #changes: Changes;
  /** Call once nothing is held any more. */
  readonly #leavePage: () => void;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  /** No other mail of this page is asked about or changed. */
  #hasTurn = false;
  /** What the person has decided is being put into the page. */
  #isChanging = false;

  /** `finished` says how the press ends; see Gesture. */
  constructor(guard: Holding, intent: SendIntent, event: Event, finished: Promise<boolean>) {
    this.#guard = guard;
    this.#intent = intent;
    this.#event = event;
    this.#finished = finished;
    this.#changes = new Changes(guard.webmail, intent.root);
    this.#claims.push(claim(intent.root, 'held'));
    this.#leavePage = claimPage(intent.root.ownerDocument.documentElement);
    const target = event.composedPath()[0];
    this.#target =
      target !== undefined && 'nodeType' in target && (target as Node).nodeType === 1 ? (target as Element) : null;
  }

  /**
   * A newer copy guards: its core is asked, and its question is the only one. What
   * the person has decided already is carried out first.
   */
  handOver(): void {
    if (this.#isOver || this.#isChanging) return;
    this.#end();
    this.#finished.then((isPress) => {
      if (isPress && !this.#guard.handOver(this.#intent)) this.#press();
    });
  }

  /** Runs the hold to its end, however that comes. Never rejects. */
  settle(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve());
    });
    this.#waitAnew();
    this.#settle()
      .catch((error: unknown) => {
        console.warn('nearmiss:', error);
        this.#giveUp();
      })
      .finally(() => this.#end());
    return ended;
  }

  /** Whatever still runs finds out that it is over; the person's next press is a new one. */
  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#watchdog);
    for (const release of this.#claims.splice(0)) release();
    this.#leavePage();
    hideStatus('checking');
    this.#abort.abort();
  }

  /** What is waited for from now on is not a person. */
  #waitAnew(): void {
    clearTimeout(this.#watchdog);
    if (!this.#isOver) this.#watchdog = setTimeout(() => this.#giveUp(), WATCHDOG);
  }

  /** Something of ours came to no end. A mail that the person wants changed first stays with them. */
  #giveUp(): void {
    if (this.#isOver) return;
    const { unfinished } = this.#changes;
    if (unfinished !== undefined) this.#changes.handBack(unfinished);
    else if (!this.#isHeldByPolicy('held-expired')) this.#replay();
    this.#end();
  }

  async #settle(): Promise<void> {
    const { webmail, verdicts } = this.#guard;
    const { root } = this.#intent;
    /** Suggestions that are in the page now: never bad themselves, and nobody waits for a verdict that says so. */
    const accepted = new Set<string>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const reading = webmail.read(root);
      const isKnown = await this.#learn(
        addressesOf(reading).filter((address) => !accepted.has(address)),
        reading.sender,
      );
      if (round === 0 && !(await this.#finished)) return; // the press was given up
      const judged = await this.#judge(reading);
      if (judged === null) return;
      const { bad } = judged;
      const unknown = judged.unknown.filter((address) => !accepted.has(address));
      if (bad.length === 0 && unknown.length > 0 && isKnown) continue;
      if (bad.length === 0) {
        if (unknown.length > 0 && this.#isHeldByPolicy('core-silent')) return;
        this.#replay();
        return;
      }
      clearTimeout(this.#watchdog); // people take the time they take
      const answer = await askAtSend({
        document: root.ownerDocument,
        verdicts: bad,
        canFix: (verdict) => canFix(webmail, root, verdict.recipient),
        organisation: verdicts.guarding.organisation,
        returnFocus: focusOf(root),
        signal: this.#abort.signal,
      });
      if (this.#isOver) return;
      this.#waitAnew();
      if (answer.choice === 'back') {
        this.#tell(bad.map((verdict) => ({ verdict, choice: 'back' })));
        focusRecipient(webmail, root, bad[0]?.recipient ?? '');
        return;
      }
      this.#isChanging = true;
      this.#tell(answer.decisions.map(decided));
      if (!(await this.#carryOut(answer.decisions))) return;
      this.#isChanging = false;
      for (const decision of answer.decisions) if (decision.choice === 'fix') accepted.add(wantedOf(decision));
    }
    // Every round ended in a change: what is there now has been decided by the person, or changed while we asked.
    const { unknown } = this.#guard.judge(root, webmail.read(root));
    if (unknown.some((address) => !accepted.has(address)) && this.#isHeldByPolicy('core-silent')) return;
    this.#replay();
  }

  /**
   * What holds the mail by now: chips may have resolved or been edited meanwhile. A
   * page is asked about one mail at a time, and is inert under a question: nobody
   * could change another mail beneath it. Null when nothing is left to hold.
   */
  async #judge(before: Reading): Promise<{ bad: Verdict[]; unknown: string[] } | null> {
    const { root } = this.#intent;
    for (;;) {
      if (this.#isOver || this.#isGone()) return null;
      const now = root.isConnected ? this.#guard.webmail.read(root) : before;
      const judged = this.#guard.judge(root, now);
      if (judged.bad.length === 0 || this.#takeTurn()) return judged;
      this.#waitAnew();
      await pause(TURN_EVERY, this.#abort.signal);
    }
  }

  #takeTurn(): boolean {
    const page = this.#intent.root.ownerDocument.documentElement;
    if (!this.#hasTurn && isClaimed(page, 'asking')) return false;
    if (!this.#hasTurn) this.#claims.push(claim(page, 'asking'));
    this.#hasTurn = true;
    return true;
  }

  /** The compose was thrown away while we waited: nothing is left to ask about or to send. */
  #isGone(): boolean {
    const { root, control } = this.#intent;
    // The page itself was there before the compose and stays after it.
    const target = this.#target !== null && matches(this.#target, ['body', 'html']) ? null : this.#target;
    return ![root, control, target].some((part) => part?.isConnected);
  }

  /** True when the verdicts came in time. Who waits long is told; an orphan waits for the copy that follows it. */
  async #learn(addresses: readonly string[], sender: string): Promise<boolean> {
    const document = this.#intent.root.ownerDocument;
    const checking = setTimeout(() => {
      if (!this.#isOver) showStatus(document, 'checking');
    }, CHECKING_AFTER);
    try {
      const started = Date.now();
      if (await within(VERDICT_BUDGET, this.#guard.verdicts.fetch(addresses, sender))) return true;
      if (this.#guard.isOrphaned()) await pause(VERDICT_BUDGET - (Date.now() - started), this.#abort.signal);
      return false;
    } finally {
      clearTimeout(checking);
      hideStatus('checking');
    }
  }

  /** True when all changes are in the page; else the person finishes by hand. */
  async #carryOut(decisions: readonly Decision[]): Promise<boolean> {
    for (const decision of decisions) {
      if (decision.choice !== 'fix') {
        this.#guard.acknowledge(this.#intent.root, decision.verdict.recipient);
        continue;
      }
      this.#waitAnew();
      if (!(await this.#changes.make(decision, () => this.#isOver))) return false;
    }
    return true;
  }

  /** The mail could not be checked: say so, and hold only where policy wants it. */
  #isHeldByPolicy(why: 'core-silent' | 'held-expired'): boolean {
    const isHeld = this.#guard.verdicts.guarding.failure === 'hold';
    // What policy holds does not expire.
    this.#guard.listener.problem(isHeld ? 'core-silent' : why);
    showStatus(this.#intent.root.ownerDocument, isHeld ? 'held' : 'unchecked');
    return isHeld;
  }

  /** The mail goes: its press is played to the page, and passes here. */
  #replay(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { webmail, tokens, listener } = this.#guard;
    const { root } = this.#intent;
    const reading = webmail.read(root);
    listener.passed(root, addressesOf(reading), reading.sender);
    // Before the mail goes: with it the frame may go that this runs in.
    this.#leavePage();
    tokens.play(root, () => this.#press());
  }

  #press(): void {
    pressAgain(this.#guard.webmail, this.#intent, this.#event, this.#target);
  }

  #tell(decisions: readonly Decided[]): void {
    ask('decided', { decisions }).then(
      (guarding) => this.#guard.verdicts.adopt(guarding),
      () => this.#guard.listener.problem('core-silent'),
    );
  }
}

function decided({ verdict, choice, reason }: Decision): Decided {
  return reason === undefined ? { verdict, choice } : { verdict, choice, reason };
}

function focusOf(root: Element): HTMLElement | null {
  const active = root.ownerDocument.activeElement;
  return active !== null && 'focus' in active ? (active as HTMLElement) : null;
}
