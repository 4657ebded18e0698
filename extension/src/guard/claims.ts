/**
 * What a copy of us tells the copies in other frames about a compose. An editor's
 * frame has a copy of its own, and so has the page around it: a shortcut in the
 * text and a press on the button are heard by different ones, yet one mail is
 * asked about once and sent once.
 *
 * Copies share nothing but the DOM: a claim is a listener on the compose, which
 * answers the question of the same name with preventDefault. It goes with the compose.
 */

export type Claim =
  | 'held' // a send of this compose is held
  | 'playing' // a held press is being played at this moment
  | 'played' // a held press was played a moment ago
  | 'token' // one more send may pass
  | 'acknowledged' // the person wants this recipient (the detail) all the same
  | 'menu' // of a page's <html>: this copy saw the menu of other ways to send being opened
  | 'holding' // of a page's <html>: this copy holds a mail of the page
  | 'asking'; // of a page's <html>: a mail of this page is asked about, or changed

/** Answers for this compose until released; `holds` looks at the question's detail. */
export function claim(root: Element, what: Claim, holds: (detail: string) => boolean = () => true): () => void {
  const answer = (question: Event): void => {
    if (holds(String((question as CustomEvent<unknown>).detail))) question.preventDefault();
  };
  root.addEventListener(nameOf(what), answer);
  return () => root.removeEventListener(nameOf(what), answer);
}

/** Whether any copy of us claims this of the compose. */
export function isClaimed(root: Element, what: Claim, detail = ''): boolean {
  return !root.dispatchEvent(new CustomEvent(nameOf(what), { cancelable: true, detail }));
}

/**
 * On <html> while a mail of the page is held: since when. It stays where the browser
 * ends us meanwhile, as Firefox does at an update.
 */
const HELD = 'data-nearmiss-held';

/** A mail that was held longer ago, in ms, may have gone by now: nothing true can be said of it. */
const ABANDONED_WITHIN = 60_000;

/** Holds a mail of this page until released. */
export function claimPage(page: Element): () => void {
  const release = claim(page, 'holding');
  page.setAttribute(HELD, String(Date.now()));
  return () => {
    release();
    if (!isClaimed(page, 'holding')) page.removeAttribute(HELD);
  };
}

/** Whether a mail of this page was held by a copy that is gone; answered once. */
export function takeAbandoned(page: Element | null): boolean {
  const since = page?.getAttribute(HELD) ?? null;
  if (page === null || since === null || isClaimed(page, 'holding')) return false;
  page.removeAttribute(HELD);
  return Date.now() - Number(since) < ABANDONED_WITHIN;
}

function nameOf(what: Claim): string {
  return `nearmiss:${what}`;
}
