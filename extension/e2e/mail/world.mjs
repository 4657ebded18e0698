/**
 * A mail system, a browser with the extension let into its webmails, and people
 * who write there. What was sent is what the SMTP server has accepted.
 */
import { pause } from '../support/user.mjs';
import { DOMAIN, PATIENCE, ROUNDCUBES, SOGO_HOST } from './configs.mjs';
import { Roundcube } from './roundcube.mjs';
import { Sogo } from './sogo.mjs';

/** Each webmail as people meet it: which host, whose mailbox, who handles it. */
export const SITES = {
  'Roundcube, elastic': { Webmail: Roundcube, host: `mail.${DOMAIN}`, user: 'kim' },
  'Roundcube, larry': { Webmail: Roundcube, host: `larry.${DOMAIN}`, user: 'larry' },
  'Roundcube in German': { Webmail: Roundcube, host: `german.${DOMAIN}`, user: 'german' },
  'Roundcube in Arabic': { Webmail: Roundcube, host: `arabic.${DOMAIN}`, user: 'arabic' },
  'Roundcube, HTML editor': { Webmail: Roundcube, host: `html.${DOMAIN}`, user: 'html' },
  SOGo: { Webmail: Sogo, host: SOGO_HOST, user: 'kim' },
  'SOGo in German': { Webmail: Sogo, host: SOGO_HOST, user: 'german' },
  'SOGo in Arabic': { Webmail: Sogo, host: SOGO_HOST, user: 'arabic' },
  'SOGo, HTML editor': { Webmail: Sogo, host: SOGO_HOST, user: 'html' },
};

export const HOSTS = [...Object.keys(ROUNDCUBES), SOGO_HOST];

/** Chromium finds all of the hosts on this machine. */
export const CHROMIUM_HOSTS = `--host-resolver-rules=MAP *.${DOMAIN} 127.0.0.1`;

/** Waits for the page that opens after an installation and closes it: it would come before a webmail later. */
export async function closeWelcome(context) {
  const find = () => context.pages().find((page) => page.url().endsWith('/welcome.html'));
  for (const started = Date.now(); find() === undefined && Date.now() - started < PATIENCE; ) await pause(100);
  await find()?.close();
}

/** Somebody at one webmail. `count` says what the SMTP server got since then. */
export class Writer {
  #mail;
  #from = 0;

  /** @param mail of startMail() @param page of a browser */
  constructor(mail, site, page, user = SITES[site].user) {
    this.#mail = mail;
    const { Webmail, host } = SITES[site];
    this.user = user;
    this.site = site;
    this.webmail = new Webmail(page, `https://${host}:${mail.proxy}/`, user);
    this.person = this.webmail.person;
    this.smtp = mail.smtp;
    this.mailbox = mail.mailbox(user);
    this.start();
  }

  /** From now on is counted. */
  start() {
    this.#from = this.#mail.smtp.mails.length;
  }

  sent() {
    return this.#mail.smtp.mails.slice(this.#from);
  }

  /** Waits for the question of the extension. */
  async held() {
    await this.person
      .until('the mail to be held', async () => {
        if (this.sent().length > 0) throw new Error('it left instead');
        return await this.person.isAsked().catch(() => false);
      })
      .catch(async (error) => {
        throw new Error(`${error.message}; ${await this.sight()}`);
      });
    this.person.claim('mails that left while it was held', this.sent().length, 0);
  }

  /** The mail left once, to these, with its text. Nothing of it stays behind. */
  async left(recipients, { text, subject, attachments = [], within = PATIENCE } = {}) {
    const started = Date.now();
    while (this.sent().length === 0) {
      if (Date.now() - started > within)
        throw new Error(`the mail to ${recipients} did not leave; ${await this.sight()}`);
      await pause(50);
    }
    await this.person.until('the compose to close', async () => !(await this.webmail.isOpen()));
    await pause(500);
    const [mail, ...more] = this.sent();
    this.person.claim('mails that left besides', more, []);
    this.person.claim('envelope', mail.recipients, [...recipients].sort());
    if (subject !== undefined) this.person.claim('subject', mail.subject, subject);
    if (text !== undefined) this.person.claim('text', mail.text.includes(text), true);
    this.person.claim(
      'attachments',
      mail.attachments.map(({ name }) => name),
      attachments,
    );
    const drafts = this.mailbox
      .list('Drafts')
      .filter((one) => subject !== undefined && one.includes(`Subject: ${subject}\r`));
    this.person.claim('drafts of it that stay', drafts.length, 0);
    return mail;
  }

  /** Nothing left, and the compose is still there. */
  async stayed() {
    await pause(1000);
    this.person.claim('mails that left', this.sent(), []);
    this.person.claim('the compose is open', await this.webmail.isOpen(), true);
  }

  /** No question of the extension stands. */
  async unasked() {
    this.person.claim('asked', await this.person.isAsked(), false);
  }

  /** What the page shows, for whoever looks for a cause. */
  async sight() {
    return await this.webmail.page
      .evaluate(() => {
        const said = document.querySelector('nearmiss-status')?.shadowRoot?.textContent ?? '';
        const inputs = [...document.querySelectorAll('input:not([type="hidden"]),textarea')].map((one) => one.value);
        const chips = [...document.querySelectorAll('.recipient,md-chip')].map((one) => one.textContent.trim());
        const wordsOf = ({ shadowRoot }) =>
          [...(shadowRoot?.children ?? [])].map((one) => (one.localName === 'style' ? '' : one.textContent)).join('');
        const asked = [...document.querySelectorAll('nearmiss-dialog')].map(wordsOf);
        const notices = [...document.querySelectorAll('nearmiss-notice')].map(wordsOf);
        const isInFront = document.visibilityState === 'visible' && document.hasFocus();
        return JSON.stringify({
          said,
          asked,
          notices,
          isInFront,
          chips,
          inputs: inputs.filter((value) => value.includes('@')),
        });
      })
      .catch((error) => error.message);
  }
}
