/**
 * Hosts that people or organisations let the extension into after its
 * installation. Nobody can press Chromium's permission bubble from a test: its
 * own extensions page grants the host first, as people can do there, so that
 * the request from settings is answered without a bubble.
 */
import { launchWithExtension, openOutlook, workerOf } from '../support/chromium.mjs';
import { CHROMIUM_ID, EXTENSION, expect, test, warmUp } from '../support/extension.mjs';
import { answer, choice, dialog, expectNothingSent, notice, pressSend, sent, settle, type } from '../support/page.mjs';
import { User } from '../support/user.mjs';
import { chromiumPolicies, whyNoPolicy } from './managedbrowser.mjs';

async function grant(context, id, pattern) {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(([of, host]) => chrome.developerPrivate.addHostPermission(of, host), [id, pattern]);
  await page.close();
}

/** An Outlook page at this address. */
test('a government cloud is guarded from the moment somebody lets us into it, and no longer than that', async () => {
  const { context, discard } = await launchWithExtension({ extensionDir: EXTENSION });
  try {
    await warmUp(context);
    const { host: id } = new URL((await workerOf(context)).url());
    const url = 'https://outlook.office365.us/mail/';
    const page = await openOutlook(context, url);
    await type(page, 'ann@army.ml', { commit: 'Enter' });
    await settle(page);
    await expect(notice(page)).toHaveCount(0); // not ours to read yet

    await grant(context, id, 'https://outlook.office365.us/*');
    const settings = await context.newPage();
    await settings.goto(`chrome-extension://${id}/options.html`);
    await settings.getByRole('button', { name: /^Allow .*outlook\.office365\.us/ }).click();
    await settings.getByRole('button', { name: /^Do not allow .*outlook\.office365\.us/ }).waitFor();

    await page.bringToFront();
    await type(page, ' '); // what was written before counts from the next key
    await expect(notice(page)).toContainText('army.mil'); // in the page that was open, too
    const fresh = await openOutlook(context, url);
    await type(fresh, 'bob@army.ml', { commit: 'Enter' });
    await pressSend(fresh);
    await expect(choice(fresh, 'fix')).toBeVisible();
    expect(await sent(fresh)).toEqual([]);
    await answer(fresh, 'fix');
    await expect.poll(() => sent(fresh)).toMatchObject([{ to: ['bob@army.mil'] }]);

    await settings.bringToFront();
    await settings.getByRole('button', { name: /^Do not allow .*outlook\.office365\.us/ }).click();
    await settings.getByRole('button', { name: /^Allow .*outlook\.office365\.us/ }).waitFor();
    const after = await openOutlook(context, url);
    await type(after, 'eve@army.ml', { commit: 'Enter' });
    await pressSend(after);
    await expect.poll(() => sent(after)).toHaveLength(1);
    await expect(dialog(after)).toHaveCount(0);
  } finally {
    await discard();
  }
});

test('where policy says hold, a mail that cannot be checked stays, and that is said', async () => {
  const whyNot = whyNoPolicy();
  test.skip(whyNot !== '', whyNot);
  const folder = chromiumPolicies();
  const id = CHROMIUM_ID;
  const own = 'owa.ministry-works.org';
  const settings = { failure: 'hold', webmailHosts: [`outlook ${own}`] };
  folder.write('managed/nearmiss.json', { '3rdparty': { extensions: { [id]: settings } } });
  const { context, discard } = await launchWithExtension({
    extensionDir: EXTENSION,
    options: { executablePath: folder.start },
  });
  try {
    await warmUp(context);
    const page = await openOutlook(context, 'https://outlook.office.com/mail/');
    const user = new User(page);
    // The policy is in force once the core was configured with it.
    const options = await context.newPage();
    await options.goto(`chrome-extension://${id}/options.html`);
    const failure = () =>
      options.evaluate(async () => {
        const { reply } = await chrome.runtime.sendMessage({ call: 'overview', request: {} });
        return reply?.policy.policy.failure;
      });
    await expect.poll(failure, { timeout: 20_000 }).toBe('hold');

    await page.bringToFront();
    await type(page, 'olga@army.mil', { commit: 'Enter' }); // the guard hears of the policy with a verdict
    await settle(page);
    const worker = await workerOf(context);
    const busy = worker.evaluate(() => {
      const end = Date.now() + 8000;
      while (Date.now() < end);
    });
    await type(page, 'dee@army.ml', { commit: 'Enter' });
    await pressSend(page);
    await expect(page.locator('nearmiss-status')).toContainText('waits until its addresses', { timeout: 10_000 });
    expect(await sent(page)).toEqual([]);
    await busy;
    await expectNothingSent(page);

    // The core is back: the same press is decided as ever.
    await expect(notice(page)).toContainText('army.mil');
    await pressSend(page);
    await user.answer('fix');
    await user.claimSentOnce(0, ['olga@army.mil', 'dee@army.mil']);

    await test.step('the organisation’s own server is the webmail that policy says', async () => {
      await grant(context, id, `https://${own}/*`);
      await options
        .evaluate(
          (origins) =>
            new Promise((resolve) => {
              document.addEventListener('click', () => resolve(chrome.permissions.request({ origins })), {
                once: true,
              });
              document.body.click();
            }),
          [`https://${own}/*`],
        )
        .catch(() => {});
      const registered = () => options.evaluate(() => chrome.scripting.getRegisteredContentScripts());
      await expect
        .poll(async () => (await registered()).flatMap(({ matches }) => matches))
        .toContain(`https://${own}/*`);
      const ours = await openOutlook(context, `https://${own}/owa/`);
      await type(ours, 'ann@army.ml', { commit: 'Enter' });
      await pressSend(ours);
      await expect(choice(ours, 'fix')).toBeVisible();
      expect(await sent(ours)).toEqual([]);
    });
  } finally {
    await discard();
    folder.discard();
  }
});
