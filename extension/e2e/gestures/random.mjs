/** What random gestures are drawn from: numbers, how a page behaves, names to protect. */

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How one page of the webmail behaves. */
export function behaviourOf(webmail, { chance, pick }) {
  const sends = sendingOf({ chance, pick });
  // Drawn by React: it has its own way to take a press, and its boxes are no other script's.
  if (webmail === 'proton' && chance(0.2)) return { open: [], archive: true, widget: 'react', ...sends };
  const sendOn = pick([undefined, undefined, undefined, 'pointerdown', 'mousedown', 'mouseup', 'click']);
  const chipsAfter = pick([undefined, undefined, 0, 100, 300]);
  return {
    open: [],
    archive: true,
    ...(sendOn === undefined ? {} : { sendOn }),
    ...(chipsAfter === undefined ? {} : { chipsAfter }),
    ...(chance(0.2) ? { windowCapture: true } : {}),
    ...(chance(0.2) ? { collapseOnSend: true } : {}),
    ...(webmail === 'gmail' && chance(0.2) ? { replaceOnFocus: true } : {}),
    ...((webmail === 'gmail' || webmail === 'yahoo') && chance(0.2) ? { widget: 'old' } : {}),
    ...(chance(0.2) ? { locale: pick(['de', 'ar']) } : {}),
    ...(chance(0.1) ? { decoys: 500 } : {}),
    ...(chance(0.15) ? { quotes: 'olga@example.org', displays: 'eve@navy.ml' } : {}),
    ...(chance(0.1) ? { fieldNames: true } : {}),
    ...(chance(0.15) ? { writtenAfter: pick([0, 50, 1200]) } : {}),
    ...sends,
  };
}

/** When Send is on, and what becomes of a press. */
function sendingOf({ chance, pick }) {
  return {
    ...(chance(0.25) ? { sendOff: pick(['disabled', 'aria-disabled']), sendOffAfter: pick([0, 120]) } : {}),
    ...(chance(0.1) ? { askWithoutSubject: true } : {}),
    ...(chance(0.1) ? { failures: 1 } : {}),
    ...(chance(0.1) ? { serverTakes: pick([500, 500, 2000, SLOW_SERVER]) } : {}),
  };
}

/** A server that takes as long, in ms, gets few mails. */
export const SLOW_SERVER = 10_000;

/** More than one slip apart: no domain here is a near miss of another's near miss. */
const SYLLABLES = ['bado', 'defi', 'fugu', 'gihe', 'hosa', 'kule', 'lami', 'mopu', 'nezi', 'rity'];

/** So many at most: a page gets no more than 40 different answers a day from what is private (src/background/budget.ts). */
const MAX_DOMAINS = 30;

/** A domain to protect, and one letter away from it the one that people write by mistake. */
export function newDomain(number) {
  const word = [...String(number % MAX_DOMAINS)].map((digit) => SYLLABLES[Number(digit)]).join('');
  return { name: `quillion-${word}-works.org`, near: `quillon-${word}-works.org` };
}
