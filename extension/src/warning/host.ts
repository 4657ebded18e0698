/**
 * The elements that our interface lives in. Each has a closed shadow root at the
 * end of the page's body: in `documentElement` assistive tools would judge its
 * colours against nothing.
 */
import { direction, language } from '../browser.ts';
import theme from '../theme.css';

declare const __TEST__: boolean | undefined;

/** Open only in the build that tests drive; a page must never reach our buttons. */
const MODE: ShadowRootMode = typeof __TEST__ !== 'undefined' && __TEST__ ? 'open' : 'closed';

export type HostName = 'nearmiss-notice' | 'nearmiss-dialog' | 'nearmiss-status';

/** Asked of a host; the copy of us that it belongs to answers with preventDefault. */
const ALIVE = 'nearmiss:alive';

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
}

/** A new host in this document, with our style; not yet in the page. */
export function makeHost(document: Document, name: HostName, style: string): Host {
  const element = document.createElement(name);
  // The page's own styles may match any element; ours begin from nothing.
  element.style.cssText =
    'all: initial !important; position: fixed !important; inset: auto !important; z-index: 2147483647 !important';
  element.dir = direction();
  element.lang = language();
  // Our clicks and keys are nobody else's business. Handlers that the page put in
  // the way in the capture phase are the guard's concern.
  for (const type of EVENTS) element.addEventListener(type, (event) => event.stopPropagation());
  element.addEventListener(ALIVE, (question) => question.preventDefault());
  const root = element.attachShadow({ mode: MODE, delegatesFocus: false });
  const sheet = document.createElement('style');
  sheet.textContent = theme + style;
  root.append(sheet);
  return { element, root };
}

const EVENTS = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'keydown',
  'keypress',
  'keyup',
  'input',
  'beforeinput',
  'change',
  'paste',
  'copy',
  'cut',
  'focusin',
  'focusout',
  'wheel',
] as const;

/**
 * Takes out of the page what nobody answers for. Firefox ends the script of an old
 * copy with the update: its question would stand there with dead buttons, and the
 * page inert beneath it. True when a question was among it: its mail was not sent.
 */
export function clearLeftovers(document: Document): boolean {
  let wasAsking = false;
  for (const element of document.querySelectorAll('nearmiss-notice,nearmiss-dialog,nearmiss-status')) {
    const isAnswered = !element.dispatchEvent(new Event(ALIVE, { cancelable: true }));
    if (isAnswered) continue;
    wasAsking ||= element.localName === 'nearmiss-dialog';
    element.remove();
  }
  return wasAsking;
}

/**
 * Whether this event began inside our interface: by name, because a dialog may be
 * of the copy of us in an editor's frame, or of a newer copy.
 */
export function isOwnEvent({ target }: Event): boolean {
  // Outside of a shadow root its host is the target, and our hosts stand in no other.
  const { localName } = (target ?? {}) as Partial<Element>;
  return typeof localName === 'string' && localName.startsWith('nearmiss-');
}

/**
 * For the guard's window-capture listener, on every key event of ours: the page
 * must not see it (Escape would close its draft), and the gesture that opened a
 * dialog must not press a button in it by being held or repeated. What the browser
 * itself does with a key (moving focus, pressing a focused button) still happens.
 */
export function takeKey(event: KeyboardEvent): void {
  event.stopImmediatePropagation();
  const presses = event.key === 'Enter' || event.key === ' ';
  if (presses && (event.repeat || event.ctrlKey || event.metaKey || event.altKey)) event.preventDefault();
}

/** Adds a host to the page; false when the page has no place for it. */
export function putInto(document: Document, { element }: Host): boolean {
  const parent = document.body ?? document.documentElement;
  parent?.append(element);
  return element.isConnected;
}
