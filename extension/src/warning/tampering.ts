/**
 * Keeps our hosts as we made them: without attributes, where we put them. What a
 * page changes is undone before anything is drawn; a page that insists is reported.
 */

/** This many changes within this time, in ms, are a page that insists; modal windows hide what is around them now and then. */
const INSISTS = { times: 3, within: 10_000 };

/** Counts what a page does to us. */
export class Tampering {
  #times: number[] = [];

  /** True when this is one too many. */
  note(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < INSISTS.within), now];
    return this.#times.length >= INSISTS.times;
  }
}

export interface Keeper {
  readonly stop: () => void;
}

const tampering = new Tampering();
let isReported = false;
let report: () => void = () => undefined;

/** `listener` hears once that a page takes our interface away: it is not protected any more. */
export function onTampered(listener: () => void): void {
  report = listener;
}

/** Call when the host is in the page. Takes it out when it was moved, or changed too often. */
export function keepAsIs(host: HTMLElement): Keeper {
  const undo = (isMoved: boolean): void => {
    for (const { name } of [...host.attributes]) host.removeAttribute(name);
    attributes.takeRecords();
    const isTooMuch = tampering.note(performance.now());
    if (isMoved || isTooMuch) {
      stop();
      host.remove();
    }
    if (!isTooMuch || isReported) return;
    isReported = true;
    report();
  };
  const attributes = new MutationObserver(() => undo(false));
  attributes.observe(host, { attributes: true });
  const place = new MutationObserver((records) => {
    // Put back or elsewhere, what it shows has left the top layer.
    if (records.some(({ removedNodes }) => [...removedNodes].includes(host))) undo(true);
  });
  if (host.parentNode !== null) place.observe(host.parentNode, { childList: true });
  const stop = (): void => {
    attributes.disconnect();
    place.disconnect();
  };
  return { stop };
}
