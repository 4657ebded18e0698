/** Signed descriptions of webmails in Firefox: the page that is open is protected without a restart, and a bad one is dropped. */
import { expect, test } from '@playwright/test';
import { firefoxPath } from '../support/browsers.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { User } from '../support/user.mjs';
import { askingBy, startFollowed } from './channel.mjs';
import { describeRenamed, forge, hostileDescriptions, ownDescription, renamed } from './descriptions.mjs';

test.skip(firefoxPath() === undefined, 'no Firefox is installed');

/** One that lint refuses, and one that reads nothing. */
const HOSTILE = ['gmail', 'fastmail'];

test('Firefox: a description that was published protects the page that is open; a bad one is dropped', async () => {
  test.setTimeout(240_000);
  const { worker, channel, extensionDir, ends, stop } = await startFollowed('firefox');
  try {
    const browser = await launchFirefox({ extensionDir, opensOwnPages: true });
    ends.push(() => browser.close());
    const { call, updated, shows } = askingBy(await openOwnInFirefox(browser, 'options'));
    const statusOf = async (webmail) =>
      (await call('overview')).reply.descriptions.find((one) => one.webmail === webmail);
    const showing = (page) => expect.poll(() => shows(page.url()), { timeout: 15_000 });
    const holds = async (page) => {
      const user = new User(page);
      await page.bringToFront();
      await user.type(0, 'ann@army.ml');
      await user.until('the notice', () => user.hasNotice());
      await user.send(0, 'button');
      await user.until('the question', () => user.isAsked());
      await user.claimNothingSent(0);
      await user.answer('back');
    };

    /** Of the extension's own description of the renamed page; the published one has the next. */
    const { version } = ownDescription(channel, 'proton');
    await updated(1);
    const page = await openInFirefox(browser, 'proton', {}, renamed);

    await test.step('the description of the extension cannot read the changed page', async () => {
      await page.bringToFront();
      await showing(page).toMatchObject({
        state: 'not-protecting',
        problems: ['no-compose-root'],
        description: version,
      });
    });

    await test.step('the published one protects it, without a restart and without a reload', async () => {
      await describeRenamed(channel);
      await channel.publish(worker.url);
      await updated(2);
      await showing(page).toMatchObject({ state: 'protecting', description: version + 1 });
      await holds(page);
      await expect.poll(() => statusOf('proton')).toMatchObject({ version: version + 1, fate: 'used', why: '' });
    });

    await test.step('bad ones reach pages that are open, and are dropped there', async () => {
      const hostile = HOSTILE.map((webmail) => [webmail, ...hostileDescriptions(channel)[webmail]]);
      const pages = {};
      for (const [webmail] of hostile) pages[webmail] = await openInFirefox(browser, webmail);
      await channel.add('mail-providers', 'quillion-works.org # a test'); // something to stage
      await channel.publish(worker.url, forge(Object.fromEntries(hostile.map(([webmail, text]) => [webmail, text]))));
      await updated(3);
      for (const [webmail, , fate] of hostile) {
        await pages[webmail].bringToFront();
        await expect.poll(() => statusOf(webmail), { timeout: 15_000 }).toMatchObject(fate);
        const { version } = ownDescription(channel, webmail);
        await showing(pages[webmail]).toMatchObject({ state: 'protecting', description: version });
        await holds(pages[webmail]);
      }
    });
  } finally {
    await stop();
  }
});
