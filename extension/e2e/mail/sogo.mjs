/** SOGo as its users handle it. Works on Playwright's and Puppeteer's pages. */
import { inTime, pause } from '../support/user.mjs';
import { PASSWORD } from './configs.mjs';
import { RealWebmail } from './realwebmail.mjs';

const SEND = '[ng-click="editor.send()"]';

export class Sogo extends RealWebmail {
  static id = 'sogo';
  static sendIsOffWhileEmpty = true;
  /** Pressed twice, its Send sends twice now and then, without the extension, too. */
  static sendsTwice = true;
  static chord = null;

  async login() {
    await this.page.goto(`${this.address}SOGo/`);
    await this.page.evaluate(
      async ([name, password]) => {
        await fetch('/SOGo/connect', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ userName: name, password, domain: null, rememberLogin: 0 }),
        });
      },
      [this.user, PASSWORD],
    );
    await this.inbox();
  }

  /** The mail page, drawn and idle. `path` is what its address ends in. */
  async inbox(path = '#!/Mail/0/INBOX') {
    // The same page with another end would not be loaded again.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.address}SOGo/so/${this.user}/Mail/view${path}`);
    await this.until('the mailbox', () =>
      this.page.evaluate(() => {
        const injector = window.angular?.element(document.body).injector();
        const isDrawn = document.querySelector('[ng-click^="mailbox."]') !== null;
        return isDrawn && injector?.get('$http').pendingRequests.length === 0;
      }),
    );
  }

  /** Opens a compose; what is given is typed into it. */
  async compose({ to = '', cc = '', bcc = '', subject, text } = {}) {
    await this.inbox();
    await this.page.evaluate(() => {
      document.querySelector('[ng-click="mailbox.newMessage($event)"]').click();
    });
    await this.#ready();
    for (const [field, address] of Object.entries({ to, cc, bcc })) {
      if (address !== '') await this.type(field, address, 'Enter');
    }
    if (subject !== undefined || text !== undefined) await this.fill({ subject, text });
  }

  async reply(all = false) {
    await this.#openNewest('INBOX');
    await this.page.evaluate(
      (click) => document.querySelector(`[ng-click="${click}"]`).click(),
      all ? 'viewer.replyAll($event)' : 'viewer.reply($event)',
    );
    await this.#ready();
  }

  async draft() {
    await this.#openNewest('Drafts');
    // A draft opens its editor by itself in some versions; in others there is a button.
    await this.page.evaluate(() => document.querySelector('[ng-click="viewer.edit($event)"]')?.click());
    await this.#ready();
  }

  async #openNewest(folder) {
    await this.inbox(`#!/Mail/0/${folder}`);
    await this.until('a mail in the list', () =>
      this.page.evaluate(() => {
        const line = document.querySelector('.sg-message-list-item button[ng-click^="mailbox.selectMessage"]');
        line?.click();
        return line !== null;
      }),
    );
    await this.until('the mail', () =>
      this.page.evaluate(() => document.querySelector('[ng-click^="viewer."], #mailEditor') !== null),
    );
    await pause(300);
  }

  async popOut({ to = '' } = {}) {
    await this.inbox();
    const opened = new Promise((resolve) => this.page.once('popup', resolve));
    await this.page.evaluate(() => document.querySelector('[ng-click="mailbox.newMessage($event, true)"]').click());
    const other = new Sogo(await inTime(opened, 'a window'), this.address, this.user);
    await other.#ready();
    if (to !== '') await other.type('to', to, 'Enter');
    return other;
  }

  async #ready() {
    await this.until('the compose', () =>
      this.page.evaluate(() => {
        const editor = document.querySelector('#mailEditor');
        if (editor === null || editor.querySelector('[ng-model="editor.message.editable.to"] input') === null)
          return false;
        return editor.querySelector('sg-ckeditor') === null || editor.querySelector('.cke_contents') !== null;
      }),
    );
    // The dialog moves into its place and takes the focus then; until that is over, what is typed
    // is cut in two: SOGo makes a recipient of what stands in a field that loses the focus.
    let before = '';
    await this.until('the dialog to rest', async () => {
      const now = await this.page.evaluate(() => {
        const { left, top, width, height } = document.querySelector('#mailEditor').getBoundingClientRect();
        const hasFocus = document.querySelector('#mailEditor').contains(document.activeElement);
        return `${hasFocus} ${document.activeElement?.id} ${left} ${top} ${width} ${height}`;
      });
      const isStill = now === before && now.startsWith('true');
      before = now;
      if (!isStill) await pause(400);
      return isStill;
    });
  }

  /** Puts the cursor into a recipients field, which is shown first where it is not. */
  async focus(field) {
    await this.until(`the field ${field}`, () =>
      this.page.evaluate((name) => {
        const chips = document.querySelector(`[ng-model="editor.message.editable.${name}"]`);
        if (chips.offsetParent === null) {
          const label = name[0].toUpperCase() + name.slice(1);
          document.querySelector(`[ng-click="editor.hide${label} = false"]`).click();
          return false;
        }
        const input = chips.querySelector('input');
        input.scrollIntoView({ block: 'nearest' });
        input.focus();
        return document.activeElement === input;
      }, field),
    );
  }

  /** Types a recipient; with `commit` it becomes a chip. Its Enter takes suggestions only: the comma ends an address. */
  async type(field, address, commit = '') {
    await this.focus(field);
    await this.page.keyboard.type(address);
    if (commit === '') return;
    await this.page.keyboard.press(',');
    await this.until('the recipient to be taken', () =>
      this.page.evaluate(
        (name) => document.querySelector(`[ng-model="editor.message.editable.${name}"] input`).value === '',
        field,
      ),
    );
  }

  fill({ subject, text }) {
    return this.page.evaluate(
      ([title, words]) => {
        const write = (input, value) => {
          input.value = value;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          input.dispatchEvent(new Event('change', { bubbles: true }));
        };
        const editor = document.querySelector('#mailEditor');
        if (title !== undefined) write(editor.querySelector('input[name="subject"]'), title);
        if (words === undefined) return;
        const plain = editor.querySelector('textarea[name="content"]');
        if (plain !== null) write(plain, words);
        else Object.values(window.CKEDITOR.instances)[0].setData(`<p>${words}</p>`);
      },
      [subject, text],
    );
  }

  attach(name, content) {
    return this.chooseFile('#fileInput', name, content);
  }

  isUploaded(name) {
    return this.page.evaluate((file) => {
      const links = [...document.querySelectorAll('[ng-model="editor.uploader.queue"] md-chip a[href]')];
      return links.some((one) => one.textContent === file && one.getAttribute('href') !== '');
    }, name);
  }

  sendSpot() {
    return this.page.evaluate((selector) => {
      const box = document.querySelector(selector).getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }, SEND);
  }

  async key(key) {
    await this.page.evaluate((selector) => document.querySelector(selector).focus(), SEND);
    await this.page.keyboard.press(key);
  }

  script() {
    return this.page.evaluate((selector) => document.querySelector(selector).click(), SEND);
  }

  isOpen() {
    return this.page.evaluate(() => document.querySelector('#mailEditor') !== null).catch(() => !this.page.isClosed());
  }

  async saveDraft() {
    await this.page.evaluate(() => document.querySelector('[ng-click="editor.save()"]').click());
    await this.until('the draft to be saved', () =>
      this.page.evaluate(
        () => window.angular.element(document.body).injector().get('$http').pendingRequests.length === 0,
      ),
    );
  }

  async leave() {
    await this.inbox();
  }
}
