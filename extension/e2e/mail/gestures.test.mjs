/**
 * Random gestures on real webmails, beside the same ones without the extension:
 * NEARMISS_GESTURES says how many, NEARMISS_SEED which.
 */
import { expect, test } from '@playwright/test';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import { launchWithExtension } from '../support/chromium.mjs';
import { EXTENSION, warmUp } from '../support/extension.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { FAILURES, playOnReal } from './gestures.mjs';
import { startMail, whyNoMail } from './system.mjs';
import { CHROMIUM_HOSTS, closeWelcome, HOSTS, Writer } from './world.mjs';

const GESTURES = Number(process.env.NEARMISS_GESTURES ?? 500);
const SEED = Number(process.env.NEARMISS_SEED ?? 20261130);
const whyNot = whyNoMail();
test.skip(whyNot !== '', whyNot);

// Not in every run of the tests: this takes an hour.
const isWanted = process.env.NEARMISS_ALL !== undefined || process.env.NEARMISS_GESTURES !== undefined;

for (const site of isWanted ? ['Roundcube, elastic', 'SOGo'] : []) {
  test(`${site}: ${GESTURES} random gestures lose, double, leak and alter nothing`, async () => {
    test.setTimeout(180_000 + GESTURES * 20_000);
    const mail = await startMail();
    const own = withHosts(EXTENSION, HOSTS);
    const args = [CHROMIUM_HOSTS];
    const { context, discard } = await launchWithExtension({ extensionDir: own.folder, args });
    const without = await chromium.launch({
      executablePath: chromiumPath(),
      headless: true,
      args: [...CHROMIUM_FLAGS, ...args],
    });
    try {
      await warmUp(context);
      await closeWelcome(context);
      const pages = [await context.newPage(), await without.newPage({ ignoreHTTPSErrors: true })];
      for (const page of pages) page.on('dialog', (dialog) => dialog.accept());
      const [guarded, plain] = pages.map((page, at) => new Writer(mail, site, page, at === 0 ? 'kim' : 'plain'));
      await Promise.all([guarded.webmail.login(), plain.webmail.login()]);
      // An hour is long: what was done stands on the screen whatever becomes of the rest.
      const tell = ({ mails, ...rest }) =>
        mails % 10 === 0 && console.log(`${site}:`, JSON.stringify({ mails, ...rest }));
      const { troubles, ...counts } = await playOnReal({ guarded, plain, gestures: GESTURES, seed: SEED, tell });
      console.log(`${site}:`, JSON.stringify({ ...counts, troubles }));
      expect(troubles).toEqual([]);
      for (const fault of FAILURES) expect(counts[fault], fault).toBe(0);
    } finally {
      await without.close();
      await discard();
      own.discard();
      await mail.stop();
    }
  });
}
