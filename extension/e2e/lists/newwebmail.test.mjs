/**
 * Webmails that came with the signed lists and not with the package: an honest
 * description has the page guarded; whatever else is signed, nothing that is read
 * without it is hidden or allowed, and nothing outside of a recipients field is pressed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, runNewcomer, test } from '../reading/reader.mjs';
import { openPage } from '../support/fixtures.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { answer, dialog } from '../support/page.mjs';
import { followChannel } from './channel.mjs';
import { HERMES, HERMES_PAGE } from './newwebmail.mjs';

const ADDRESS = 'https://mail.elsewhere.example/';

async function run(tab, change) {
  await openPage(tab, { url: ADDRESS, body: HERMES_PAGE });
  return runNewcomer(tab, { ...HERMES, ...change }, 'ann@army.ml', 'ann@army.mil');
}

test('an honest one has its page read, guarded and corrected', async ({ tab }) => {
  expect(await run(tab, {})).toEqual({
    refused: [],
    reads: ['ann@army.ml'],
    senders: [''],
    asks: true,
    after: ['ann@army.mil'],
    pressed: ['span.x'],
  });
});

const everything = { anchor: ['body'], having: [['body']] };
const nothing = { to: [], cc: [], bcc: [], any: [] };
const text = [{ from: 'text', pick: 'address' }];
const NO_CHIPS = [{ select: ['.nowhere'], address: text, display: text }];
const HIDING = {
  'calls the recipients message text': { body: ['.addrBubbleContainer', '.ZmComposeView'] },
  'reads nothing': { fields: nothing, chips: NO_CHIPS, typed: [] },
  'takes the whole page for one compose': { compose: [everything], fields: nothing, chips: NO_CHIPS, typed: [] },
  'takes Send alone for a compose': {
    compose: [{ anchor: ['.ZmToolBar'], having: [['[role="button"]']] }],
  },
  'calls the recipient the sender': { sender: [{ select: '.addrBubble', from: 'text', pick: 'address' }] },
  'calls the recipients a summary': { summary: [{ select: ['.addrBubbleContainer'], address: text }] },
  'only hints': { guards: 'hint' },
};
for (const [what, change] of Object.entries(HIDING)) {
  test(`one that ${what} hides and allows nothing`, async ({ tab }) => {
    const { refused, reads, senders } = await run(tab, change);
    expect(refused).toEqual([]);
    expect(reads).toContain('ann@army.ml');
    expect(new Set(senders)).toEqual(new Set(['']));
  });
}

const BUTTONS = ['[role="button"]', '.ZmToolBar', '.body', 'table', 'input'];
const PRESSING = {
  'calls the whole compose a recipients field': { fields: { ...nothing, to: ['.ZmComposeView'] } },
  'calls the whole page a recipient': {
    fields: { ...nothing, to: ['body'] },
    chips: [{ select: ['body'], address: text, display: text }],
  },
  'has no recipients field': { fields: nothing },
  'calls no text message text': { fields: { ...nothing, any: ['.ZmComposeView'] }, body: ['.nothing'] },
  'unfolds what it likes': { fix: { ...HERMES.fix, control: BUTTONS, unfold: BUTTONS } },
};
for (const [what, change] of Object.entries(PRESSING)) {
  test(`one that ${what} has nothing pressed outside of a recipients field`, async ({ tab }) => {
    const fix = { remove: 'mouse', control: BUTTONS, input: ['input', '.body'] };
    const { refused, reads, pressed } = await run(tab, { fix, ...change });
    expect(refused).toEqual([]);
    expect(reads).toContain('ann@army.ml');
    expect(pressed).toEqual([]);
  });
}

test('one that is published has the page guarded that is open, and is said to be in use', async () => {
  test.setTimeout(240_000);
  const own = [];
  const prepare = ({ extensionDir }) => {
    own.push(withHosts(extensionDir, [new URL(ADDRESS).hostname]));
    return { extensionDir: own[0].folder };
  };
  const followed = await followChannel({ prepare });
  const { context, channel, worker, call, updated } = followed;
  try {
    await updated(1);
    const page = await context.newPage();
    await openPage(page, { url: ADDRESS, body: HERMES_PAGE });
    const send = page.locator('.ZmToolBar > :first-child');
    const sent = () => page.evaluate(() => window.sent);
    const shows = () => followed.shows(ADDRESS);

    // Seen by its shape alone its Send is not certain: we show what is wrong, and hold nothing.
    await expect.poll(shows, { timeout: 15_000 }).toMatchObject({ webmail: 'generic', state: 'hint-only' });
    await send.click();
    await expect.poll(sent).toEqual([['ann@army.ml']]);

    writeFileSync(join(channel.dir, 'lists', 'webmails', 'hermes.json'), JSON.stringify(HERMES));
    await channel.publish(worker.url);
    await updated(2);
    await expect.poll(shows, { timeout: 15_000 }).toMatchObject({ webmail: 'hermes', state: 'protecting' });
    await send.click();
    await expect(dialog(page)).toBeVisible();
    expect(await sent()).toHaveLength(1);
    await answer(page, 'fix');
    await expect.poll(sent).toEqual([['ann@army.ml'], ['ann@army.mil']]);
    const { descriptions } = (await call('overview')).reply;
    expect(descriptions.find(({ webmail }) => webmail === 'hermes')).toMatchObject({ version: 1, fate: 'used' });
  } finally {
    await followed.stop();
    for (const { discard } of own) discard();
  }
});
