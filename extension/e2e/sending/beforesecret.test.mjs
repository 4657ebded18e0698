/**
 * A copy that comes to a loaded page cannot tell an older copy to give way before
 * it has the secret of the document. Until then it lets pass what that one plays.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchWithExtension, openMailbox } from '../support/chromium.mjs';
import { answerAgain, followCopies, inContent, withoutAnswers } from '../support/contentworld.mjs';
import { EXTENSION, expect, testAlone, warmUp } from '../support/extension.mjs';
import { Faults } from '../support/faults.mjs';
import { expectHeld, expectNothingSent, notice } from '../support/page.mjs';
import { User } from '../support/user.mjs';

/** How long a script's press passes at most: `secret` in waits.ts, in ms. */
const SECRET_WITHIN = 5000;
/** A played press arrives at once; a new copy that held it would wait for verdicts, and let it go after 5000. In ms. */
const AT_ONCE = 1500;

const test = testAlone.extend({
  /** Its background answers no copy before `answerAgain`. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  context: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nearmiss-secret-'));
    cpSync(EXTENSION, folder, { recursive: true });
    const script = join(folder, 'content.js');
    writeFileSync(script, withoutAnswers(readFileSync(script, 'utf8')));
    const { context, discard } = await launchWithExtension({ extensionDir: folder });
    await warmUp(context);
    await use(context);
    await discard();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  },
});

/** Runs `bring`, and waits until the copy that it brings listens. */
async function newCopy(page, bring) {
  const copies = await followCopies(page);
  const before = copies.newest();
  await bring();
  await expect.poll(() => copies.newest(), { timeout: 15_000, intervals: [50] }).not.toBe(before);
  await expect.poll(() => inContent(page, () => globalThis.isNearmissHere === true), { intervals: [50] }).toBe(true);
}

/** A question stands about a slip when the extension is updated; the new copy gets no answer. */
async function updateUnderQuestion(context, webmail, way) {
  const faults = new Faults(context);
  await faults.prepare();
  const page = await openMailbox(context, webmail);
  await answerAgain(page);
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await user.send(0, way);
  await expectHeld(page);
  faults.front = page;
  await newCopy(page, () => faults.reload());
  return { page, user };
}

/** The person has the older copy send the mail; only then the new one gets its secret, and guards the next mail. */
async function expectPlayed(page, user) {
  await user.answer('send');
  const { patience } = user;
  user.patience = AT_ONCE;
  await user.claimSentOnce(0, ['ann@army.ml']);
  user.patience = patience;

  await answerAgain(page);
  const compose = await user.open('new');
  await user.type(compose, 'dee@navy.ml');
  await user.send(compose, 'button');
  await user.until('the question of the new copy', () => user.isAsked());
  await user.claimNothingSent(1);
}

for (const [webmail, way] of [
  ['yahoo', 'space'],
  ['gmail', 'chord'],
  ['outlook', 'button'],
]) {
  test(`${webmail}: what the older copy plays of a press before the update is sent: ${way}`, async ({ context }) => {
    const { page, user } = await updateUnderQuestion(context, webmail, way);
    await expectPlayed(page, user);
  });
}

test('what the older copy plays in a window of its own is sent, too', async ({ context }) => {
  const faults = new Faults(context);
  await faults.prepare();
  const page = await openMailbox(context, 'outlook', { open: [] });
  const opened = page.waitForEvent('popup');
  const user = new User(page);
  const compose = await user.open('popout');
  user.where = await opened;
  await user.type(compose, 'ann@army.ml');
  await answerAgain(user.where);
  await user.until('the notice', () => user.hasNotice());
  await user.send(compose, 'button');
  await user.until('the question', () => user.isAsked());
  faults.front = user.where;
  await newCopy(user.where, () => faults.reload());
  await user.answer('send');
  user.patience = AT_ONCE;
  await user.claimSentOnce(0, ['ann@army.ml']);
});

for (const way of ['space', 'script']) {
  test(`a press after the update is asked about by the older copy, and sent: ${way}`, async ({ context }) => {
    const { page, user } = await updateUnderQuestion(context, 'yahoo', 'space');
    await user.answer('back');
    await user.send(0, way);
    await expectHeld(page);
    await expectPlayed(page, user);
  });
}

/** A slip in a mailbox that was open before the extension: there is no older copy. */
async function openBeforeCopy(context) {
  const switchOn = await new Faults(context).switchOff();
  const page = await openMailbox(context, 'gmail');
  await newCopy(page, async () => {
    await switchOn();
    await page.bringToFront();
  });
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  return { page, user };
}

test("a person's own press is held from the first moment", async ({ context }) => {
  const { page, user } = await openBeforeCopy(context);
  await user.send(0, 'button');
  await expectNothingSent(page);
  await answerAgain(page);
  await expectHeld(page);
});

test("a script's press is held as soon as the secret is there", async ({ context }) => {
  const { page, user } = await openBeforeCopy(context);
  await answerAgain(page);
  await expect(notice(page)).toContainText('army.mil');
  await user.send(0, 'script');
  await expectHeld(page);
});

test("a script's press is held without the secret, too, once that is late", async ({ context }) => {
  const { page, user } = await openBeforeCopy(context);
  await page.waitForTimeout(SECRET_WITHIN);
  await user.send(0, 'script');
  await expectNothingSent(page);
  await answerAgain(page);
  await expectHeld(page);
});
