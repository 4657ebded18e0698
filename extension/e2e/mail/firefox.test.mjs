/** The scenes of real webmails in Firefox, those that only Chromium lets a test play left out. */
import { expect, test } from '@playwright/test';
import { FIREFOX_EXTENSION, launchFirefox } from '../support/firefox.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { SCENES } from './scenes.mjs';
import { startMail, whyNoMail } from './system.mjs';
import { HOSTS, SITES, Writer } from './world.mjs';

const isAll = process.env.NEARMISS_ALL !== undefined;
const whyNot = whyNoMail();
test.skip(whyNot !== '', whyNot);

for (const site of isAll ? ['Roundcube, elastic', 'SOGo'] : []) {
  const scenes = SCENES.filter(
    ({ where = () => true, needsChromium = false }) => where(SITES[site], site) && !needsChromium,
  );
  test(`Firefox: ${site}, ${scenes.length} scenes`, async () => {
    test.setTimeout(120_000 + scenes.length * 90_000);
    const mail = await startMail();
    const own = withHosts(FIREFOX_EXTENSION, HOSTS);
    // Firefox finds the hosts on this machine, at the port of their addresses.
    const prefs = { 'network.dns.localDomains': HOSTS.join(',') };
    const browser = await launchFirefox({ extensionDir: own.folder, prefs });
    try {
      test.skip(browser === null, 'no Firefox is installed');
      const failed = [];
      let isLoggedIn = false;
      for (const { name, play } of scenes) {
        const page = await browser.newPage();
        page.on('dialog', (dialog) => dialog.accept());
        const writer = new Writer(mail, site, page);
        try {
          if (isLoggedIn) await writer.webmail.inbox();
          else await writer.webmail.login();
          isLoggedIn = true;
          await play(writer, {
            other(webmail) {
              const there = new Writer(mail, site, webmail.page);
              there.webmail = webmail;
              there.person = webmail.person;
              return there;
            },
            slowUploads: (milliseconds) => {
              mail.uploads.delay = milliseconds;
            },
            addContact: (contact) => mail.addContact(writer.user, contact),
          });
          expect(writer.person.assertions).toBeGreaterThan(0);
        } catch (error) {
          failed.push(`${name}: ${error.message}`);
        } finally {
          await page.close({ runBeforeUnload: false }).catch(() => {});
        }
      }
      console.log(`Firefox, ${site}: ${scenes.length - failed.length} of ${scenes.length} scenes`);
      expect(failed).toEqual([]);
    } finally {
      await browser?.close();
      own.discard();
      await mail.stop();
    }
  });
}
