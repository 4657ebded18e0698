/**
 * What people do at a real webmail, and what must come of it. A scene gets a
 * Writer who is logged in; it throws where something is not as it must be.
 */
import { pause } from '../support/user.mjs';
import { LOOKALIKE } from './configs.mjs';
import { REFUSED } from './smtp.mjs';

const SLIP = 'ann@army.ml';
const RIGHT = 'ann@army.mil';
const GOOD = 'bob@example.org';
const TEXT = 'See you on Thursday.';

let number = 0;
const newSubject = () => `Visit ${++number}`;

/** Opens a compose to these, as chips, and fills in the rest. @returns the subject */
async function write(writer, { to = SLIP, cc = '', bcc = '', commit = 'Enter', isQuick = false } = {}) {
  const { webmail, person } = writer;
  const subject = newSubject();
  await webmail.compose();
  await webmail.fill({ subject, text: TEXT });
  if (cc !== '') await webmail.type('cc', cc, 'Enter');
  if (bcc !== '') await webmail.type('bcc', bcc, 'Enter');
  if (to !== '') await webmail.type('to', to, commit);
  // Who writes a mail takes longer than the core, also on a machine that is busy with other tests.
  const isSlip = [to, cc, bcc].some((address) => address.endsWith('.ml'));
  if (isSlip && !isQuick) {
    await person
      .until('the notice', () => person.hasNotice())
      .catch(async (error) => {
        throw new Error(`${error.message}; ${await writer.sight()}`);
      });
  }
  return subject;
}

/** Held, changed, sent: what most scenes end with. */
async function changed(writer, recipients, given) {
  await writer.held();
  await writer.person.answer('fix');
  await writer.left(recipients, { text: TEXT, ...given });
}

const ROUNDCUBE = ({ Webmail }) => Webmail.id === 'roundcube';
const PLAIN = (_site, name) => name === 'Roundcube, elastic' || name === 'SOGo';
const MAIN = (_site, name) => PLAIN(_site, name) || name === 'Roundcube, larry';

/**
 * In order: cheapest first. `where`: on which sites; `isShort`: in every run of
 * the tests; `needsChromium`: does what only Chromium lets a test do.
 */
export const SCENES = [
  {
    name: 'a good mail goes at once',
    where: MAIN,
    isShort: true,
    async play(writer) {
      const subject = await write(writer, { to: GOOD });
      await writer.webmail.press();
      await writer.left([GOOD], { subject, text: TEXT });
    },
  },
  {
    name: 'a slip as chip is changed and sent',
    isShort: true,
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a slip that is typed is changed and sent',
    where: MAIN,
    isShort: true,
    async play(writer) {
      const subject = await write(writer, { commit: '' });
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a slip that is sent in the moment it is typed',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer, { commit: '', isQuick: true });
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'go back keeps the mail, and the next press asks again',
    where: MAIN,
    isShort: true,
    async play(writer) {
      await write(writer);
      await writer.webmail.press();
      await writer.held();
      await writer.person.answer('back');
      await writer.stayed();
      await writer.webmail.press();
      await writer.held();
      await writer.webmail.page.keyboard.press('Escape');
      await writer.stayed();
      await writer.unasked();
    },
  },
  {
    name: 'send anyway sends what was written',
    where: MAIN,
    isShort: true,
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.press();
      await writer.held();
      await writer.person.answer('send');
      await writer.left([SLIP], { subject, text: TEXT });
    },
  },
  {
    name: 'a slip in Cc beside a good To',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer, { to: GOOD, cc: SLIP });
      await writer.webmail.press();
      await changed(writer, [GOOD, RIGHT], { subject });
    },
  },
  {
    name: 'a slip in Bcc beside a good To',
    where: MAIN,
    isShort: true,
    async play(writer) {
      const subject = await write(writer, { to: GOOD, bcc: SLIP });
      await writer.webmail.press();
      await changed(writer, [GOOD, RIGHT], { subject });
    },
  },
  {
    name: 'two slips are changed together',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer, { cc: 'eve@navy.ml' });
      await writer.webmail.press();
      await writer.held();
      await writer.person.answer('proceed');
      await writer.left([RIGHT, 'eve@navy.mil'], { subject, text: TEXT });
    },
  },
  {
    name: 'a reply to a slip, sent by the first press',
    where: PLAIN,
    isShort: true,
    async play(writer) {
      const subject = newSubject();
      writer.mailbox.deliver({ from: `Ann <${SLIP}>`, to: `${writer.user}@works.example`, subject, text: 'Well?' });
      await writer.webmail.reply();
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject: `Re: ${subject}`, text: 'Well?' });
    },
  },
  {
    name: 'a reply to all, one of them a slip, sent by the first key',
    where: PLAIN,
    async play(writer) {
      const subject = newSubject();
      writer.mailbox.deliver({
        from: `Bob <${GOOD}>`,
        to: `${writer.user}@works.example`,
        cc: `Ann <${SLIP}>`,
        subject,
        text: 'Well?',
      });
      await writer.webmail.reply(true);
      await writer.webmail.key('Enter');
      await changed(writer, [GOOD, RIGHT], { subject: `Re: ${subject}`, text: 'Well?' });
    },
  },
  {
    name: 'a mailto: link to a slip, sent by the first press',
    where: (site, name) => ROUNDCUBE(site) && MAIN(site, name),
    async play(writer) {
      const subject = newSubject();
      await writer.webmail.compose({ to: SLIP, subject, text: TEXT });
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a draft to a slip, sent by the first key',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.saveDraft();
      await writer.webmail.leave();
      await writer.webmail.draft();
      await writer.webmail.key('Enter');
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a wrong contact stands in the suggestions while we commit',
    where: PLAIN,
    async play(writer, { addContact }) {
      const takeOut = addContact(LOOKALIKE);
      try {
        const subject = await write(writer, { commit: '' });
        // The list of suggestions comes a moment after the last key.
        await pause(1500);
        await writer.webmail.press();
        await changed(writer, [RIGHT], { subject });
      } finally {
        // In Roundcube Enter takes what is suggested: other scenes would write to this contact where keys are slow.
        takeOut();
      }
    },
  },
  {
    name: 'a compose in a window of its own',
    where: PLAIN,
    async play(writer, { other }) {
      const popUp = await writer.webmail.popOut({ to: SLIP });
      const there = other(popUp);
      const subject = newSubject();
      await popUp.fill({ subject, text: TEXT });
      await popUp.press();
      await changed(there, [RIGHT], { subject });
    },
  },
  {
    name: 'a file that is still being uploaded is not lost',
    where: PLAIN,
    async play(writer, { slowUploads }) {
      const subject = await write(writer);
      slowUploads(2500);
      try {
        await writer.webmail.attach('list.txt', 'first\nsecond\n');
        await writer.webmail.press();
        if (await within(writer, 1000)) await writer.person.answer('fix');
        await pause(500);
        // Roundcube says that a file is missing; SOGo's Send waits for it.
        if (writer.webmail.acknowledge !== undefined) await writer.webmail.acknowledge();
        await writer.person.until('the file to be there', () => writer.webmail.isUploaded('list.txt'));
      } finally {
        slowUploads(0);
      }
      if (writer.sent().length === 0) {
        await writer.webmail.press();
        if (await within(writer, 1500)) await writer.person.answer('fix');
      }
      await writer.left([RIGHT], { subject, text: TEXT, attachments: ['list.txt'] });
    },
  },
  {
    name: 'a double press asks once and sends once',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.doublePress();
      await changed(writer, [RIGHT], { subject });
    },
  },
  ...['Enter', ' '].map((key) => ({
    name: `sent by the key ${key === ' ' ? 'Space' : key}`,
    where: (_site, name) => (key === ' ' ? name === 'SOGo' : MAIN(_site, name)),
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.key(key);
      await changed(writer, [RIGHT], { subject });
    },
  })),
  {
    name: 'the question of Roundcube about a missing subject comes after ours',
    where: (site, name) => ROUNDCUBE(site) && MAIN(site, name),
    async play(writer) {
      await writer.webmail.compose();
      await writer.webmail.fill({ text: TEXT });
      await writer.webmail.type('to', SLIP, 'Enter');
      await writer.webmail.press();
      await writer.held();
      await writer.person.answer('fix');
      await writer.webmail.insist();
      await writer.left([RIGHT], { text: TEXT });
    },
  },
  {
    name: 'a server that takes ten seconds gets the mail once',
    where: PLAIN,
    async play(writer) {
      const subject = await write(writer);
      writer.smtp.delay = 10_000;
      try {
        await writer.webmail.press();
        await changed(writer, [RIGHT], { subject });
      } finally {
        writer.smtp.delay = 0;
      }
    },
  },
  {
    name: 'a recipient whom the server refuses',
    where: PLAIN,
    async play(writer) {
      await write(writer, { to: `${REFUSED}@army.ml` });
      await writer.webmail.press();
      await writer.held();
      await writer.person.answer('fix');
      await writer.person.until('the server to refuse it', async () =>
        writer.smtp.refused.includes(`${REFUSED}@army.mil`),
      );
      await writer.stayed();
    },
  },
  {
    name: 'another program’s press is held and asked about',
    where: MAIN,
    async play(writer) {
      const subject = await write(writer);
      await writer.webmail.script();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a press after the worker was stopped',
    where: PLAIN,
    needsChromium: true,
    async play(writer, { stopWorker }) {
      const subject = await write(writer);
      await writer.person.until('the notice', () => writer.person.hasNotice());
      await stopWorker();
      await pause(500);
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
  {
    name: 'a mail that was open for a long time',
    where: PLAIN,
    needsChromium: true,
    async play(writer, { stopWorker }) {
      const subject = await write(writer, { to: '' });
      await stopWorker();
      await pause(45_000);
      await writer.webmail.type('to', SLIP);
      await writer.webmail.press();
      await changed(writer, [RIGHT], { subject });
    },
  },
];

/** Whether the question comes within that time. */
async function within({ person }, milliseconds) {
  for (const started = Date.now(); Date.now() - started < milliseconds; await pause(30)) {
    // After a mail that leaves at once the page is on its way to another.
    if (await person.isAsked().catch(() => false)) return true;
  }
  return false;
}
