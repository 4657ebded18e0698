/**
 * The elements that our interface lives in. Each has a closed shadow root at the
 * end of the page's body: in `documentElement` assistive tools would judge its
 * colours against nothing. What is shown in it stands in the browser's top layer,
 * out of reach of the styles of everything around it.
 */
import { direction, language } from '../browser/texts.ts';
import { closestTo } from '../dom.ts';
import { makeIn } from '../elements.ts';
import theme from '../theme.css';
import { type Keeper, keepAsIs } from './tampering.ts';

declare const __TEST__: boolean | undefined;

/** Open only in the build that tests drive; a page must never reach our buttons. */
const MODE: ShadowRootMode = typeof __TEST__ !== 'undefined' && __TEST__ ? 'open' : 'closed';

const NAMES = ['nearmiss-notice', 'nearmiss-dialog', 'nearmiss-status'] as const;
type HostName = (typeof NAMES)[number];

/** The hosts that this copy made. Their names mean nothing: a page has elements of any name. */
const made = new WeakSet<object>();

/**
 * Importance of an inner tree beats that of the tree around it, style attributes
 * included (https://drafts.csswg.org/css-cascade/#cascade-context). `all` covers
 * everything but the direction, which .theme sets, and custom properties.
 */
const HOST_STYLE = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: auto !important;
}
`;

/**
 * Custom properties are the only ones that a page could still reach, by @property
 * too, which counts in shadow trees: nobody can name ours.
 */
const PREFIX = `--n${crypto.getRandomValues(new Uint32Array(2)).join('')}-`;

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Our colours and the person's language and direction; what is shown goes in here. */
  readonly theme: HTMLElement;
  keeper?: Keeper;
}

/** A new host for this document, with our style; not yet in the page. */
export function makeHost(document: Document, name: HostName, style: string): Host {
  const { element, root } = hostNamed(document, name) ?? (hostNamed(document, 'div') as Pick<Host, 'element' | 'root'>);
  made.add(element);
  // Our clicks and keys are nobody else's business. Handlers that the page put in
  // the way in the capture phase are the guard's concern.
  for (const type of EVENTS) element.addEventListener(type, (event) => event.stopPropagation());
  const sheet = makeIn(document, 'style', {}, HOST_STYLE + (theme + style).replaceAll(/--(?=[a-z])/g, PREFIX));
  const inner = makeIn(document, 'div', { class: 'theme', dir: direction(), lang: language() });
  root.append(sheet, inner);
  return { element, root, theme: inner };
}

/** Null where the page has forbidden elements of this name to have a shadow root. */
function hostNamed(document: Document, name: string): Pick<Host, 'element' | 'root'> | null {
  // Made elsewhere, it is no custom element that the page has defined under this name: those
  // reach into closed shadow roots.
  const element = document.adoptNode(document.implementation.createHTMLDocument('').createElement(name));
  try {
    return { element, root: element.attachShadow({ mode: MODE, delegatesFocus: false }) };
  } catch {
    return null;
  }
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
 * Takes out of the page what another copy left there. Firefox ends the script of an
 * old copy with the update: its question would stand there with dead buttons, and
 * the page inert beneath it. What holds something is the page's, whatever its name.
 */
export function clearLeftovers(document: Document): void {
  for (const element of document.querySelectorAll(NAMES.join(',')))
    if (!made.has(element) && element.firstChild === null) element.remove();
}

/** Whether this event began inside our interface. */
export function isOwnEvent({ target }: Event): boolean {
  // Outside of a shadow root its host is the target, and our hosts stand in no other.
  return target !== null && made.has(target);
}

export function isOwnHost(element: Element): boolean {
  return made.has(element);
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

/** The host of the question that is open, and those that came meanwhile: shown at once, they would lie over it. */
let modal: Host | undefined;
const waiting = new Set<Host>();

/** Where a host goes; `beside`: what it belongs to, which a modal dialog around it leaves alone to be pressed. */
function placeIn(document: Document, beside: Element | null): Element | null {
  const modal = beside === null ? null : closestTo(beside, 'dialog:modal');
  return modal ?? document.body ?? document.documentElement;
}

/** Whether a host stands where it was put, and would be put once more. */
export function isInPlace({ element }: Host, beside: Element): boolean {
  return element.isConnected && element.parentNode === placeIn(element.ownerDocument, beside);
}

/** Adds a host to the page and shows what it has; false when the page has no place for it. */
export function putInto(document: Document, host: Host, beside: Element | null = null): boolean {
  placeIn(document, beside)?.append(host.element);
  if (!host.element.isConnected) return false;
  const dialog = host.root.querySelector('dialog');
  if (dialog !== null) {
    dialog.showModal();
    modal = host;
  } else if (modal?.element.ownerDocument === document) waiting.add(host);
  else show(host);
  host.keeper = keepAsIs(host.element);
  return true;
}

export function takeOut(host: Host): void {
  host.keeper?.stop();
  host.element.remove();
  waiting.delete(host);
  if (host !== modal) return;
  modal = undefined;
  for (const one of waiting) if (one.element.isConnected) show(one);
  waiting.clear();
}

function show({ root }: Host): void {
  for (const surface of root.querySelectorAll<HTMLElement>('[popover]')) surface.showPopover();
}
