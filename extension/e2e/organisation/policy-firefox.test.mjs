/** An organisation's computer with Firefox: installed, configured and updated by policies.json alone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { startWorker } from '../../../worker/dev/local.mjs';
import { firefoxPath } from '../support/browsers.mjs';
import { EXTENSION } from '../support/extension.mjs';
import { mailboxPage } from '../support/mailboxes.mjs';
import { User } from '../support/user.mjs';
import { buildCommand, pack, policyFolder, whyNoPolicy } from './managedbrowser.mjs';

const ID = 'nearmiss@nearmiss.example';
const whyNot = whyNoPolicy();

test.skip(whyNot !== '', whyNot);
test.setTimeout(300_000);

const POLICY = {
  policyLabel: 'first',
  organisationName: 'Ministry of Works',
  ownDomains: ['ministry-works.org'],
  actions: ['suffix-slip us-military block'],
};

test('an organisation installs, configures and updates in Firefox', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-organisation-'));
  const profile = join(scratch, 'profile');
  mkdirSync(profile);
  const key = join(scratch, 'key.pem');
  const command = buildCommand(scratch);
  const server = await startWorker({ minutes: 5 });
  const folder = policyFolder({ over: '/etc/firefox/policies', program: firefoxPath() });
  let browser;
  try {
    const baseURL = `${server.url}/v1/packages/`;
    const publish = async (version) => {
      const { files } = pack({ command, built: dirname(EXTENSION), key, baseURL, version });
      const name = `nearmiss-${version}-firefox.xpi`;
      await server.put(`v1/packages/${name}`, files.get(name));
      await server.put('v1/packages/updates.json', files.get('updates.json'));
      return baseURL + name;
    };
    const xpi = await publish('1.0.0');
    const apply = (settings) =>
      folder.write('policies.json', {
        policies: {
          ExtensionSettings: { [ID]: { installation_mode: 'force_installed', install_url: xpi } },
          '3rdparty': { Extensions: { [ID]: settings } },
          Preferences: {
            // An organisation has Mozilla sign its package; this one is signed by nobody and served without TLS.
            'xpinstall.signatures.required': { Value: false, Status: 'locked' },
            'extensions.checkUpdateSecurity': { Value: false, Status: 'locked' },
          },
        },
      });
    const launch = () =>
      puppeteer.launch({
        browser: 'firefox',
        executablePath: folder.start,
        headless: true,
        acceptInsecureCerts: true,
        userDataDir: profile,
        args: ['--remote-allow-system-access'],
        extraPrefsFirefox: { 'extensions.checkUpdateSecurity': false },
      });
    apply(POLICY);
    browser = await launch();

    await test.step('it is installed from the organisation’s own server, for good', async () => {
      const addon = await addonOf(browser, ({ version }) => version === '1.0.0');
      expect(addon).toEqual({ version: '1.0.0', isActive: true, mayDisable: false, mayUninstall: false });
    });

    await test.step('the policy reaches it: block blocks', async () => {
      const user = await mailbox(browser);
      await user.type(0, 'ann@army.ml');
      await user.page.waitForSelector('nearmiss-notice');
      const { text, choices } = await held(user);
      expect(text).toContain('Ministry of Works');
      expect(choices).not.toContain('send');
      expect(choices).not.toContain('trust');
      expect(await user.page.evaluate(() => window.sent.length)).toBe(0);
      await user.page.close();
    });

    await test.step('own domains are protected', async () => {
      const user = await mailbox(browser);
      await user.type(0, 'ann@ministry-wroks.org');
      expect((await held(user)).text).toContain('ministry-works.org');
      await user.page.close();
    });

    await test.step('another policy counts from the next start on', async () => {
      await browser.close();
      apply({ ...POLICY, policyLabel: 'second', actions: ['* * ask'] });
      browser = await launch();
      await addonOf(browser, ({ isActive }) => isActive);
      const user = await mailbox(browser);
      await user.type(0, 'ann@army.ml');
      await expect(async () => expect((await held(user)).choices).toContain('send')).toPass({ timeout: 15_000 });
      await user.page.close();
    });

    await test.step('an update is rolled out as 1.0.1', async () => {
      await publish('1.0.1');
      const addon = await addonOf(browser, ({ version }) => version === '1.0.1', true);
      expect(addon.isActive).toBe(true);
    });
  } finally {
    await browser?.close();
    await server.stop();
    folder.discard();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
});

/** The compose page of Gmail, under the extension. */
async function mailbox(browser) {
  const page = await browser.newPage();
  const { url, headers, body } = mailboxPage('gmail');
  await page.setRequestInterception(true);
  page.on('request', (request) =>
    request.url().startsWith(new URL(url).origin)
      ? request.respond({ status: 200, headers, contentType: headers['content-type'], body })
      : request.continue(),
  );
  await page.goto(url);
  return new User(page);
}

/** Presses Send and looks at the question that holds the mail. */
async function held({ page }) {
  await page.evaluate(() => window.mailbox.composes[0].sendButton.scrollIntoView());
  const button = await page.evaluateHandle(() => window.mailbox.composes[0].sendButton);
  if ((await page.$('nearmiss-dialog')) !== null) await page.keyboard.press('Escape');
  await button.click();
  await page.waitForFunction(
    () => document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog[open]') !== null,
    { timeout: 10_000 },
  );
  return await page.evaluate(() => {
    const dialog = document.querySelector('nearmiss-dialog').shadowRoot.querySelector('dialog[open]');
    return {
      text: dialog.textContent,
      choices: [...dialog.querySelectorAll('[data-choice]')].map((element) => element.dataset.choice),
    };
  });
}

/** What Firefox itself says of the extension, as soon as it is as wanted. */
async function addonOf(browser, isAsWanted, looksForUpdates = false) {
  const page = await browser.newPage();
  // Firefox gets there and does not say so.
  await page.goto('about:addons', { timeout: 3000 }).catch(() => undefined);
  let addon;
  try {
    await expect(async () => {
      addon = await page.evaluate(
        async (id, look) => {
          const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
          const found = await AddonManager.getAddonByID(id);
          if (!found) return { version: '' };
          if (look) {
            const install = await new Promise((resolve) => {
              found.findUpdates(
                { onUpdateAvailable: (_addon, update) => resolve(update), onUpdateFinished: () => resolve(undefined) },
                AddonManager.UPDATE_WHEN_USER_REQUESTED,
              );
            });
            await install?.install();
          }
          const now = await AddonManager.getAddonByID(id);
          return {
            version: now.version,
            isActive: now.isActive,
            mayDisable: Boolean(now.permissions & AddonManager.PERM_CAN_DISABLE),
            mayUninstall: Boolean(now.permissions & AddonManager.PERM_CAN_UNINSTALL),
          };
        },
        ID,
        looksForUpdates,
      );
      expect(isAsWanted(addon), JSON.stringify(addon)).toBe(true);
    }).toPass({ timeout: 30_000, intervals: [1000] });
  } finally {
    await page.close();
  }
  return addon;
}
