/** Plays one mail after the other on a page, and compares what became of each with what had to. */
import { followCopies } from '../support/contentworld.mjs';
import { pause, User } from '../support/user.mjs';
import { MailboxPage } from './mailboxpage.mjs';
import { EVERY, Mishaps, MOMENTS } from './mishaps.mjs';
import { Presses } from './presses.mjs';
import { draftOf, waysOn } from './randommail.mjs';

/** Nobody presses again sooner after a send that failed, in ms. */
const AGAIN_AFTER = 1000;
/** So much later, in ms, an extension that was reloaded is back on a busy machine; 0.2 to 1.2 s is usual. */
const COMES_WITHIN = 30_000;
/** At most this much later, in ms, the frames of a page have their copies. */
const FRAMES_FOLLOW = 300;

export class MailPlayer {
  #run;
  #user;
  #behaviour;
  #mailbox;
  #mishaps;
  #presses = new Presses();
  /** What has happened to the mail of the moment, in words. */
  #story = [];

  /**
   * @param run what all pages share (gestures.mjs)
   * @param behaviour how this page behaves (random.mjs)
   */
  constructor(run, { page, copies, behaviour }) {
    this.#run = run;
    this.#behaviour = behaviour;
    this.#user = new User(page);
    this.#user.patience = COMES_WITHIN;
    this.#mailbox = new MailboxPage(page, this.#user);
    this.#mishaps = new Mishaps(run, this.#user, copies, (words) => this.#tell(words));
  }

  /** A player for a page that has just been opened. */
  static async start(run, page, behaviour) {
    const copies = await followCopies(page);
    const player = new MailPlayer(run, { page, copies, behaviour });
    await player.#mailbox.notePresses();
    // A page that is opened while the browser reloads the extension gets its copy a moment later.
    await player.#user.until('a copy of the content script', async () => copies.newest() !== null);
    run.faults.front = page;
    player.#user.dwell = run.draw.pick([0, 10, 40, 150]);
    return player;
  }

  /** Plays one mail; false when the page is stuck. */
  async play() {
    this.#story = [];
    try {
      await this.#oneMail();
      return true;
    } catch (error) {
      this.#trouble('stuck', error.message);
      return false;
    }
  }

  /** Counts mails of this page that went twice. */
  async countDoubles() {
    for (const words of this.#presses.doubles(await this.#user.sent())) this.#run.tally.trouble('double', words);
  }

  async #oneMail() {
    const { draw, faults } = this.#run;
    const mail = this.#newMail();
    // A window that is opened while the extension is away has no copy at all.
    if (mail.draft.kind === 'written') await this.#untilBack();
    this.#judge(mail);
    await this.#mishaps.at('before', mail);
    const bystander = draw.chance(0.1) ? await this.#writeBystander(mail) : null;
    Object.assign(mail, await this.#mailbox.write(mail.draft));
    await pause(draw.pick([0, 0, 20, 60, 120]) * draw.next());
    await this.#mishaps.at('written', mail);
    const wasAway = this.#mishaps.isAway();
    await this.#send(mail);
    await this.#mishaps.at('pressed', mail);
    const first = await this.#settledOutcome(mail);
    const stayedAway = wasAway && this.#mishaps.isAway();
    const outcome = await this.#answerQuestions(mail, first);
    if (outcome === 'lost' && !mail.isTold) this.#trouble('lost', await this.#mailbox.sight());
    if (outcome === 'sent') await this.#checkMail(mail);
    if (outcome === 'sent' && mail.isBad) await this.#checkSilence(mail, stayedAway);
    if (bystander !== null && (await this.#mailbox.hasSent(bystander)))
      this.#trouble('leaked', 'the compose beside it went, too');
    if (await this.#user.isAsked()) await this.#user.where.keyboard.press('Escape');
    await this.#mailbox.tidy(mail.compose);
    await faults.quiet();
  }

  /** Waits until an extension that is being reloaded has a copy in the page again. */
  async #untilBack() {
    if (this.#mishaps.isAway())
      await this.#user.until('a new copy of the content script', () => !this.#mishaps.isAway());
  }

  /** A mail as it is drawn: who it goes to, and what goes wrong when. */
  #newMail() {
    const { tally, draw, protectedDomains } = this.#run;
    const { chance, pick } = draw;
    tally.count.mails++;
    const drawn = Object.keys(EVERY).filter((name) => chance(1 / EVERY[name]));
    const when = pick(MOMENTS);
    const number = tally.count.mails;
    const draft = draftOf({ chance, pick, number, behaviour: this.#behaviour, protectedDomains });
    const planned = drawn.filter((name) => draft.kind !== 'written' || name !== 'reload');
    return { draft, when, planned, isTold: false };
  }

  /** Whether it has to be held, and whether it may be. */
  #judge(mail) {
    const { recipients } = mail.draft;
    mail.isBad = recipients.some((one) => one.isBad && !this.#run.habits.has(one));
    mail.mayBeBad = recipients.some((one) => one.isBad);
    const said = recipients.map((one) => `${one.address} in ${one.field}${one.isCommitted ? '' : ', typed'}`);
    this.#tell(said.join('; '));
  }

  /** Another mail that stays open beside the one that is sent. */
  async #writeBystander({ isBad }) {
    const address = isBad ? 'olga@example.org' : 'eve@navy.ml';
    const recipients = [{ address, field: 'to', isCommitted: true }];
    return (await this.#mailbox.write({ kind: 'new', recipients })).compose;
  }

  /** Presses Send in one of the page's ways, and sometimes once more. */
  async #send(mail) {
    const { webmail, draw } = this.#run;
    const { chance, pick } = draw;
    const { draft, compose } = mail;
    const way = pick(waysOn(webmail, this.#behaviour, draft.kind));
    mail.way = way;
    this.#tell(`by ${way}`);
    if (draft.kind !== 'new') this.#tell(draft.kind);
    // A script presses for somebody who has written something; a person's own press needs nothing before it.
    if (way === 'script' || chance(0.3)) {
      this.#tell('after a letter in the text');
      // An editor's frame that is opened meanwhile has no copy either: nobody would see the key there, and a
      // script's press would be judged as in an untouched compose.
      if (way === 'script' && this.#mishaps.isAway() && (await this.#mailbox.isTextFramed(compose))) {
        await this.#untilBack();
        await pause(FRAMES_FOLLOW);
      }
      await this.#mailbox.writeText(compose);
    }
    await this.#press(compose, way);
    if (!chance(0.25)) return;
    // The question takes keys on buttons for itself; a shortcut is never an answer.
    const again = pick(['chord', 'cmd-chord', ...(way === 'button' ? [way, way] : [])]);
    this.#tell(`again by ${again}`);
    // A compose that was sent takes no key.
    if (await this.#user.isOpen(compose)) await this.#press(compose, again);
  }

  async #press(compose, way) {
    const { count } = this.#run.tally;
    count.gestures++;
    this.#presses.note(compose, way);
    if (await this.#mailbox.uncover(compose)) count.covered++;
    await this.#user.send(compose, way);
  }

  /** Once more, after a question or a failure: what was scheduled is sent then. */
  #pressAgain({ compose, way }) {
    return this.#press(compose, way === 'schedule' ? 'button' : way);
  }

  /** What becomes of it, once the page's own question is answered and a send that failed is tried again. */
  async #settledOutcome(mail) {
    const { start, compose } = mail;
    for (let { failed } = mail; ; ) {
      const outcome = await this.#mailbox.outcome({ start, failed, compose });
      if (outcome === 'confirm') await this.#user.confirm();
      else if (outcome === 'failed') {
        failed++;
        this.#tell('again, as the server had failed');
        await pause(AGAIN_AFTER);
        await this.#pressAgain(mail);
      } else return outcome;
    }
  }

  /** Answers our question, as often as it comes; what becomes of the mail. */
  async #answerQuestions(mail, first) {
    const { tally, draw } = this.#run;
    const { draft, planned } = mail;
    let outcome = first;
    for (let round = 0; outcome === 'asked'; round++) {
      tally.count.asked++;
      if (!mail.mayBeBad) this.#trouble('needless');
      if (round === 0) await this.#mishaps.at('asked', mail);
      const isHandedOver = planned.includes('reload') && round < 3;
      const answer = draw.pick(draft.answers);
      this.#tell(`answered ${answer}`);
      // Nobody answers before the page has made chips of what was typed.
      if (draft.recipients.some((one) => !one.isCommitted)) await pause(this.#behaviour.chipsAfter ?? 300);
      const isGone = await this.#give(answer);
      if (!isGone && !isHandedOver) {
        this.#trouble('lost', 'the question stays');
        break;
      }
      if (answer === 'back' || answer === 'escape') {
        await pause(20 + draw.next() * 60);
        if ((await this.#mailbox.sentCount()) > mail.start) this.#trouble('leaked', 'went back');
        if (round > 2 || draw.chance(0.6)) break;
        this.#tell('once more');
        await this.#mailbox.closeBoxes(mail.compose);
        await this.#pressAgain(mail);
        outcome = await this.#settledOutcome(mail);
        continue;
      }
      draft.answered(answer);
      outcome = await this.#settledOutcome(mail);
      if (outcome === 'sent') this.#run.habits.note(draft.recipients, answer);
      if (outcome === 'asked' && isHandedOver) continue;
      if (outcome === 'asked') this.#trouble('needless', 'asked about it twice');
      if (outcome !== 'sent') {
        this.#trouble('lost', 'not sent after that');
        mail.isTold = true;
        break;
      }
      mail.isBad = false;
    }
    return outcome;
  }

  /** Gives an answer; false when the question stays. */
  async #give(answer) {
    try {
      if (answer === 'escape') {
        await this.#user.where.keyboard.press('Escape');
        await this.#user.until('the question to go', async () => !(await this.#user.isAsked()));
      } else await this.#user.answer(answer);
    } catch {
      return false;
    }
    return true;
  }

  /** The mail that went is the one that was written, with what was agreed to. */
  async #checkMail({ draft, compose, start }) {
    const mail = await this.#mailbox.sentAfter(start);
    const went = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].sort().join(' ');
    if (mail.compose !== `m${compose + 1}`) this.#trouble('leaked', `${mail.compose} went instead`);
    else if (went !== draft.expected()) this.#trouble('altered', `to ${went}, not ${draft.expected()}`);
  }

  /** A slip may go unasked where nobody could be asked, and then the page says so. */
  async #checkSilence({ compose, start }, stayedAway) {
    const { tally, faults } = this.#run;
    const { at } = await this.#mailbox.sentAfter(start);
    const wasSilent = stayedAway || faults.wasSilentAt(at);
    if (wasSilent) tally.count.unchecked++;
    else this.#trouble('leaked');
    if (wasSilent && !(await this.#mailbox.isSaid(compose))) this.#trouble('unsaid');
  }

  #tell(words) {
    this.#story.push(words);
  }

  /** Counts a trouble with all that led to it. */
  #trouble(kind, more = '') {
    const story = this.#story.join(', ');
    this.#run.tally.trouble(kind, more === '' ? story : `${story}: ${more}`);
  }
}
