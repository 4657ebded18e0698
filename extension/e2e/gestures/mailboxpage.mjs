/** A page of the webmail: mails are written in it as fast as somebody pastes, and what came of them is read from it. */

/** A mail that has not left after this time is lost, in ms: longer than the guard waits for a silent core. */
const LOST_AFTER = 12_000;

export class MailboxPage {
  #page;
  #user;

  constructor(page, user) {
    this.#page = page;
    this.#user = user;
  }

  /** Keeps the last presses that reached the page or something of ours in it. */
  notePresses() {
    return this.#page.evaluate(() => {
      window.pressed = [];
      for (const type of ['pointerdown', 'pointerup', 'click']) {
        const note = ({ target, clientX, clientY }) => {
          window.pressed = [...window.pressed.slice(-5), [type, target.localName, clientX, clientY]];
        };
        window.addEventListener(type, note, { capture: true });
      }
    });
  }

  /** What the page shows when a mail has not left, for whoever looks for the cause. */
  sight() {
    return this.#page.evaluate(() => {
      const boxOf = (element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return [left, top, right, bottom].map(Math.round).join(' ');
      };
      const shown = [...document.querySelectorAll('nearmiss-notice,nearmiss-status,.menu')];
      const said = document.querySelector('nearmiss-status')?.shadowRoot?.textContent ?? '';
      return [
        ...shown.map((element) => `${element.localName}.${element.className} at ${boxOf(element)}`),
        `said “${said}”`,
        `pressed ${JSON.stringify(window.pressed)}`,
      ].join(', ');
    });
  }

  /** Opens a compose and fills in who it goes to. */
  async write({ kind, recipients }) {
    const popUp = kind === 'written' ? this.#page.waitForEvent('popup') : null;
    const written = await this.#page.evaluate(
      async ([wanted, given]) => {
        await window.mailbox.open(wanted);
        const compose = window.mailbox.composes.length - 1;
        const { fields } = window.mailbox.composes[compose];
        for (const { address, field, isCommitted } of given) {
          const { input } = fields[field];
          input.focus();
          if (isCommitted && fields[field].add) fields[field].add(address);
          else if ('value' in input) {
            fields[field].input.value = address;
            fields[field].input.dispatchEvent(new InputEvent('input', { bubbles: true }));
          } else input.ownerDocument.execCommand('insertText', false, address);
        }
        return { compose, start: window.sent.length, failed: window.failed.length };
      },
      [kind, recipients],
    );
    this.#user.where = popUp === null ? this.#page : await popUp;
    if (popUp !== null) await this.#user.where.bringToFront();
    return written;
  }

  /** Whether the message text stands in a frame of its own. */
  isTextFramed(compose) {
    return this.#page.evaluate((at) => {
      const { body, document: around } = window.mailbox.composes[at];
      return body.ownerDocument !== around;
    }, compose);
  }

  /** A letter in the message text, struck by hand. */
  async writeText(compose) {
    await this.#page.evaluate((at) => {
      const { body } = window.mailbox.composes[at];
      body.ownerDocument.defaultView?.focus();
      body.focus();
    }, compose);
    await this.#user.where.keyboard.press('x');
  }

  /** Who finds our notice on what they want to press closes it first. */
  async uncover(compose) {
    const close = await this.#page.evaluate((at) => {
      const one = window.mailbox.composes[at];
      const notice = one.document.querySelector('nearmiss-notice');
      const isCovered = [one.sendButton, one.opener, one.archive].some((part) => {
        const box = part?.getBoundingClientRect();
        const top = box && one.document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return notice !== null && top === notice;
      });
      if (!isCovered) return null;
      const box = notice.shadowRoot.querySelector('.close').getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }, compose);
    if (close !== null) await this.#user.pressAt(close);
    return close !== null;
  }

  /** What becomes of a press. Waits in the page itself: each look from here would cost more than the mail. */
  outcome({ start, failed, compose }) {
    return this.#page.evaluate(
      ([sentBefore, failedBefore, at, patience]) =>
        new Promise((resolve) => {
          const { document } = window.mailbox.composes[at];
          const end = performance.now() + patience;
          const look = () => {
            const dialog = document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog');
            if (window.sent.length > sentBefore) resolve('sent');
            else if (dialog?.open) resolve('asked');
            else if (document.querySelector('.ask') !== null) resolve('confirm');
            else if (window.failed.length > failedBefore) resolve('failed');
            else if (performance.now() > end) resolve('lost');
            else setTimeout(look, 4);
          };
          look();
        }),
      [start, failed, compose, LOST_AFTER],
    );
  }

  sentCount() {
    return this.#page.evaluate(() => window.sent.length);
  }

  /** The first mail after so many. */
  sentAfter(start) {
    return this.#page.evaluate((from) => window.sent[from], start);
  }

  hasSent(compose) {
    return this.#page.evaluate((at) => window.sent.some((one) => one.compose === `m${at + 1}`), compose);
  }

  /** Whether our status line says something in the window of the compose. */
  isSaid(compose) {
    return this.#page.evaluate(
      (at) => window.mailbox.composes[at].document.querySelector('nearmiss-status') !== null,
      compose,
    );
  }

  /** Closes the page's own menus and questions. */
  closeBoxes(compose) {
    return this.#page.evaluate((at) => {
      for (const place of new Set([document, window.mailbox.composes[at].document]))
        for (const box of place.querySelectorAll('.menu, .ask')) box.remove();
    }, compose);
  }

  /** Nothing of this mail is left for the next one; what was sent goes by itself. */
  async tidy(compose) {
    await this.#page.evaluate(async () => {
      for (const one of window.mailbox.composes) {
        if (!one.root.isConnected) continue;
        while (one.sends > 0 && one.root.isConnected) await new Promise((resolve) => setTimeout(resolve, 5));
        one.shell.remove();
        window.mailbox.skin.undraw?.(one);
      }
    });
    await this.closeBoxes(compose);
    if (this.#user.where !== this.#page) await this.#user.where.close();
    this.#user.where = this.#page;
  }
}
