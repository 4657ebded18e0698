/**
 * One held send, from the stopped press to its end: the mail goes, is changed and
 * goes, or stays with the person. Nothing here can hold a mail for ever: waiting
 * for the core is bounded, and a watchdog frees the rest.
 */
import { isOrphaned } from '../browser/ask.ts';
import { documentOf, isConnected, isElement } from '../dom.ts';
import type { HealthProblem } from '../messages/page.ts';
import type { Decided, Verdict } from '../messages/verdict.ts';
import { pause, waitOf, within } from '../waits.ts';
import { type Answer, askAtSend, type Decision, hideStatus, showStatus } from '../warning/warning.ts';
import { canFix, focusRecipient } from '../webmail/fix.ts';
import { addressesOf, MAX_RECIPIENTS, type Reading } from '../webmail/recipients.ts';
import { matches } from '../webmail/select.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { Correction } from './correction.ts';
import { reportDecisions } from './decisions.ts';
import type { Questions } from './questions.ts';
import { makeReady, pressAgain } from './replay.ts';
import type { Touched } from './touched.ts';
import type { Verdicts } from './verdicts.ts';

/** Pages that add recipients for longer than a person would are let go unchecked, as by the watchdog. */
const MAX_ROUNDS = 12;

export interface Judged {
  readonly bad: readonly Verdict[];
  /** What holds no mail by itself, yet is named where something is asked anyway. */
  readonly hinted: readonly Verdict[];
  readonly unknown: readonly string[];
}

export interface GuardListener {
  /** Something kept the guard from its work. */
  readonly problem: (problem: HealthProblem) => void;
  /** A send for these recipients passed to the page; `isPlayed`: by a press that was held. */
  readonly passed: (root: Element, reading: Reading, isTrusted: boolean, isPlayed: boolean) => void;
  /** Whether any mail is held. */
  readonly holding: (isHeld: boolean) => void;
}

/** What a hold needs of the guard that started it. */
export interface Holding {
  readonly webmail: Webmail;
  readonly verdicts: Verdicts;
  readonly touched: Touched;
  readonly questions: Questions;
  readonly listener: GuardListener;
  readonly holds: readonly Hold[];
  readonly judge: (root: Element, reading: Reading) => Judged;
  readonly acknowledge: (root: Element, recipient: string) => void;
  /** The opposite of `acknowledge`. */
  readonly forget: (root: Element, recipient: string) => void;
  readonly play: (root: Element, play: () => void) => void;
  readonly passed: (root: Element, reading: Reading, isTrusted: boolean, isPlayed: boolean) => void;
}

/** The press that was stopped. */
export interface StoppedPress {
  readonly event: Event;
  readonly isTrusted: boolean;
  /** How it ends; see Press. */
  readonly finished: Promise<boolean>;
}

export class Hold {
  readonly intent: SendIntent;
  readonly press: StoppedPress;
  /** Where the press fell. */
  readonly target: Element | null;
  readonly #guard: Holding;
  readonly #abort = new AbortController();
  readonly #correction: Correction;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  /** This mail is asked about or changed, and no other of the page. */
  hasTurn = false;
  /** What the person has decided is being put into the page. */
  #isChanging = false;

  constructor(guard: Holding, intent: SendIntent, press: StoppedPress) {
    this.#guard = guard;
    this.intent = intent;
    this.press = press;
    const target = press.event.composedPath()[0] ?? press.event.target;
    this.target = isElement(target) ? target : null;
    this.#correction = new Correction(guard.webmail, intent.root);
  }

  get #document(): Document {
    return documentOf(this.intent.root);
  }

  /**
   * A newer copy guards: its core is asked, and its question is the only one. What
   * the person has decided already is carried out first.
   */
  release(handOver: (hold: Hold) => boolean): void {
    if (this.#isOver || this.#isChanging) return;
    this.#end();
    this.press.finished.then((isPress) => {
      if (isPress && !handOver(this)) this.#pressAgain();
    });
  }

  /** Runs the hold to its end, however that comes. Never rejects. */
  settle(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve());
    });
    this.#startWatchdog();
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
    this.hasTurn = false;
    clearTimeout(this.#watchdog);
    hideStatus('checking');
    this.#abort.abort();
  }

  /** From here on we wait for code, not for the person. */
  #startWatchdog(): void {
    clearTimeout(this.#watchdog);
    if (!this.#isOver) this.#watchdog = setTimeout(() => this.#giveUp(), waitOf('watchdog'));
  }

  /** We timed out. If a requested correction was not applied, keep the mail; otherwise let it go. */
  #giveUp(): void {
    if (this.#isOver) return;
    const { unfinished } = this.#correction;
    if (unfinished !== undefined) this.#correction.handBack(unfinished);
    else if (!this.#isHeldByPolicy('held-expired')) this.#send(this.#guard.webmail.read(this.intent.root));
    this.#end();
  }

  async #settle(): Promise<void> {
    const { webmail } = this.#guard;
    const { root } = this.intent;
    const isUnanswered = (address: string): boolean => !this.#correction.made.has(address);
    // A round ends with a decision, or with others standing there than were judged.
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const before = webmail.read(root);
      const isKnown = await this.#learn(addressesOf(before).filter(isUnanswered), before.sender);
      if (round === 0 && !(await this.press.finished)) return; // the press was given up
      const judged = await this.#judge(before);
      if (judged === null) return;
      const unknown = judged.unknown.filter(isUnanswered);
      if (judged.bad.length > 0) {
        const hinted = judged.hinted.filter(({ recipient }) => isUnanswered(recipient));
        if (!(await this.#ask([...judged.bad, ...hinted]))) return;
        continue;
      }
      if (unknown.length > 0 && isKnown) continue; // somebody was added meanwhile
      if (unknown.length > 0 && this.#isHeldByPolicy('core-silent')) return;
      const outcome = await this.#arrive(unknown);
      if (outcome !== 'changed') return;
    }
    this.#giveUp();
  }

  /** Plays the press once the page is ready for it; `changed`: other people stand there by then. */
  async #arrive(unchecked: readonly string[]): Promise<'sent' | 'stays' | 'changed'> {
    const { webmail } = this.#guard;
    const { root } = this.intent;
    this.#startWatchdog();
    const isReady = await makeReady(webmail, this.intent, this.#correction.made.size > 0, this.#abort.signal);
    if (this.#isOver || this.#isGone()) return 'stays';
    const reading = isConnected(root) ? webmail.read(root) : null;
    const lost = reading === null ? undefined : this.#correction.lostIn(reading);
    if (lost !== undefined) {
      this.#correction.handBack(lost);
      return 'stays';
    }
    if (!isReady) {
      showStatus(this.#document, 'still-open');
      return 'stays';
    }
    if (reading !== null) {
      const { bad, unknown } = this.#guard.judge(root, reading);
      const isNew = (address: string): boolean => !this.#correction.made.has(address) && !unchecked.includes(address);
      if (bad.length > 0 || unknown.some(isNew)) return 'changed';
      const status = reading.recipients.length < MAX_RECIPIENTS ? 'unchecked' : 'too-many';
      if (!reading.isJudgeable && this.#isHeldByPolicy('sent-unchecked', status)) return 'stays';
    }
    this.#send(reading ?? webmail.read(root));
    return 'sent';
  }

  /** Asks the person; true when the mail is to go, with all changes in the page. */
  async #ask(bad: readonly Verdict[]): Promise<boolean> {
    const { webmail, touched, listener } = this.#guard;
    const { root } = this.intent;
    if (!touched.has(root)) {
      // A script sends here, and no person would know what is asked about.
      listener.problem('script-held');
      showStatus(this.#document, 'script-held');
      return false;
    }
    clearTimeout(this.#watchdog); // people take the time they take
    const answer = await this.#answerTo(bad);
    if (this.#isOver) return false;
    this.#startWatchdog();
    if (answer.choice === 'back') {
      this.#report(bad.map((verdict) => ({ verdict, choice: 'back' })));
      focusRecipient(webmail, root, bad[0]?.recipient ?? '');
      return false;
    }
    this.#isChanging = true;
    this.#report(answer.decisions.map(decided));
    const isDone = await this.#carryOut(answer.decisions);
    this.#isChanging = false;
    return isDone;
  }

  /** In the page or in the popup, whichever is answered first. */
  async #answerTo(bad: readonly Verdict[]): Promise<Answer> {
    const { webmail, verdicts, questions } = this.#guard;
    const { organisation } = verdicts.guarding;
    const fixable = (verdict: Verdict): boolean => canFix(webmail, this.intent.root, verdict.recipient);
    let withdraw = (): void => {};
    const elsewhere = new Promise<Answer>((resolve) => {
      withdraw = questions.offer({
        isHeld: true,
        verdicts: bad,
        canFix: fixable,
        allowsTrust: organisation.allowsTrust !== false,
        answer: (choice, reason) => {
          const because = reason === undefined ? {} : { reason };
          if (choice === 'back') resolve({ choice });
          else resolve({ choice: 'proceed', decisions: bad.map((verdict) => ({ verdict, choice, ...because })) });
        },
      });
    });
    try {
      return await askAtSend({
        document: this.#document,
        verdicts: bad,
        canFix: fixable,
        organisation,
        returnFocus: this.#document.activeElement as HTMLElement | null,
        signal: this.#abort.signal,
        elsewhere,
      });
    } finally {
      withdraw();
    }
  }

  /**
   * What holds the mail by now: chips may have resolved or been edited meanwhile. A
   * page is asked about one mail at a time, and is inert under a question: nobody
   * could change another mail beneath it. Null when nothing is left to hold.
   */
  async #judge(before: Reading): Promise<Judged | null> {
    const { root } = this.intent;
    for (;;) {
      if (this.#isOver || this.#isGone()) return null;
      const judged = this.#guard.judge(root, isConnected(root) ? this.#guard.webmail.read(root) : before);
      if (judged.bad.length === 0 || this.#takeTurn()) return judged;
      this.#startWatchdog();
      await pause(waitOf('turn'), this.#abort.signal);
    }
  }

  #takeTurn(): boolean {
    this.hasTurn ||= !this.#guard.holds.some((other) => other.hasTurn);
    return this.hasTurn;
  }

  /** The compose was thrown away while we waited: nothing is left to ask about or to send. */
  #isGone(): boolean {
    const { root, control } = this.intent;
    // The page itself was there before the compose and stays after it.
    const target = this.target !== null && matches(this.target, ['body', 'html']) ? null : this.target;
    return ![root, control, target].some((part) => part !== null && isConnected(part));
  }

  /** True when the verdicts came in time. A long wait is shown. */
  async #learn(addresses: readonly string[], sender: string): Promise<boolean> {
    const { verdicts, touched } = this.#guard;
    const checking = setTimeout(() => {
      if (!this.#isOver) showStatus(this.#document, 'checking');
    }, waitOf('say-checking'));
    try {
      const started = Date.now();
      const answer = verdicts.fetch(addresses, sender, touched.has(this.intent.root));
      if (await within(waitOf('verdicts'), answer)) return true;
      // The copy that follows an update can ask.
      if (isOrphaned()) await pause(waitOf('verdicts') - (Date.now() - started), this.#abort.signal);
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
        this.#guard.acknowledge(this.intent.root, decision.verdict.recipient);
        continue;
      }
      this.#startWatchdog();
      if (!(await this.#correction.make(decision, () => this.#isOver))) return false;
    }
    return true;
  }

  /** The mail could not be checked: say so, and hold only where policy wants it. */
  #isHeldByPolicy(why: HealthProblem, status: 'unchecked' | 'too-many' = 'unchecked'): boolean {
    const isHeld = this.#guard.verdicts.guarding.failure === 'hold';
    // What policy holds does not expire.
    this.#guard.listener.problem(isHeld && why === 'held-expired' ? 'core-silent' : why);
    showStatus(this.#document, isHeld ? 'held' : status);
    return isHeld;
  }

  /** The mail goes: its press is played to the page, once, and passes here. */
  #send(reading: Reading): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { root } = this.intent;
    this.#guard.passed(root, reading, this.press.isTrusted, true);
    this.#guard.play(root, () => this.#pressAgain());
  }

  #pressAgain(): void {
    pressAgain(this.#guard.webmail, this.intent, this.press.event, this.target);
  }

  #report(decisions: readonly Decided[]): void {
    const { verdicts, listener } = this.#guard;
    const { root } = this.intent;
    void reportDecisions(decisions, {
      document: this.#document,
      verdicts,
      isAtSend: true,
      silent: () => listener.problem('core-silent'),
      undone: (recipient) => this.#guard.forget(root, recipient),
    });
  }
}

function decided({ verdict, choice, reason }: Decision): Decided {
  return reason === undefined ? { verdict, choice } : { verdict, choice, reason };
}
