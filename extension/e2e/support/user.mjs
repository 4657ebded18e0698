/**
 * A user at a mailbox page: types, presses, answers, and looks at what was
 * sent. Uses only what Playwright's and Puppeteer's pages have in common, so
 * that the same situations are played in Chromium and in Firefox.
 */
import { PATIENCE, pause } from './waiting.mjs';
import { PRESSES, WAYS } from './waystosend.mjs';

export { inTime, pause } from './waiting.mjs';

/** How long to wait for the focus before a window is brought to the front once more, in ms. */
const FOCUS_WITHIN = 1500;
/** How long a page may take to draw its Send on, in ms. */
const DRAWN_WITHIN = 1000;
/** How long to wait for what must not happen, in ms. */
const QUIET = 80;

export class User {
  /** @param page of Playwright or Puppeteer; `where` is the page with the compose, when it has a window of its own */
  constructor(page, where = page) {
    this.page = page;
    this.where = where;
    this.assertions = 0;
    /** Between entering the text and a shortcut, in ms: few strike both in the same moment. */
    this.dwell = 150;
    /** How long anything that must happen may take, in ms. */
    this.patience = PATIENCE;
  }

  /** A claim about the page: counts, and throws with both sides when it does not hold. */
  claim(what, got, want) {
    this.assertions++;
    const [left, right] = [JSON.stringify(got), JSON.stringify(want)];
    if (left !== right) throw new Error(`${what}: got ${left}, want ${right}`);
  }

  async until(what, look, patience = this.patience) {
    const started = Date.now();
    for (;;) {
      const seen = await look();
      if (seen) {
        this.assertions++;
        return seen;
      }
      if (Date.now() - started > patience) throw new Error(`${what}: did not happen within ${patience} ms`);
      await pause(20);
    }
  }

  /** Opens a compose; the number says which one is meant from then on. */
  open(kind) {
    return this.page.evaluate(async (wanted) => {
      await window.mailbox.open(wanted);
      return window.mailbox.composes.length - 1;
    }, kind);
  }

  async focusField(compose, name) {
    // A window that has just been opened takes keys a moment after it takes the focus.
    for (const started = Date.now(); Date.now() - started < FOCUS_WITHIN; await pause(20)) {
      const hasKeys = await this.page.evaluate(
        ([at, wanted]) => {
          const { input } = window.mailbox.composes[at].fields[wanted];
          const { ownerDocument: document } = input;
          document.defaultView.focus();
          input.focus();
          return document.hasFocus() && document.activeElement?.contains(input);
        },
        [compose, name],
      );
      if (hasKeys) return;
    }
  }

  /** Types an address into a field. */
  async type(compose, address, { field = 'to', commit = 'Enter' } = {}) {
    // Under load a new window may lose some of the keys that it is given first.
    for (let tries = 0; tries < 8; tries++) {
      if (tries > 0) {
        // Firefox may think that it is in front already: another window has to have been.
        await this.page.bringToFront();
        await this.where.bringToFront();
        await this.#wipe(compose, field);
      }
      await this.focusField(compose, field);
      await this.where.keyboard.type(address);
      if (await this.#has(compose, field, address)) break;
    }
    if (commit !== '') await this.where.keyboard.press(commit);
  }

  #has(compose, field, address) {
    return this.page.evaluate(
      ([at, name, wanted]) => window.mailbox.composes[at].fields[name].addresses().includes(wanted),
      [compose, field, address],
    );
  }

  /** Takes away what was typed and is no recipient yet. */
  #wipe(compose, field) {
    return this.page.evaluate(
      ([at, name]) => {
        const { input } = window.mailbox.composes[at].fields[name];
        if (input.value !== undefined) input.value = '';
        else for (const node of [...input.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      [compose, field],
    );
  }

  async moveTo(place) {
    await this.where.mouse.move(place.x, place.y);
  }

  async pressAt(place) {
    await this.moveTo(place);
    await this.where.mouse.down();
    await this.where.mouse.up();
  }

  async pressPart(compose, part) {
    await this.pressAt(await this.spotOfPart(compose, part));
  }

  /** The middle of a part of a compose. */
  spotOfPart(compose, part) {
    return this.page.evaluate(
      ([at, name]) => {
        const element = window.mailbox.composes[at][name];
        element.scrollIntoView({ block: 'nearest' });
        const box = element.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      },
      [compose, part],
    );
  }

  /** Sends a compose in one of the ways of WAYS. */
  async send(compose, way) {
    if (PRESSES.includes(way)) await this.#waitForSend(compose);
    await WAYS[way](this, compose);
  }

  /** Nobody presses a Send that is off; where it stays so, the press shows what becomes of it. */
  #waitForSend(compose) {
    return this.page.evaluate(
      async ([at, patience]) => {
        const { sendButton } = window.mailbox.composes[at];
        const isOff = () => sendButton?.disabled || sendButton?.getAttribute('aria-disabled') === 'true';
        for (const end = Date.now() + patience; isOff() && Date.now() < end; )
          await new Promise((resolve) => setTimeout(resolve, 10));
      },
      [compose, DRAWN_WITHIN],
    );
  }

  sent() {
    return this.page.evaluate(() => window.sent);
  }

  /** Answers the page's own question with yes. */
  async confirm() {
    const yes = await this.until("the page's own question", () =>
      this.where.evaluate(() => {
        const button = document.querySelector('.ask #ok-1');
        if (button === null) return null;
        const box = button.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }),
    );
    await this.pressAt(yes);
  }

  /** What our status line says; '' where it says nothing. */
  said() {
    return this.where.evaluate(() => document.querySelector('nearmiss-status')?.shadowRoot?.textContent ?? '');
  }

  /** Whether our question stands in the page with the compose. */
  isAsked() {
    return this.where.evaluate(
      () => document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog')?.open === true,
    );
  }

  hasNotice() {
    return this.where.evaluate(() => {
      const notice = document.querySelector('nearmiss-notice');
      return (notice?.shadowRoot?.textContent ?? '').includes('.mil');
    });
  }

  async answer(choice) {
    await this.until(`the question to be asked before ${choice}`, () => this.isAsked());
    const find = () =>
      this.where.evaluate((name) => {
        const button = document
          .querySelector('nearmiss-dialog')
          ?.shadowRoot?.querySelector(`button[data-choice="${name}"]`);
        if (!button) return null;
        button.scrollIntoView({ block: 'center' });
        const box = button.getBoundingClientRect();
        return box.width === 0 ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }, choice);
    let place = await this.until(`a button for ${choice}`, find);
    let isLate = false;
    // The dialog takes no click for a moment: the second one of a double click must not answer it.
    await this.until('the question to go', async () => {
      place = (await find()) ?? place; // it may have moved since
      // Behind another tab, such as our welcome, no moment of the question passes.
      if (isLate) await this.where.bringToFront();
      isLate = true;
      await this.pressAt(place);
      const pressed = Date.now();
      while (Date.now() - pressed < 100) {
        if (!(await this.isAsked())) return true;
        await pause(10);
      }
      return false;
    });
  }

  /** The last entry of the menu that is open: to send later. */
  async pressInMenu() {
    const place = await this.until('the menu', () =>
      this.where.evaluate(() => {
        const entry = [...document.querySelectorAll('.menu [role="menuitem"]')].at(-1);
        if (entry === undefined) return null;
        const box = entry.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }),
    );
    await this.pressAt(place);
  }

  isOpen(compose) {
    return this.page.evaluate((at) => window.mailbox.composes[at].root.isConnected, compose);
  }

  /** Nothing more was sent than before. */
  async claimNothingSent(before) {
    await pause(QUIET);
    this.claim('mails sent while held', (await this.sent()).length, before);
  }

  /** Exactly one mail more than before, to these recipients. */
  async claimSentOnce(before, recipients) {
    await this.until('the mail to be sent', async () => (await this.sent()).length > before);
    await pause(QUIET);
    const sent = await this.sent();
    this.claim('mails sent', sent.length, before + 1);
    const { to, cc, bcc } = sent.at(-1);
    this.claim('recipients', [...to, ...(cc ?? []), ...(bcc ?? [])], recipients);
    return sent.at(-1);
  }
}
