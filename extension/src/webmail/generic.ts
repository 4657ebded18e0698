/**
 * Composes of webmails that no description knows, by their shape: who it goes
 * to, a subject and a large message text, one below the other in one box. What
 * is found becomes a description of this page, by which it is read like others.
 */
import type { Descriptor, Selector } from './descriptor.ts';
import {
  attributeOf,
  boxOf,
  closestTo,
  contains,
  documentOf,
  find,
  findAll,
  firstElementOf,
  isBefore,
  matchesSelector,
  nameOf,
  nextElementOf,
  parentElementOf,
  textOf,
} from './dom.ts';
import { EDITABLE, isVisible } from './select.ts';
import { inputValue } from './source.ts';

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

/** Whether a page has a compose, whatever it is called. */
export function hasComposeShape(document: Document): boolean {
  return findCompose(document) !== null;
}

function findCompose(document: Document): Found | null {
  for (const text of findAll(document, `textarea,iframe,${EDITABLE}`)) {
    if (!isText(text)) continue;
    let box = parentElementOf(text);
    for (let climbed = 0; box !== null && box !== document.documentElement && climbed < MAX_CLIMB; climbed++) {
      const found = composeIn(box, text);
      if (found !== null) return found;
      box = parentElementOf(box);
    }
  }
  return null;
}

function composeIn(root: Element, text: Element): Found | null {
  const lines = findAll(root, LINES).filter((line) => isLineOf(line, text));
  if (lines.length < 2 || lines.length > MAX_LINES || find(root, OTHER_FORMS) !== null) return null;
  // From above to below: recipients, subject, text.
  const fields = lines.slice(0, -1).filter((line) => holdsRecipients(line, root, text, lines));
  const subject = lines.find((line) => !fields.includes(line) && fields.some((field) => isBefore(field, line)));
  if (fields.length === 0 || subject === undefined || !isBefore(subject, text)) return null;
  return {
    root,
    fields: fields.map((line) => fieldOf(line, root, text, lines)),
    text,
    send: sendOf(fields[0] as Element, text),
  };
}

/** Addresses above the recipients say who writes. */
function sendersIn({ root, fields }: Found): readonly Element[] {
  const [first] = fields;
  if (first === undefined) return [];
  return findAll(root, '*').filter(
    (one) =>
      isBefore(one, first) &&
      !contains(one, first) &&
      ADDRESS.test(textOf(one) ?? '') &&
      !childrenOf(one).some((child) => ADDRESS.test(textOf(child) ?? '')),
  );
}

function isText(element: Element): boolean {
  if (!isVisible(element)) return false;
  const { width, height } = boxOf(element);
  if (width < TEXT.width || height < TEXT.height) return false;
  if (nameOf(element) !== 'iframe') return true;
  const inside = documentIn(element as HTMLIFrameElement);
  return inside !== null && (inside.designMode === 'on' || find(inside, EDITABLE) !== null);
}

function isLineOf(line: Element, text: Element): boolean {
  if (line === text || contains(text, line) || contains(line, text) || !isVisible(line) || isText(line)) return false;
  // Of an input inside of another, such as one in a combobox, the inner one counts.
  return find(line, LINES) === null && isBefore(line, text);
}

/** Addresses are typed in it, or stand beside it as chips. */
function holdsRecipients(line: Element, root: Element, text: Element, lines: readonly Element[]): boolean {
  if (matchesSelector(line, OWN_ADDRESS)) return false;
  return ADDRESS.test(allTextOf(fieldOf(line, root, text, lines)));
}

/** The largest box around a line that holds no other line. */
function fieldOf(line: Element, root: Element, text: Element, lines: readonly Element[]): Element {
  let box = line;
  for (let around = parentElementOf(line); around !== null && around !== root; around = parentElementOf(around)) {
    if ([text, ...lines].some((other) => other !== line && contains(around as Element, other))) break;
    if (find(around, 'select') !== null) break; // who it is from
    box = around;
  }
  return box;
}

function allTextOf(box: Element): string {
  const values = [box, ...findAll(box, '*')].flatMap((one) => [
    inputValue(one),
    ...['title', 'data-email', 'data-address', 'email', 'aria-label'].map((name) => attributeOf(one, name) ?? ''),
  ]);
  return [textOf(box) ?? '', ...values].join(' ');
}

/** The only submit control of the form around both: no word of any language says so more surely. */
function sendOf(field: Element, text: Element): Element | null {
  const form = closestTo(field, 'form');
  if (form === null || !contains(form, text)) return null;
  const controls = findAll(form, 'button[type="submit"],button:not([type]),input[type="submit"],input[type="image"]');
  const [only, ...more] = controls.filter(isVisible);
  return more.length === 0 ? (only ?? null) : null;
}

/** Names this element and no other for as long as the page does not rebuild what is around it. */
function selectorOf(element: Element): Selector {
  const steps: string[] = [];
  for (let one: Element | null = element; one !== null; one = parentElementOf(one)) {
    const id = attributeOf(one, 'id') ?? '';
    if (id !== '' && findAll(documentOf(element), `#${CSS.escape(id)}`).length === 1) {
      steps.unshift(`#${CSS.escape(id)}`);
      break;
    }
    const around = parentElementOf(one);
    const place = around === null ? 1 : childrenOf(around).indexOf(one) + 1;
    steps.unshift(`${CSS.escape(nameOf(one))}:nth-child(${place})`);
  }
  return steps.join(' > ');
}

/** In document order. */
function childrenOf(element: Element): Element[] {
  const children: Element[] = [];
  for (let child = firstElementOf(element); child !== null; child = nextElementOf(child)) children.push(child);
  return children;
}

function documentIn(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
