/**
 * Composes of webmails that no description knows, by their shape: who it goes
 * to, a subject and a large message text, one below the other in one box. What
 * is found becomes a description of this page, by which it is read like others.
 */
import type { Descriptor, Selector } from './descriptor.ts';
import { EDITABLE, isVisible } from './select.ts';

const LINES = `input:not([type]),input[type="text"],input[type="search"],input[type="email"],textarea,${EDITABLE},[role="combobox"]`;

/** A message text is at least this large, in CSS pixels; one line of an address field is not. */
const TEXT = { width: 200, height: 70 };
/** A form with more fields than this is no compose. */
const MAX_LINES = 14;
/** How far above the text the box of a compose may be. */
const MAX_CLIMB = 14;

/** What no compose has, and forms for contacts, dates, tickets, payments and searches do. */
const OTHER_FORMS =
  'input[type="password"],input[type="date"],input[type="time"],input[type="datetime-local"],input[type="tel"],input[type="number"],input[type="url"],input[type="range"],input[type="month"],[autocomplete^="cc-"],[autocomplete="name"],[autocomplete="given-name"],[autocomplete="tel"]';

/** The writer's own address, which contact forms ask for. */
const OWN_ADDRESS =
  'input[type="email"]:not([multiple]),[autocomplete="email"],[autocomplete="username"],[name="email" i],[id="email" i],[name="mail" i],[name*="from" i],[id*="from" i],[name*="sender" i],[name*="reply" i],[name*="requester" i]';

const ADDRESS = /[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.[^\s@<>()[\],;:"]+/u;

interface Found {
  readonly root: Element;
  /** Boxes of the recipients' fields: an input alone, or one with its chips. */
  readonly fields: readonly Element[];
  readonly text: Element;
  readonly send: Element | null;
}

/** Typing and drawing come in bursts, which are answered once, after this time in ms. */
const PAUSE = 300;

/** Calls `look` at once and whenever something was typed, focused or drawn in the page. */
export function onActivity(document: Document, look: () => void): void {
  let isDue = false;
  const later = (): void => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      look();
    }, PAUSE);
  };
  for (const type of ['input', 'focusin']) document.addEventListener(type, later, true);
  new MutationObserver(later).observe(document, { childList: true, subtree: true });
  look();
}

/** A description of the compose that stands in a page, or null. `base` is what a description of any page says. */
export function describeByShape(document: Document, base: Descriptor): Descriptor | null {
  const found = findCompose(document);
  if (found === null) return null;
  const root = selectorOf(found.root);
  const fields = found.fields.map(selectorOf);
  const text = selectorOf(found.text);
  const send = found.send === null ? [] : [{ select: [selectorOf(found.send)], kind: 'send' as const }];
  return {
    ...base,
    guards: send.length > 0 ? 'send' : 'hint',
    compose: [{ anchor: fields, closest: [root], having: [[text]] }],
    body: [text],
    fields: { to: [], cc: [], bcc: [], any: fields },
    sender: sendersIn(found).map((element) => ({ select: selectorOf(element), from: 'text', pick: 'address' })),
    send: { ...base.send, buttons: send },
  };
}

function findCompose(document: Document): Found | null {
  for (const text of document.querySelectorAll(`textarea,iframe,${EDITABLE}`)) {
    if (!isText(text)) continue;
    let box = text.parentElement;
    for (let climbed = 0; box !== null && box !== document.documentElement && climbed < MAX_CLIMB; climbed++) {
      const found = composeIn(box, text);
      if (found !== null) return found;
      box = box.parentElement;
    }
  }
  return null;
}

function composeIn(root: Element, text: Element): Found | null {
  const lines = [...root.querySelectorAll(LINES)].filter((line) => isLineOf(line, text));
  if (lines.length < 2 || lines.length > MAX_LINES || root.querySelector(OTHER_FORMS) !== null) return null;
  // From above to below: recipients, subject, text.
  const fields = lines.slice(0, -1).filter((line) => holdsRecipients(line, root, text, lines));
  const subject = lines.find((line) => !fields.includes(line) && fields.some((field) => isBefore(field, line)));
  if (fields.length === 0 || subject === undefined || !isBefore(subject, text)) return null;
  return {
    root,
    fields: fields.map((line) => boxOf(line, root, text, lines)),
    text,
    send: sendOf(fields[0] as Element, text),
  };
}

/** Addresses above the recipients say who writes. */
function sendersIn({ root, fields }: Found): readonly Element[] {
  const [first] = fields;
  if (first === undefined) return [];
  return [...root.querySelectorAll('*')].filter(
    (one) =>
      isBefore(one, first) &&
      !one.contains(first) &&
      ADDRESS.test(one.textContent ?? '') &&
      ![...one.children].some((child) => ADDRESS.test(child.textContent ?? '')),
  );
}

function isText(element: Element): boolean {
  if (!isVisible(element)) return false;
  const { width, height } = element.getBoundingClientRect();
  if (width < TEXT.width || height < TEXT.height) return false;
  if (element.localName !== 'iframe') return true;
  const inside = documentOf(element as HTMLIFrameElement);
  return inside !== null && (inside.designMode === 'on' || inside.querySelector(EDITABLE) !== null);
}

function isLineOf(line: Element, text: Element): boolean {
  if (line === text || text.contains(line) || line.contains(text) || !isVisible(line) || isText(line)) return false;
  // Of an input inside of another, such as one in a combobox, the inner one counts.
  return line.querySelector(LINES) === null && isBefore(line, text);
}

/** Addresses are typed in it, or stand beside it as chips. */
function holdsRecipients(line: Element, root: Element, text: Element, lines: readonly Element[]): boolean {
  if (line.matches(OWN_ADDRESS)) return false;
  return ADDRESS.test(textOf(boxOf(line, root, text, lines)));
}

/** The largest box around a line that holds no other line. */
function boxOf(line: Element, root: Element, text: Element, lines: readonly Element[]): Element {
  let box = line;
  for (let around = line.parentElement; around !== null && around !== root; around = around.parentElement) {
    if (around.contains(text) || lines.some((other) => other !== line && around.contains(other))) break;
    if (around.querySelector('select') !== null) break; // who it is from
    box = around;
  }
  return box;
}

function textOf(box: Element): string {
  const values = [box, ...box.querySelectorAll('*')].flatMap((one) => [
    'value' in one && typeof one.value === 'string' ? one.value : '',
    ...['title', 'data-email', 'data-address', 'email', 'aria-label'].map((name) => one.getAttribute(name) ?? ''),
  ]);
  return [box.textContent ?? '', ...values].join(' ');
}

/** The only submit control of the form around both: no word of any language says so more surely. */
function sendOf(field: Element, text: Element): Element | null {
  const form = field.closest('form');
  if (form === null || !form.contains(text)) return null;
  const controls = [
    ...form.querySelectorAll('button[type="submit"],button:not([type]),input[type="submit"],input[type="image"]'),
  ];
  const [only, ...more] = controls.filter(isVisible);
  return more.length === 0 ? (only ?? null) : null;
}

function isBefore(one: Element, other: Element): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Names this element and no other for as long as the page does not rebuild what is around it. */
function selectorOf(element: Element): Selector {
  const steps: string[] = [];
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const id = one.getAttribute('id') ?? '';
    if (id !== '' && element.ownerDocument.querySelectorAll(`#${CSS.escape(id)}`).length === 1) {
      steps.unshift(`#${CSS.escape(id)}`);
      break;
    }
    const place = one.parentElement === null ? 1 : [...one.parentElement.children].indexOf(one) + 1;
    steps.unshift(`${CSS.escape(one.localName)}:nth-child(${place})`);
  }
  return steps.join(' > ');
}

function documentOf(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
