/**
 * Random mails on a real webmail, written twice: by somebody with the extension
 * and by somebody without. What the SMTP server gets from both must be the same,
 * but for what was asked about.
 */
import { numbersFrom } from '../gestures/random.mjs';
import { pause } from '../support/user.mjs';

export const FAILURES = ['lost', 'double', 'leaked', 'altered', 'needless', 'stuck'];

const BAD = [
  ['army.ml', 'army.mil'],
  ['navy.ml', 'navy.mil'],
  ['gmial.com', 'gmail.com'],
];
const GOOD = ['army.mil', 'gmail.com', 'example.org', 'works.example'];
/** How long a mail may take to leave or to be asked about, in ms. */
const LATE = 30_000;
/** Where nothing may leave, how long that is watched, in ms. */
const WATCHED = 2_500;

/**
 * @param {{guarded: object, plain: object, gestures: number, seed: number, tell?: (counts: object) => void}} wanted two Writers at one webmail, logged in; `tell` hears the counts after each mail
 * @returns counts of what was done (`uncompared`: mails that could not be written without the extension) and of each fault, and `troubles`, a line each
 */
export async function playOnReal({ guarded, plain, gestures, seed, tell = () => {} }) {
  const next = numbersFrom(seed);
  const chance = (share) => next() < share;
  const pick = (list) => list[Math.floor(next() * list.length)];
  const count = {
    gestures: 0,
    mails: 0,
    asked: 0,
    uncompared: 0,
    ...Object.fromEntries(FAILURES.map((fault) => [fault, 0])),
  };
  const troubles = [];
  while (count.gestures < gestures) {
    const draft = randomDraft({ chance, pick, number: ++count.mails, seed });
    // A good mail goes as the page sends it, and some send it twice.
    const isGood = draft.recipients.every((one) => !one.isBad);
    if (guarded.webmail.constructor.sendsTwice && isGood && draft.way === 'doublePress') draft.way = 'press';
    const words = `mail ${draft.subject} to ${draft.recipients.map(({ field, address }) => `${field} ${address}`)} by ${draft.way}, ${draft.answers}`;
    const trouble = (fault, text) => {
      count[fault]++;
      troubles.push(`${fault}: ${words}: ${text}`);
    };
    const [before, after] = await Promise.all([
      send(plain, draft).catch(() => undefined),
      sendGuarded(guarded, draft, count, trouble).catch(async (error) => {
        trouble('stuck', `${error.message}; ${await guarded.sight()}`);
        return null;
      }),
    ]);
    if (after === null) await guarded.webmail.leave().catch(() => {});
    // The webmail itself failed whoever writes without us: nothing to compare with.
    else if (before === undefined) count.uncompared++;
    else compare(draft, before, after, trouble);
    tell({ ...count, troubles });
  }
  const own = guarded.smtp.mails.filter(({ from }) => from.startsWith(`${guarded.user}@`));
  for (const [subject, mails] of Map.groupBy(own, (mail) => mail.subject)) {
    if (mails.length > 1) {
      count.double++;
      troubles.push(`double: ${subject} left ${mails.length} times`);
    }
  }
  return { ...count, troubles };
}

function randomDraft({ chance, pick, number, seed }) {
  const fields = pick([['to'], ['to'], ['to'], ['cc'], ['bcc'], ['to', 'cc'], ['to', 'bcc']]);
  const recipients = fields.map((field, at) => {
    const isBad = chance(0.55);
    const [domain, right] = isBad ? pick(BAD) : [pick(GOOD), ''];
    const local = `r${number}${'abc'[at]}`;
    const isLast = at === fields.length - 1;
    return {
      field,
      isBad,
      address: `${local}@${domain}`,
      right: `${local}@${right || domain}`,
      isCommitted: !isLast || chance(0.6),
    };
  });
  const last = pick(
    recipients.filter(({ isBad }) => isBad).length > 1 ? ['proceed', 'send'] : ['fix', 'fix', 'send', 'trust'],
  );
  return {
    recipients,
    subject: `R${seed}-${number}`,
    text: `Text ${number}: see you on Thursday.`,
    way: pick(['press', 'press', 'press', 'doublePress', 'Enter', 'script']),
    dwell: pick([0, 50, 300, 1500]),
    /** Sometimes the person goes back first. */
    answers: [...(chance(0.3) ? [pick(['back', 'escape'])] : []), ...(chance(0.85) ? [last] : ['escape'])],
  };
}

async function write({ webmail }, { recipients, subject, text, dwell }) {
  await webmail.compose();
  await webmail.fill({ subject, text });
  for (const { field, address, isCommitted } of recipients)
    await webmail.type(field, address, isCommitted ? 'Enter' : '');
  await pause(dwell);
}

async function press({ webmail }, way) {
  if (way === 'Enter') await webmail.key('Enter');
  else await webmail[way]();
}

/** Writes and sends as anybody does. @returns the mail, or null where this way does not send on this page */
async function send(writer, draft) {
  await write(writer, draft);
  await press(writer, draft.way);
  return await mailOf(writer, draft, 6 * WATCHED);
}

async function sendGuarded(writer, draft, count, trouble) {
  await write(writer, draft);
  count.gestures++;
  await press(writer, draft.way);
  const isBad = draft.recipients.some((one) => one.isBad);
  let isFixed = false;
  let isKept = false;
  if (isBad) {
    for (const answer of draft.answers) {
      if (isKept) {
        count.gestures++;
        await press(writer, draft.way === 'doublePress' ? 'press' : draft.way);
      }
      if (!(await isAskedInTime(writer, draft))) {
        const mail = await mailOf(writer, draft, 0);
        if (mail !== null) trouble('leaked', 'it left unasked');
        return { isAsked: false, mail, isFixed: false };
      }
      count.asked++;
      count.gestures++;
      isKept = answer === 'back' || answer === 'escape';
      if (answer === 'escape') await writer.webmail.page.keyboard.press('Escape');
      else await writer.person.answer(answer);
      isFixed = answer === 'fix' || answer === 'proceed';
    }
  }
  const mail = await mailOf(writer, draft, isKept ? WATCHED : LATE);
  if (!isBad && (await writer.person.isAsked().catch(() => false))) trouble('needless', 'asked about a good mail');
  if (isKept && mail !== null) trouble('leaked', 'it left although the person went back');
  return { isAsked: isBad, isKept, isFixed, mail, sight: mail === null ? await writer.sight() : '' };
}

async function isAskedInTime({ person, smtp }, { subject }) {
  for (const started = Date.now(); Date.now() - started < LATE; await pause(40)) {
    if (await person.isAsked().catch(() => false)) return true;
    if (smtp.mails.some((mail) => mail.subject === subject && mail.from.startsWith('kim@'))) return false;
  }
  return false;
}

async function mailOf({ smtp, user }, { subject }, within) {
  for (const started = Date.now(); ; await pause(50)) {
    const mail = smtp.mails.find((one) => one.subject === subject && one.from.startsWith(`${user}@`));
    if (mail !== undefined) return mail;
    if (Date.now() - started >= within) return null;
  }
}

function compare({ recipients }, before, after, trouble) {
  const { mail, isKept, isFixed, isAsked, sight } = after;
  if (isKept) return;
  if (mail === null) {
    // What the page does not send by itself is not ours to send, unless we were told to.
    if (before !== null || isAsked) trouble('lost', `it did not leave; ${sight}`);
    return;
  }
  if (before === null) return;
  const rightOf = (address) => recipients.find((one) => one.address === address && one.isBad)?.right ?? address;
  const wanted = before.recipients.map((address) => (isFixed ? rightOf(address) : address)).sort();
  // Asked about, a mail goes to all for whom it was written, also where the page drops what is typed and not left.
  const all = recipients.map(({ address, right }) => (isFixed ? right : address)).sort();
  const isAsWritten = isAsked && all.join() === mail.recipients.join();
  if (wanted.join() !== mail.recipients.join() && !isAsWritten)
    trouble('altered', `to ${mail.recipients}, not ${wanted}`);
  if (before.text !== mail.text) trouble('altered', `says “${mail.text}”, not “${before.text}”`);
  if (JSON.stringify(before.attachments) !== JSON.stringify(mail.attachments)) trouble('altered', 'another file');
}
