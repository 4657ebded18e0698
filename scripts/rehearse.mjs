/**
 * A list update from a maintainer's edit to somebody's warning: `npm run rehearse`.
 *
 * A mailbox is open in Chromium and an address in it goes unremarked. Then a
 * domain is added to a list's source, linted, built, signed with two keys and
 * published to the local Worker; the running extension takes the new list and
 * warns about the same address, without restart. Ends with status 1 if it does not.
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchWithExtension, listsOf, openMailbox, workerOf } from '../extension/e2e/support/chromium.mjs';
import { withDemo } from './demo.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ADDED = 'quillion-works.org';
const TYPED = 'ann@quillon-works.org';
/** How long the extension may take to hear of the new version, in ms. */
const PATIENCE = 40_000;

const say = (text) => console.log(text);

await withDemo({ minutes: 10, opened: true, log: (line) => say(`  $ ${line}`) }, async (demo) => {
  const { worker, channel, extensionDir } = demo;
  const { context, discard } = await launchWithExtension({ extensionDir, options: { deviceScaleFactor: 2 } });
  try {
    say(`\nbrowser: ${await listsOf(context)}`);
    const page = await openMailbox(context, 'gmail');
    await page.keyboard.type(TYPED, { delay: 20 });
    await page.waitForTimeout(2000);
    const notice = page.locator('nearmiss-notice').getByText(ADDED).first();
    if (await notice.isVisible()) throw new Error(`${TYPED} was warned about before ${ADDED} was protected`);
    say(`typed ${TYPED}: nothing to say\n`);

    await channel.add('mail-providers', `${ADDED} # a rehearsal`);
    await channel.nearmiss('list', 'lint', join(channel.dir, 'lists', 'mail-providers.txt'));
    await channel.publish(worker.url);

    const started = Date.now();
    const settings = await context.newPage();
    await settings.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    await page.bringToFront();
    while (!(await notice.isVisible())) {
      if (Date.now() - started > PATIENCE) throw new Error(`${TYPED} is not warned about ${PATIENCE / 1000} s after`);
      await settings.evaluate(() => chrome.runtime.sendMessage({ call: 'update', request: {} }));
      await page.waitForTimeout(500);
    }
    say(`\nbrowser: ${await listsOf(context)}`);
    say(`the same ${TYPED}, still in the mailbox: did you mean ${ADDED}?`);
    const picture = join(root, 'screenshots', 'rehearsal.png');
    await page.screenshot({ path: picture });
    say(`screenshot: ${relative(root, picture)}`);
  } finally {
    await discard();
  }
});
