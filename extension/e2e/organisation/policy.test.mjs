/** An organisation's computer: installed, configured and updated by policy alone. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startWorker } from '../../../worker/dev/local.mjs';
import { openMailbox } from '../support/chromium.mjs';
import { EXTENSION } from '../support/extension.mjs';
import { mailboxPage } from '../support/mailboxes.mjs';
import { answer, choice, dialog, expectNothingSent, pressSend, sent, settle, type } from '../support/page.mjs';
import { buildCommand, chromiumPolicies, launchManaged, pack, whyNoPolicy } from './managedbrowser.mjs';

const built = dirname(EXTENSION);
const whyNot = whyNoPolicy();

test.skip(whyNot !== '', whyNot);
test.setTimeout(300_000);

const OWN_WEBMAIL = 'owa.ministry-works.org';
const POLICY = {
  policyLabel: 'first',
  organisationName: 'Ministry of Works',
  organisationContact: 'servicedesk@works.example',
  ownDomains: ['ministry-works.org'],
  actions: ['suffix-slip us-military block'],
  webmailHosts: [`outlook ${OWN_WEBMAIL}`],
};

test('an organisation installs, configures, counts, updates and rolls back', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-organisation-'));
  const key = join(scratch, 'key.pem');
  const command = buildCommand(scratch);
  const server = await startWorker({ minutes: 5 });
  const folder = chromiumPolicies();
  let context;
  try {
    const reports = await reportsOf(server, scratch, command);
    const baseURL = `${server.url}/v1/packages/`;
    const publish = async (version) => {
      const { id, files } = pack({ command, built, key, baseURL, version, hosts: [OWN_WEBMAIL] });
      // What names a file comes after the file.
      const last = ['updates.xml', 'updates.json'];
      for (const [name, bytes] of files) if (!last.includes(name)) await server.put(`v1/packages/${name}`, bytes);
      for (const name of last) await server.put(`v1/packages/${name}`, files.get(name));
      return id;
    };
    const id = await publish('1.0.0');
    const policyOf = (settings) => ({
      ExtensionSettings: {
        [id]: {
          installation_mode: 'force_installed',
          update_url: `${baseURL}updates.xml`,
          override_update_url: true,
          toolbar_pin: 'force_pinned',
        },
      },
      '3rdparty': { extensions: { [id]: settings } },
      DeveloperToolsAvailability: 1, // lets a test look into extensions that policy installed
    });
    folder.write('managed/nearmiss.json', policyOf(POLICY));
    context = await launchManaged(folder, join(scratch, 'profile'));

    await test.step('it is installed from the organisation’s own server', async () => {
      await inExtension(context, id, async (page) => {
        expect(await page.evaluate(() => chrome.runtime.getManifest().version)).toBe('1.0.0');
      });
    });

    await test.step('the policy reaches it', async () => {
      const asked = await reading(context, id, ({ set }) => set.length === Object.keys(POLICY).length);
      expect(asked.policy.organisationName).toBe('Ministry of Works');
      expect(asked.problems).toEqual([]);
    });

    let page = await openMailbox(context, 'gmail');
    await test.step('block blocks: no way to send, and the organisation is named', async () => {
      await type(page, 'ann@army.ml', { commit: 'Tab' });
      await pressSend(page);
      await expect(dialog(page)).toBeVisible();
      await expect(dialog(page)).toContainText('Ministry of Works');
      await expect(choice(page, 'back')).toBeVisible();
      await expect(dialog(page).locator('[data-choice="send"], [data-choice="trust"]')).toHaveCount(0);
      for (const press of ['Control+Enter', 'Escape']) {
        await page.keyboard.press(press);
        await settle(page);
      }
      expect(await sent(page)).toEqual([]);
    });

    await test.step('the settings page says which rule of which policy decides', async () => {
      const settings = await context.newPage();
      await settings.goto(`chrome-extension://${id}/options.html`);
      const says = settings.locator('#trial-says');
      await settings.locator('#trial').fill('ann@army.ml');
      await expect(says).toContainText(/would not let this mail go\. Set up by .Ministry of Works.\./);
      await expect(says).toContainText(/first, actions\[0\].*: .* · .* · /);
      await settings.locator('#trial').fill('ann@gmial.com');
      await expect(says).toContainText('gmail.com');
      await expect(says).not.toContainText('actions');
      await settings.close();
    });

    await test.step('a change takes effect in the open tab', async () => {
      folder.write(
        'managed/nearmiss.json',
        policyOf({ ...POLICY, ...reports.policy, policyLabel: 'second', actions: ['* * ask'] }),
      );
      await reading(context, id, ({ policy }) => policy.policyLabel === 'second');
      await expect(async () => {
        await pressSend(page);
        await expect(choice(page, 'send')).toBeVisible({ timeout: 1000 });
      }).toPass({ timeout: 15_000 });
      await answer(page, 'send');
      await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
      await page.close();
    });

    await test.step('own domains are protected, and mail to them is not asked about', async () => {
      page = await openMailbox(context, 'gmail');
      await type(page, 'ann@ministry-works.org', { commit: 'Tab' });
      await pressSend(page);
      await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
      await page.close();
      page = await openMailbox(context, 'gmail');
      await type(page, 'ann@ministry-wroks.org', { commit: 'Tab' });
      await pressSend(page);
      await expect(dialog(page)).toContainText('ministry-works.org');
      await page.keyboard.press('Escape');
      await expectNothingSent(page);
      await page.close();
    });

    await test.step('a country is blocked, but for a partner; a slip is offered the right domain', async () => {
      const { actions, ...rest } = { ...POLICY, ...reports.policy };
      const settings = { ...rest, blockedDomains: ['*.ml'], allowedDomains: ['orange.ml'] };
      const set = (changes) => {
        folder.write('managed/nearmiss.json', policyOf({ ...settings, ...changes }));
        return reading(context, id, ({ policy }) => policy.policyLabel === changes.policyLabel);
      };
      /** Presses Send in a mail to one address; what is then shown and sent. */
      const sendTo = async (...addresses) => {
        page = await openMailbox(context, 'gmail');
        for (const address of addresses) await type(page, address, { commit: 'Tab' });
        await pressSend(page);
      };
      const goes = async (...addresses) => {
        await sendTo(...addresses);
        await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
        await page.close();
      };
      await set({ policyLabel: 'blocked' });
      for (const address of ['ann@anything.ml', 'ann@sub.orange.ml']) {
        await sendTo(address);
        await expect(dialog(page)).toContainText('Ministry of Works');
        await expect(dialog(page)).toContainText('servicedesk@works.example');
        await expect(
          dialog(page).locator('[data-choice="send"], [data-choice="trust"], [data-choice="fix"]'),
        ).toHaveCount(0);
        await page.keyboard.press('Escape');
        await expectNothingSent(page);
        await page.close();
      }
      await goes('ann@orange.ml');
      await sendTo('ann@army.ml');
      await expect(choice(page, 'fix')).toContainText('army.mil');
      await expect(dialog(page).locator('[data-choice="send"], [data-choice="trust"]')).toHaveCount(0);
      await page.close();
      await set({ policyLabel: 'weaker', strongestAction: 'notice' });
      await goes('ann@anything.ml');
      await set({ policyLabel: 'external', blockedDomains: ['*.ml'], externalRecipients: 'ask' });
      await goes('ann@ministry-works.org');
      await sendTo('ann@kestrel-freight.com', 'bob@lanternworks.org', 'cho@lanternworks.org', 'dan@ministry-works.org');
      await expect(dialog(page).locator('li')).toHaveText(['kestrel-freight.com', 'lanternworks.org']);
      await choice(page, 'send').click();
      await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
      await expect(dialog(page)).toHaveCount(0);
      await page.close();
      await sendTo('ann@kestrel-freight.com', 'ann@army.mik');
      await expect(choice(page, 'fix')).toContainText('army.mil');
      await expect(dialog(page)).toContainText('kestrel-freight.com');
      await page.close();
      await sendTo('ann@army.mik');
      await choice(page, 'trust').click();
      await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
      await page.close();
      await sendTo('ann@army.mik'); // no mistake, as the person said, and outside all the same
      await expect(dialog(page)).toContainText('army.mik');
      await expect(choice(page, 'fix')).toHaveCount(0);
      await choice(page, 'send').click();
      await expect.poll(() => sent(page).then((all) => all.length)).toBe(1);
      await page.close();
      await set({ actions, policyLabel: 'as before', blockedDomains: undefined, allowedDomains: undefined });
    });

    await test.step('webmail on the organisation’s own server is guarded like the other one', async () => {
      page = await context.newPage();
      const { headers, body } = mailboxPage('outlook');
      await page.route(`https://${OWN_WEBMAIL}/**`, (route) => route.fulfill({ status: 200, headers, body }));
      await page.goto(`https://${OWN_WEBMAIL}/owa/`);
      await type(page, 'ann@army.ml', { commit: 'Tab' });
      await pressSend(page);
      await expect(choice(page, 'fix')).toBeVisible();
      await page.keyboard.press('Escape');
      await expectNothingSent(page);
      await page.close();
    });

    await test.step('the person cannot turn it off', async () => {
      const extensions = await context.newPage();
      await extensions.goto('chrome://extensions/');
      const info = await extensions.evaluate((of) => chrome.developerPrivate.getExtensionInfo(of), id);
      expect(info.state).toBe('ENABLED');
      expect(info.userMayModify).toBe(false);
      expect(info.controlledInfo).toBeTruthy();
      const refused = await extensions.evaluate(
        (of) => chrome.management.setEnabled(of, false).then(() => '', String),
        id,
      );
      expect(refused).toContain('cannot be modified');
      await extensions.close();
    });

    await test.step('what is wrong in a policy is reported by path, and the rest counts', async () => {
      folder.write(
        'managed/nearmiss.json',
        policyOf({ ...POLICY, ...reports.policy, policyLabel: 'third', failure: 'maybe' }),
      );
      const { policy, problems } = await reading(context, id, (all) => all.policy.policyLabel === 'third');
      expect(problems.map(({ path }) => path)).toEqual(['failure']);
      expect(policy.ownDomains).toEqual(['ministry-works.org']);
    });

    await test.step('a person sees what will be reported, and that it holds no address', async () => {
      await inExtension(context, id, async (page) => {
        const { reply } = await page.evaluate(() => chrome.runtime.sendMessage({ call: 'report', request: {} }));
        expect(reply.url).toBe(reports.policy.reportUrl);
        expect(reply.next).toContain('"target":"army.mil"');
        expect(reply.next).not.toMatch(/ann|@|army\.ml/);
        // A day later, as far as the extension knows once it starts again.
        await page.evaluate(async () => {
          const { report } = await chrome.storage.local.get('report');
          await chrome.storage.local.set({ report: { ...report, due: 1 } });
        });
      });
    });

    for (const [what, version] of [
      ['an update is rolled out', '1.0.1'],
      // Browsers do not go back: older code comes under a higher number.
      ['and rolled back', '1.0.2'],
    ]) {
      await test.step(`${what} as ${version}, with a compose open`, async () => {
        page = await openMailbox(context, 'gmail');
        await publish(version);
        await update(context, id, version);
        await type(page, 'ann@army.ml', { commit: 'Tab' });
        // The notice shows that the new script has taken the tab over.
        await expect(page.locator('nearmiss-notice').getByText('army.mil').first()).toBeVisible({ timeout: 30_000 });
        await pressSend(page);
        await expect(dialog(page)).toBeVisible();
        await expect(dialog(page).locator('[data-choice="send"]')).toHaveCount(0);
        expect(await sent(page)).toEqual([]);
        await page.close();
      });
    }
    await test.step('what was counted has arrived at the organisation, once', async () => {
      await expect
        .poll(async () => (await reports.rows()).filter(({ did }) => did === 'send'), { timeout: 20_000 })
        .toEqual([{ day: expect.any(String), kind: 'suffix-slip', target: 'army.mil', did: 'send', count: 1 }]);
    });
  } finally {
    await context?.close();
    await server.stop();
    folder.discard();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
});

/** The organisation's place for reports on its server, and its administrator who reads them. */
async function reportsOf(server, scratch, command) {
  const place = join(scratch, 'tokens');
  // Not in step with this process: the server's door is in it.
  const nearmiss = async (...args) => (await promisify(execFile)(command, args)).stdout;
  await nearmiss('report', 'tokens', '--out', place);
  await server.put('reports/works/tokens.json', readFileSync(join(place, 'tokens.json')));
  const url = `${server.url}/v1/orgs/works/reports`;
  return {
    policy: { reportUrl: url, reportToken: readFileSync(join(place, 'report-token'), 'utf8').trim() },
    rows: async () =>
      JSON.parse(await nearmiss('report', 'show', '--url', url, '--token-file', join(place, 'read-token'), '--json')),
  };
}

/** The policy as the extension has read it, as soon as it is as wanted. */
async function reading(context, id, isAsWanted) {
  let last;
  await inExtension(context, id, async (page) => {
    const { reply } = await page.evaluate(() => chrome.runtime.sendMessage({ call: 'overview', request: {} }));
    last = reply.policy;
    expect(isAsWanted(last), JSON.stringify(last)).toBe(true);
  });
  return last;
}

/** Tries on a page of the extension until it is there and does as expected. */
async function inExtension(context, id, look) {
  const page = await context.newPage();
  let isOpen = false;
  try {
    await expect(async () => {
      if (!isOpen) await page.goto(`chrome-extension://${id}/manifest.json`);
      isOpen = true;
      await look(page);
      // Chromium reads policy files when it has nothing better to do: asked every 300 ms, it never does.
    }).toPass({ timeout: 60_000, intervals: [2000] });
  } finally {
    await page.close();
  }
}

/** Has the browser look for updates, as it does by itself every few hours. */
async function update(context, id, version) {
  const extensions = await context.newPage();
  await extensions.goto('chrome://extensions/');
  await expect(async () => {
    await extensions.evaluate(() => chrome.developerPrivate.autoUpdate());
    const info = await extensions.evaluate((of) => chrome.developerPrivate.getExtensionInfo(of), id);
    expect(info.version).toBe(version);
  }).toPass({ timeout: 60_000, intervals: [500, 1000, 2000] });
  await extensions.close();
}
