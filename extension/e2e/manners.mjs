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
export function mannerOf(webmail, { chance, pick }) {
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
  };
}

/** More than one slip apart: no domain here is a near miss of another's near miss. */
const SYLLABLES = ['bado', 'defi', 'fugu', 'gihe', 'hosa', 'kule', 'lami', 'mopu', 'nezi', 'rity'];

/** A domain to protect, and one letter away from it the one that people write by mistake. */
export function newDomain(number) {
  const word = [...String(number)].map((digit) => SYLLABLES[Number(digit)]).join('');
  return { name: `quillion-${word}-works.org`, near: `quillon-${word}-works.org` };
}
