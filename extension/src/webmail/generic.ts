/**
 * Composes of webmails that no description knows, by their shape: who it goes
 * to, a subject and a large message text, one below the other in one box. What
 * is found becomes a description of this page, by which it is read like others.
 */

import {
  attributeOf,
  boxOf,
  contains,
  documentOf,
  isBefore,
  nameOf,
  parentElementOf,
  previousElementOf,
  rootOf,
  shadowOf,
  textOf,
  upFrom,
} from '../dom.ts';
import { holdersOf } from '../eventplaces.ts';
import type { Descriptor, Selector } from './descriptor.ts';
import { all, allWithin, closest, EDITABLE, has, isVisible, matches } from './select.ts';
import { inputValue, isWhole } from './source.ts';
import { isAddressList, typedAddresses } from './text.ts';
import { residue } from './typed.ts';

const LINES = [
  'input:not([type])',
  ...['text', 'search', 'email'].map((type) => `input[type="${type}"]`),
  'textarea',
  EDITABLE,
  '[role="combobox"]',
];
const TEXTS = ['textarea:not([readonly],[disabled])', 'iframe', EDITABLE];
const SUBMITS = ['button[type="submit"]', 'button:not([type])', 'input[type="submit"]', 'input[type="image"]'];
/** Attributes in which chips show an address. */
const SHOWN = ['title', 'data-email', 'data-address', 'email', 'aria-label'];

/** A message text is at least this large, in CSS pixels; one line of an address field is not. */
const TEXT = { width: 200, height: 70 };
/** A form with more fields than this is no compose. */
const MAX_LINES = 14;
/** Nor is one with more drop-down lists above the addresses: that is a form for tickets or bugs. */
const MAX_CHOICES = 4;
/** How far above the text the box of a compose may be. */
const MAX_CLIMB = 14;

/** What no compose has, and forms for contacts, dates, tickets, payments and searches do. */
const OTHER_FORMS = [
  ...['password', 'date', 'time', 'datetime-local', 'month', 'tel', 'number', 'url', 'range'].map(
    (type) => `input[type="${type}"]`,
  ),
  ...['name', 'given-name', 'tel'].map((meaning) => `[autocomplete="${meaning}"]`),
  '[autocomplete^="cc-"]',
];

/** Fields named after header fields or after recipients. */
const ADDRESSEES = [
  ...['to', 'cc'].flatMap((word) => [`[name^="${word}" i]`, `[name$="${word}" i]`, `[name$="${word}]" i]`]),
  ...['bcc', 'recip', 'friend', 'emails', 'addresses', 'addr_'].map((word) => `[name*="${word}" i]`),
];
/** The writer's own address, which contact forms ask for. */
const OWN_ADDRESS = [
  ...['input[type="email"]:not([multiple])', '[name*="email" i]'].map((own) => `${own}:not(${ADDRESSEES.join()})`),
  ...['email', 'username'].map((meaning) => `[autocomplete="${meaning}"]`),
  ...['name', 'id'].flatMap((attribute) => [
    ...['email', 'mail'].map((word) => `[${attribute}="${word}" i]`),
    ...['from', 'sender', 'reply', 'requester'].map((word) => `[${attribute}*="${word}" i]`),
  ]),
];

/** Fields that show who writes, and take no recipients. */
const WRITER = [`:is([readonly],[disabled]):not(${ADDRESSEES.join()})`, '[name*="from" i]'];
/** Fields whose text is never a title: a name in them may be a recipient's. */
const NO_TITLE = ['input[type="search"]', '[role="combobox"]', '[name*="subj" i]', ...WRITER, ...ADDRESSEES];

interface Found {
  readonly root: Element;
  /** Boxes of the recipients' fields: an input alone, or one with its chips. */
  readonly fields: readonly Element[];
  readonly text: Element;
  readonly send: Element | null;
}

/** A description of the compose that stands in a page, or null. `base` is what a description of any page says. */
export function describeByShape(document: Document, base: Descriptor): Descriptor | null {
  const found = findDeep(document);
  if (found === null) return null;
  const fields = found.fields.map(selectorOf);
  const text = selectorOf(found.text);
  const hosts = holdersOf(found.root).filter((one) => documentOf(one) === document);
  const send = found.send === null ? [] : [{ select: [selectorOf(found.send)], kind: 'send' as const }];
  return {
    ...base,
    guards: send.length > 0 ? 'send' : 'hint',
    within: hosts.reverse().map(selectorOf),
    compose: [{ anchor: fields, closest: [selectorOf(found.root)], having: [[text]] }],
    body: [text],
    fields: { to: [], cc: [], bcc: [], any: fields },
    sender: sendersIn(found).map((element) => ({
      select: selectorOf(element),
      from: nameOf(element) === 'input' ? 'value' : 'text',
      pick: 'address',
    })),
    send: { ...base.send, buttons: send },
  };
}

/** Whether a page has a compose, whatever it is called. */
export function hasComposeShape(document: Document): boolean {
  return findCompose(document) !== null;
}

/** Whether a message text is in this box. */
export function holdsText(box: Element): boolean {
  return allWithin(box, TEXTS).some(isText);
}

function findCompose(scope: ParentNode): Found | null {
  for (const text of all(scope, TEXTS).filter(isText)) {
    for (const box of upFrom(parentElementOf(text)).slice(0, MAX_CLIMB)) {
      const found = matches(box, ['html']) ? null : composeIn(box, text);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The same, then in open shadow roots, for which every element must be looked at. */
function findDeep(scope: ParentNode): Found | null {
  const found = findCompose(scope);
  if (found !== null) return found;
  for (const host of all(scope, ['*'])) {
    const shadow = shadowOf(host);
    const inside = shadow === null ? null : findDeep(shadow);
    if (inside !== null) return inside;
  }
  return null;
}

function composeIn(root: Element, text: Element): Found | null {
  const lines = all(root, LINES).filter((line) => isLineAbove(line, text));
  if (lines.length < 2 || lines.length > MAX_LINES || has(root, OTHER_FORMS)) return null;
  const start = lines.findIndex((line) => !matches(line, WRITER));
  // From above to below: recipients, subject, text.
  const found = lines.slice(Math.max(start, 0), -1).filter((line) => holdsRecipients(line, root, lines));
  const [first, last] = [found.at(0), found.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (all(root, ['select']).filter((one) => isBefore(one, first) && isVisible(one)).length > MAX_CHOICES) return null;
  const others = lines.slice(Math.max(start, 0)).filter((line) => !found.includes(line));
  // A form with a name or a title before its addresses is about somebody or something: it is no mail.
  const isTitled = others.some((line) => isBefore(line, last) && isTitle(line, first));
  if (isTitled || !others.some((line) => isBefore(first, line))) return null;
  return { root, fields: found.map((line) => boxOfLine(line, root, lines)), text, send: sendOf(first, text) };
}

/** Addresses above the recipients say who writes. */
function sendersIn({ root, fields }: Found): readonly Element[] {
  const [first] = fields;
  if (first === undefined) return [];
  const says = (one: Element): boolean =>
    holdsAddress(one) || (matches(one, WRITER) && isVisible(one) && hasAddress(inputValue(one)));
  const isAbove = (one: Element): boolean => isBefore(one, first) && !contains(one, first) && says(one);
  return all(root, ['*']).filter((one) => isAbove(one) && !all(one, ['*']).some(says));
}

function isText(element: Element): boolean {
  if (!isVisible(element)) return false;
  const { width, height } = boxOf(element);
  if (width < TEXT.width || height < TEXT.height) return false;
  if (nameOf(element) !== 'iframe') return true;
  const inside = (element as HTMLIFrameElement).contentDocument;
  return inside !== null && (inside.designMode === 'on' || has(inside, [EDITABLE]));
}

function isLineAbove(line: Element, text: Element): boolean {
  if (line === text || contains(text, line) || contains(line, text) || !isVisible(line)) return false;
  if (isText(line) && !isTallField(line)) return false;
  // Of an input inside of another, such as one in a combobox, the inner one counts.
  return !has(line, LINES) && isBefore(line, text);
}

/** Many recipients make a field as tall as a message text. It then holds nothing but addresses. */
function isTallField(line: Element): boolean {
  const written = inputValue(line) || residue(line, new Set());
  return isAddressList(written) && showsAddress(line);
}

/** Whether a line of the same form is filled in, and not with addresses. */
function isTitle(line: Element, field: Element): boolean {
  const value = inputValue(line).trim();
  const isBeside = closest(line, ['form']) === closest(field, ['form']);
  return isBeside && value !== '' && !value.includes('@') && !matches(line, NO_TITLE);
}

/** Addresses are typed in it, or stand beside it as chips. */
function holdsRecipients(line: Element, root: Element, lines: readonly Element[]): boolean {
  return !matches(line, OWN_ADDRESS) && showsAddress(boxOfLine(line, root, lines));
}

function showsAddress(box: Element): boolean {
  return holdsAddress(box) || [box, ...all(box, ['*'])].some((one) => hasAddress(shownBy(one)));
}

/** The largest box around a line that holds no other line, and not who it is from. */
function boxOfLine(line: Element, root: Element, lines: readonly Element[]): Element {
  let box = line;
  for (const outer of upFrom(parentElementOf(line))) {
    if (outer === root || has(outer, ['select']) || lines.some((other) => other !== line && contains(outer, other)))
      break;
    box = outer;
  }
  return box;
}

function holdsAddress(element: Element): boolean {
  return hasAddress(textOf(element) ?? '');
}

function hasAddress(text: string): boolean {
  return text.includes('@') && typedAddresses(text).some(isWhole);
}

/** What an element says besides its text. */
function shownBy(element: Element): string {
  return [inputValue(element), ...SHOWN.map((name) => attributeOf(element, name) ?? '')].join(' ');
}

/** The only submit control of the form around both: no word of any language says so more surely. */
function sendOf(field: Element, text: Element): Element | null {
  const form = closest(field, ['form']);
  if (form === null || !contains(form, text)) return null;
  // Some stand elsewhere in the page, and name the form that they are of.
  const ofForm = (one: Element): boolean => (one as HTMLButtonElement).form === form;
  const [only, ...more] = all(rootOf(form) as ParentNode & Node, SUBMITS).filter(
    (one) => ofForm(one) && isVisible(one),
  );
  return more.length === 0 ? (only ?? null) : null;
}

/** Names this element and no other for as long as the page does not rebuild what is around it. */
function selectorOf(element: Element): Selector {
  const steps: string[] = [];
  for (const one of upFrom(element)) {
    const id = `#${CSS.escape(attributeOf(one, 'id') ?? '')}`;
    if (id !== '#' && all(rootOf(element) as ParentNode & Node, [id]).length === 1) {
      steps.unshift(id);
      break;
    }
    let place = 1;
    for (let before = previousElementOf(one); before !== null; before = previousElementOf(before)) place++;
    steps.unshift(`${CSS.escape(nameOf(one))}:nth-child(${place})`);
  }
  return steps.join(' > ');
}
