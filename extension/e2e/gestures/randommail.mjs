/** Random mails: who they go to, what must become of them, and how they are sent. */

const BAD = [
  ['army.ml', 'army.mil'],
  ['navy.ml', 'navy.mil'],
  ['gmial.com', 'gmail.com'],
];

/** Ways to press Send that a page of this kind has. */
export function waysOn(webmail, { windowCapture }, kind) {
  // Such pages send on window capture alone: their button takes no key.
  const keys = windowCapture ? [] : ['enter', 'space'];
  const pointers = ['button', 'button', 'slow-button', 'double', 'touch', ...(windowCapture ? [] : ['script'])];
  const archive = webmail === 'gmail' && kind === 'reply' ? ['archive', 'archive'] : [];
  return [...pointers, ...keys, 'chord', 'chord', 'cmd-chord', 'schedule', ...archive];
}

/**
 * One mail.
 * @param {{chance: Function, pick: Function, number: number, behaviour: object, protectedDomains: {domain: string, near: string}[]}} wanted
 */
export function draftOf({ chance, pick, number, behaviour, protectedDomains }) {
  const windows = behaviour.writtenAfter === undefined ? [] : ['written', 'written'];
  const kind = pick(['new', 'new', 'new', 'reply', 'full', ...windows]);
  const fields = pick([['to'], ['to'], ['cc'], ['bcc'], ['to', 'cc'], ['to', 'bcc']]);
  const recipients = fields.map((field, at) => ({
    ...recipientOf({ chance, pick, number: `${number}${'abc'[at]}`, protectedDomains }),
    field,
    isCommitted: at < fields.length - 1 || chance(0.7) || mustStand(behaviour),
  }));
  const bad = recipients.filter((one) => one.isBad);
  const answers = ['back', 'escape', 'send', ...(bad.length > 1 ? ['proceed'] : ['fix', 'fix', 'trust'])];
  let isFixed = false;
  return {
    kind,
    recipients,
    answers,
    answered(answer) {
      // An update under the question asks anew; the last answer is the one that was carried out.
      isFixed = answer === 'fix' || answer === 'proceed';
    },
    /** Who the mail goes to in the end, sorted. */
    expected: () =>
      recipients
        .map((one) => (isFixed && one.isBad ? one.right : one.address))
        .sort()
        .join(' '),
  };
}

/** Whether this page sends to nobody who is merely typed. */
function mustStand({ replaceOnFocus, sendOff, widget }) {
  return Boolean(replaceOnFocus) || sendOff !== undefined || widget === 'react';
}

/** Good, bad or unknown; seen on this page before or not. */
function recipientOf({ chance, pick, number, protectedDomains }) {
  const isNew = chance(0.4);
  const name = pick(['ann', 'bob', 'carl', 'dee']);
  const at = (domain) => `${isNew ? `${name}.${number}` : name}@${domain}`;
  switch (pick(['good', 'good', 'bad', 'bad', 'unknown', 'own'])) {
    case 'bad': {
      const [wrong, right] = pick(BAD);
      // People may have said that an address is right; each is new to them here.
      const local = `${name}.${number}`;
      return { address: `${local}@${wrong}`, right: `${local}@${right}`, isBad: true };
    }
    case 'unknown':
      return { address: `friend.${number}@example.org`, isBad: false };
    case 'own': {
      const last = protectedDomains.at(-1);
      if (last === undefined) return { address: at('example.org'), isBad: false };
      const local = `${name}.${number}`;
      return { address: `${local}@${last.near}`, right: `${local}@${last.domain}`, isBad: true };
    }
    default:
      return { address: at(pick(['army.mil', 'navy.mil', 'example.org'])), isBad: false };
  }
}
