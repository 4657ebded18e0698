/** Roundcube as its users handle it, in the skins elastic and larry. Works on Playwright's and Puppeteer's pages. */
import { inTime, pause } from '../support/user.mjs';
import { DOMAIN, PASSWORD, PATIENCE } from './configs.mjs';
import { RealWebmail } from './realwebmail.mjs';

/** So long a page takes to be drawn on a busy machine, in ms. */
const SOON = 15_000;

export class Roundcube extends RealWebmail {
  static id = 'roundcube';
  /** Its button works without recipients and without a subject; its own questions follow. */
  static sendIsOffWhileEmpty = false;
  static sendsTwice = false;
  /** No shortcut sends in this version. */
  static chord = null;

  async login() {
    await this.page.goto(this.address);
    await this.page.waitForSelector('[name="_user"]');
    await this.page.evaluate(
      ([name, password]) => {
        document.querySelector('[name="_user"]').value = name;
        document.querySelector('[name="_pass"]').value = password;
        document.querySelector('#rcmloginsubmit').click();
      },
      [`${this.user}@${DOMAIN}`, PASSWORD],
    );
    await this.#rest();
  }

  /**
   * Until the page has no request under way. Roundcube reads its session at the start of a request and
   * writes all of it back at the end, without a lock: a compose that is opened in between is forgotten.
   */
  async #rest() {
    await this.until('Roundcube to be idle', () =>
      this.page.evaluate(() => {
        const { rcmail, jQuery } = window;
        const isDrawn = rcmail?.env?.task === 'mail' && document.readyState === 'complete';
        return isDrawn && !rcmail.busy && jQuery.active === 0;
      }),
    );
    await pause(100);
  }

  /** Opens a compose; what is given stands in it, as after a click on a mailto: link. */
  async compose({ to = '', cc = '', bcc = '', subject = '', text = '' } = {}) {
    const given = Object.entries({ _to: to, _cc: cc, _bcc: bcc, _subject: subject, _body: text });
    await this.#open({ _action: 'compose', ...Object.fromEntries(given.filter(([, value]) => value !== '')) });
  }

  /** Answers the newest mail of the inbox, or all who got it. */
  async reply(all = false) {
    const uid = await this.#newest('INBOX');
    await this.#open({ _action: 'compose', _reply_uid: uid, _mbox: 'INBOX', ...(all && { _all: 'all' }) });
  }

  /** Opens the newest draft. */
  async draft() {
    await this.#open({ _action: 'compose', _draft_uid: await this.#newest('Drafts'), _mbox: 'Drafts' });
  }

  /** A compose in a window of its own, by the compose's own button for it. @returns {Promise<Roundcube>} for that window */
  async popOut({ to = '' } = {}) {
    await this.compose({ to });
    const opened = new Promise((resolve) => this.page.once('popup', resolve));
    const find = () =>
      this.page.evaluate(() => {
        const button = [...document.querySelectorAll('.extwin')].find((one) => one.offsetParent !== null);
        const box = button.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      });
    await this.person.pressAt(await find());
    const other = new Roundcube(await inTime(opened, 'a window'), this.address, this.user);
    await other.#ready();
    return other;
  }

  /** After a mail was sent it goes to its list by itself, which may end our way to another page. */
  async #goto(query) {
    const wanted = `${this.address}?${query}`;
    for (const started = Date.now(); ; await pause(500)) {
      const before = this.page.url();
      try {
        // If the page leaves by itself at that moment, Chromium may never answer.
        await this.page.goto(wanted, { timeout: SOON });
        return;
      } catch (error) {
        // The answer to a compose without a number sends the browser on to one with a number.
        if (this.page.url() !== before && this.page.url().startsWith(wanted)) return;
        if (Date.now() - started > PATIENCE) throw error;
      }
    }
  }

  async #open(given) {
    await this.#rest();
    const query = new URLSearchParams({ _task: 'mail', ...given });
    for (let tries = 0; ; tries++) {
      await this.#goto(query);
      const isLost = await this.page.evaluate(() => document.body.classList.contains('task-error')).catch(() => false);
      if (isLost) this.lostComposes++;
      // It may still go to its list by itself.
      const isThere = !isLost && (await this.#ready(SOON).catch(() => false));
      if (isThere) return;
      if (tries > 2) throw new Error(`Roundcube opens no compose: ${this.page.url()}`);
      await pause(500);
    }
  }

  #ready(patience = PATIENCE) {
    const isDrawn = () =>
      this.page.evaluate(() => {
        const { rcmail, tinymce } = window;
        // Its own last step before people can write: until then it puts the text back that came with the page.
        if (rcmail?.env?.action !== 'compose' || rcmail.busy || rcmail.cmp_hash === undefined) return false;
        return (
          document.querySelector('#composebody.mce_editor') === null || tinymce?.activeEditor?.initialized === true
        );
      });
    return this.person.until('the compose', () => isDrawn().catch(() => false), patience);
  }

  async inbox() {
    await this.#goto('_task=mail&_mbox=INBOX');
    await this.#rest();
  }

  /** The number of a folder's newest mail. */
  async #newest(folder) {
    await this.#goto(`_task=mail&_mbox=${folder}`);
    const uid = await this.until(`a mail in ${folder}`, () =>
      this.page.evaluate(() => Math.max(0, ...Object.keys(window.rcmail.env.messages ?? {}).map(Number))),
    );
    await this.#rest();
    return String(uid);
  }

  /** Puts the cursor into a recipients field, which is shown first where it is not. */
  async focus(field) {
    const isHidden = await this.page.evaluate((name) => {
      const row = document.querySelector(`#compose_${name}`) ?? document.querySelector(`#compose-${name}`);
      if (row === null || row.offsetParent !== null) return false;
      // larry has a link for each field, elastic a menu.
      (document.querySelector(`#${name}-link`) ?? document.querySelector('[data-popup="headers-menu"]')).click();
      return row.id === `compose_${name}`;
    }, field);
    if (isHidden) {
      await this.until('the menu of fields', () =>
        this.page.evaluate((name) => {
          const entry = document.querySelector(`.popover [data-target="${name}"]`);
          entry?.click();
          return entry !== null;
        }, field),
      );
    }
    await this.until(`the field ${field}`, () =>
      this.page.evaluate((name) => {
        const elastic = document.querySelector(`#compose_${name}`);
        const input = elastic?.querySelector('.recipient-input input') ?? document.querySelector(`#_${name}`);
        input.scrollIntoView({ block: 'nearest' });
        input.focus();
        return document.activeElement === input;
      }, field),
    );
  }

  /** Types a recipient; `commit` is the key that ends it, or ''. */
  async type(field, address, commit = '') {
    await this.focus(field);
    await this.page.keyboard.type(address);
    if (commit !== '') await this.page.keyboard.press(commit);
  }

  fill({ subject, text }) {
    return this.page.evaluate(
      ([title, words]) => {
        if (title !== undefined) document.querySelector('#compose-subject').value = title;
        const editor = window.tinymce?.activeEditor;
        if (words === undefined) return;
        if (editor) editor.setContent(`<p>${words}</p>`);
        else document.querySelector('#composebody').value = words;
      },
      [subject, text],
    );
  }

  attach(name, content) {
    return this.chooseFile('.uploadform input[type="file"], form[id^="uploadform"] input[type="file"]', name, content);
  }

  isUploaded(name) {
    return this.page.evaluate((file) => {
      const all = Object.values(window.rcmail.env.attachments ?? {});
      return all.some((one) => one.complete && one.name === file);
    }, name);
  }

  /** The middle of Send. */
  sendSpot() {
    return this.page.evaluate(() => {
      const button = [...document.querySelectorAll('.formbuttons .send, button.send, a.button.send')].find(
        (one) => one.offsetParent !== null,
      );
      button.scrollIntoView({ block: 'nearest' });
      const box = button.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    });
  }

  /** A key on Send itself. */
  async key(key) {
    await this.page.evaluate(() => {
      const all = [...document.querySelectorAll('.formbuttons .send, button.send, a.button.send')];
      all.find((one) => one.offsetParent !== null).focus();
    });
    await this.page.keyboard.press(key);
  }

  /** Another program presses Send. */
  script() {
    return this.page.evaluate(() => {
      const all = [...document.querySelectorAll('.formbuttons .send, button.send, a.button.send')];
      all.find((one) => one.offsetParent !== null).click();
    });
  }

  isOpen() {
    const look = () => window.rcmail?.env?.action === 'compose' || document.readyState !== 'complete';
    // A page on its way from the compose to the list does not answer.
    return this.page.evaluate(look).catch(() => !this.page.isClosed());
  }

  /** Answers the page's own question about what is missing with "send". */
  async insist() {
    const find = () =>
      this.page.evaluate(() => {
        const button = [...document.querySelectorAll('.ui-dialog .mainaction')].find(
          (one) => one.offsetParent !== null,
        );
        const box = button?.getBoundingClientRect();
        return box === undefined ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      });
    await this.person.pressAt(await this.until('the question of Roundcube', find));
  }

  /** Closes what the page says. */
  async acknowledge() {
    const find = () =>
      this.page.evaluate(() => {
        const button = [...document.querySelectorAll('.ui-dialog button')].find((one) => one.offsetParent !== null);
        const box = button?.getBoundingClientRect();
        return box === undefined ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      });
    await this.person.pressAt(await this.until('the words of Roundcube', find));
  }

  async saveDraft() {
    await this.page.evaluate(() => window.rcmail.command('savedraft'));
    await this.#rest();
  }

  /** Leaves the compose; the page's own question whether to is never asked. */
  async leave() {
    await this.page
      .evaluate(() => {
        window.onbeforeunload = null;
        window.rcmail?.remove_compose_data?.(window.rcmail.env.compose_id);
      })
      .catch(() => {});
    await this.inbox();
  }
}
