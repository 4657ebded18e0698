/**
 * Real webmails on a real mail server, in Chromium: every scene on every site.
 * `npm test` plays a few of them, `npm run test:mail` all.
 */
import { test as base, expect } from '@playwright/test';
import { runShapeReader } from '../reading/reader.mjs';
import { launchWithExtension } from '../support/chromium.mjs';
import { EXTENSION, warmUp } from '../support/extension.mjs';
import { Faults } from '../support/faults.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { SCENES } from './scenes.mjs';
import { startMail, whyNoMail } from './system.mjs';
import { CHROMIUM_HOSTS, closeWelcome, HOSTS, SITES, Writer } from './world.mjs';

const isAll = process.env.NEARMISS_ALL !== undefined;
const whyNot = whyNoMail();
if (isAll && whyNot !== '') throw new Error(whyNot);

const test = base.extend({
  /** One mail system and one browser for all tests of a worker process. */
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const mail = await startMail();
      const own = withHosts(EXTENSION, HOSTS);
      const { context, discard } = await launchWithExtension({ extensionDir: own.folder, args: [CHROMIUM_HOSTS] });
      try {
        await warmUp(context);
        await closeWelcome(context);
        await use({ mail, context, loggedIn: new Map(), faults: new Faults(context) });
      } finally {
        await discard();
        own.discard();
        await mail.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.skip(whyNot !== '', whyNot);
test.setTimeout(150_000);

/** Somebody logged in at a site. */
async function arrive({ mail, context, loggedIn }, site) {
  const page = await context.newPage();
  page.on('dialog', (dialog) => dialog.accept());
  const writer = new Writer(mail, site, page);
  const { host, user } = SITES[site];
  if (loggedIn.get(host) !== user) {
    await writer.webmail.login();
    loggedIn.set(host, user);
  } else await writer.webmail.inbox();
  return writer;
}

/** Nothing but its shape says what the page is: the reader knows no description of it. */
for (const site of ['Roundcube, elastic', 'Roundcube, larry', 'SOGo']) {
  test(`${site}: is read by its shape without its description`, async ({ world }) => {
    if (!isAll) test.skip();
    const { webmail } = await arrive(world, site);
    try {
      await webmail.compose();
      await webmail.fill({ subject: 'Visit', text: 'See you.' });
      await webmail.type('to', 'ann@army.ml');
      expect((await runShapeReader(webmail.page)).reads).toEqual(['ann@army.ml']);
      await webmail.type('to', ',');
      await webmail.type('to', 'bob@navy.ml');
      const { reads, asks } = await runShapeReader(webmail.page);
      expect(reads).toEqual(['ann@army.ml', 'bob@navy.ml']);
      console.log(`${site}: by its shape alone its Send is ${asks ? '' : 'not '}certain`);
    } finally {
      await webmail.page.close({ runBeforeUnload: false });
    }
  });
}

for (const site of Object.keys(SITES)) {
  for (const { name, where = () => true, isShort = false, play } of SCENES) {
    if (!where(SITES[site], site) || !(isShort || isAll)) continue;
    // The other languages and editors are not for every run.
    if (!isAll && !['Roundcube, elastic', 'SOGo'].includes(site)) continue;
    test(`${site}: ${name}`, async ({ world }) => {
      const writer = await arrive(world, site);
      const pages = [writer.webmail.page];
      try {
        await play(writer, {
          other(webmail) {
            pages.push(webmail.page);
            const there = new Writer(world.mail, site, webmail.page);
            there.webmail = webmail;
            there.person = webmail.person;
            return there;
          },
          slowUploads: (milliseconds) => {
            world.mail.uploads.delay = milliseconds;
          },
          addContact: (contact) => world.mail.addContact(writer.user, contact),
          stopWorker: () => world.faults.stop(),
        });
        expect(writer.person.assertions).toBeGreaterThan(0);
      } finally {
        for (const page of pages) await page.close({ runBeforeUnload: false });
      }
    });
  }
}
