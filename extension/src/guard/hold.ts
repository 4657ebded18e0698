/**
 * One held send, from the stopped press to its end: the mail goes, is changed and
 * goes, or stays with the person. Nothing here can hold a mail for ever: waiting
 * for the core is bounded, and a watchdog frees the rest.
 */
import { isOrphaned } from '../browser/ask.ts';
import { documentOf, isConnected, isElement } from '../dom.ts';
import type { HealthProblem } from '../messages/page.ts';
import type { Decided, Verdict } from '../messages/verdict.ts';
import { pause, waitOf } from '../waits.ts';
import { type Decision, hideStatus, showStatus } from '../warning/warning.ts';
import { focusRecipient } from '../webmail/fix.ts';
import { addressesOf, MAX_RECIPIENTS, type Reading } from '../webmail/recipients.ts';
import { matches } from '../webmail/select.ts';
import type { SendIntent } from '../webmail/webmail.ts';
import { askCore, askPerson } from './asking.ts';
import { Correction } from './correction.ts';
import { reportDecisions } from './decisions.ts';
import type { Holding, Judged, StoppedPress } from './holding.ts';
import type { Parts } from './parts.ts';
import { makeReady, pressAgain } from './replay.ts';
import { holdsMail, isWorthShowing } from './verdicts.ts';

/** Pages that add recipients for longer than a person would are let go unchecked, as by the watchdog. */
const MAX_ROUNDS = 12;

export class Hold {
  readonly intent: SendIntent;
  readonly press: StoppedPress;
  /** Where the press fell. */
  readonly target: Element | null;
  /** This mail is asked about or changed, and no other of the page. */
  hasTurn = false;
  readonly #guard: Holding;
  readonly #parts: Parts;
  readonly #abort = new AbortController();
  readonly #correction: Correction;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(guard: Holding, intent: SendIntent, press: StoppedPress) {
    this.#guard = guard;
    this.#parts = guard.parts;
    this.intent = intent;
    this.press = press;
    const target = press.event.composedPath()[0] ?? press.event.target;
    this.target = isElement(target) ? target : null;
    this.#correction = new Correction(guard.parts.webmail, intent.root);
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  /**
   * A newer copy guards: its core is asked, and its question is the only one. What
   * the person has decided already is carried out first.
   */
  release(handOver: (hold: Hold) => boolean): void {
    if (this.#isOver || this.#correction.unfinished !== undefined) return;
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
    // A press ends by itself; from then on we wait for code.
    this.press.finished.then(() => this.#startWatchdog());
    // If the press is given up while the core is asked, end the hold: the next press is a new one.
    this.press.finished.then((isPress) => isPress || this.#end());
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
    this.hasTurn = false;
    clearTimeout(this.#watchdog);
    this.#abort.abort();
    hideStatus('checking');
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
    else if (!this.#isHeldByPolicy('held-expired')) this.#send(this.#parts.webmail.read(this.intent.root));
    this.#end();
  }

  async #settle(): Promise<void> {
    // A round ends with a decision, or with others standing there than were judged.
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const reading = this.#parts.webmail.read(this.intent.root);
      // A copy that has lost its extension waits for no verdict of what the person has chosen.
      const asked = addressesOf(reading).filter((one) => !isOrphaned() || !this.#correction.made.has(one));
      const isKnown = await askCore(this.#parts, this.intent.root, asked, reading.sender, this.#abort.signal);
      if (round === 0 && !(await this.press.finished)) return; // the press was given up
      const judged = await this.#judgeInTurn(reading);
      if (judged === null) return;
      const { hinted, unknown } = judged;
      // If the core is silent now, what it said of public lists before a person touched the compose counts.
      const listed = isKnown
        ? []
        : unknown.flatMap((one) => this.#parts.verdicts.get(one, reading.sender, false) ?? []);
      const bad = [...judged.bad, ...listed.filter((one) => isWorthShowing(one) && holdsMail(one))];
      if (bad.length > 0) {
        if (!(await this.#ask([...bad, ...hinted]))) return;
        continue;
      }
      if (unknown.length > 0 && isKnown) continue; // somebody was added meanwhile
      if (unknown.length > 0 && this.#isHeldByPolicy('core-silent')) return;
      if (await this.#arrive(unknown)) return;
    }
    this.#giveUp();
  }

  /** Plays the press once the page is ready for it; false when other people stand there by then. */
  async #arrive(unchecked: readonly string[]): Promise<boolean> {
    const { webmail } = this.#parts;
    const { root } = this.intent;
    this.#startWatchdog();
    const isReady = await makeReady(webmail, this.intent, this.#correction.made.size > 0, this.#abort.signal);
    if (this.#isOver || this.#isGone()) return true;
    const reading = webmail.read(root);
    const isThere = isConnected(root);
    const lost = isThere ? this.#correction.lostIn(reading) : undefined;
    if (lost !== undefined) {
      this.#correction.handBack(lost);
      return true;
    }
    if (!isReady) {
      showStatus(documentOf(root), 'still-open');
      return true;
    }
    if (isThere) {
      const { bad, unknown } = this.#guard.judge(root, reading, this.#correction.made);
      if (bad.length > 0 || unknown.some((address) => !unchecked.includes(address))) return false;
      const status = reading.recipients.length < MAX_RECIPIENTS ? 'unchecked' : 'too-many';
      if (!reading.isJudgeable && this.#isHeldByPolicy('sent-unchecked', status)) return true;
    }
    this.#send(reading);
    return true;
  }

  /** Asks the person; true when the mail is to go, with all changes in the page. */
  async #ask(bad: readonly Verdict[]): Promise<boolean> {
    const { webmail, touched, health } = this.#parts;
    const { root } = this.intent;
    if (!touched.has(root)) {
      // A script sends here, and no person would know what is asked about.
      health.add('script-held');
      showStatus(documentOf(root), 'script-held');
      return false;
    }
    health.delete('script-held');
    clearTimeout(this.#watchdog); // people take the time they take
    const answer = await askPerson(this.#parts, root, bad, this.#abort.signal);
    if (this.#isOver) return false;
    this.#startWatchdog();
    if (answer.choice === 'back') {
      this.#report(bad.map((verdict) => ({ verdict, choice: 'back' })));
      focusRecipient(webmail, root, bad[0]?.recipient ?? '');
      return false;
    }
    this.#report(answer.decisions);
    return this.#carryOut(answer.decisions);
  }

  /**
   * What holds the mail by now: chips may have resolved or been edited meanwhile. A
   * page is asked about one mail at a time, and is inert under a question: nobody
   * could change another mail beneath it. Null when nothing is left to hold.
   */
  async #judgeInTurn(before: Reading): Promise<Judged | null> {
    const { root } = this.intent;
    for (;;) {
      if (this.#isOver || this.#isGone()) return null;
      const reading = isConnected(root) ? this.#parts.webmail.read(root) : before;
      const judged = this.#guard.judge(root, reading, this.#correction.made);
      this.hasTurn ||= judged.bad.length > 0 && !this.#guard.isTurnTaken();
      if (judged.bad.length === 0 || this.hasTurn) return judged;
      this.#startWatchdog();
      await pause(waitOf('turn'), this.#abort.signal);
    }
  }

  /** The compose was thrown away while we waited: nothing is left to ask about or to send. */
  #isGone(): boolean {
    const { root, control } = this.intent;
    // The page itself was there before the compose and stays after it.
    const target = this.target !== null && matches(this.target, ['body', 'html']) ? null : this.target;
    return ![root, control, target].some((part) => part !== null && isConnected(part));
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
    const isHeld = this.#parts.verdicts.guarding.failure === 'hold';
    // What policy holds does not expire.
    this.#parts.health.add(isHeld && why === 'held-expired' ? 'core-silent' : why);
    showStatus(documentOf(this.intent.root), isHeld ? 'held' : status);
    return isHeld;
  }

  /** The mail goes: its press is played to the page, once, and passes here. */
  #send(reading: Reading): void {
    if (this.#isOver) return;
    this.#end();
    this.#guard.send(this.intent.root, reading, this.press.isTrusted, () => this.#pressAgain());
  }

  #pressAgain(): void {
    pressAgain(this.#parts.webmail, this.intent, this.press.event, this.target);
  }

  #report(decisions: readonly Decided[]): void {
    const { root } = this.intent;
    void reportDecisions(root, decisions, true, this.#parts, (recipient) => this.#guard.forget(root, recipient));
  }
}
