/**
 * Whether a page can be read, by anchors that do not depend on each other: a
 * compose without a recipients field, without Send, a Send without a compose.
 */
import type { HealthProblem } from '../messages.ts';
import type { Descriptor } from './descriptor.ts';
import { boxOf, documentOf, nameOf, parentElementOf, textOf } from './dom.ts';
import type { ComposeReading } from './recipients.ts';
import { all, EDITABLE, isVisible } from './select.ts';
import { inputValue } from './source.ts';
import { isAddressList } from './text.ts';
import type { Webmail } from './webmail.ts';

/** The problems of a page as it stands now; half-drawn pages have some for a moment. */
export function healthOf(webmail: Webmail, document: Document, readings: readonly ComposeReading[]): HealthProblem[] {
  if (webmail.descriptor.guards !== 'send') return [];
  if (readings.length === 0) return overlooked(webmail.descriptor, document);
  const problems = new Set<HealthProblem>();
  for (const { root, reading } of readings) {
    if (reading.fields === 0 && reading.recipients.length === 0) problems.add('no-recipients-field');
    if (reading.recipients.some((one) => one.state === 'opaque')) problems.add('opaque-recipient');
    if (!reading.isJudgeable) problems.add('unreadable-recipients');
    if (webmail.controls(root).length === 0) problems.add('no-send-control');
  }
  return [...problems];
}

/** Whether a page in which no compose is found has one all the same. The whole page is searched. */
function overlooked(descriptor: Descriptor, document: Document): HealthProblem[] {
  const certain = descriptor.send.buttons.flatMap((control) => (control.fallback ? [] : control.select));
  const isKnown = all(document, certain).some(isVisible) || hasTracesOfCompose(descriptor, document);
  if (isKnown) return ['no-compose-root'];
  return hasUnknownCompose(document) ? ['unrecognised-field'] : [];
}

/** A message text and two things beside it that only composes have. */
function hasTracesOfCompose({ body, compose }: Descriptor, document: Document): boolean {
  if (!all(document, body).some(isVisible)) return false;
  const anchors = new Set(compose.flatMap((rule) => rule.anchor));
  let traces = 0;
  for (const anchor of anchors) {
    if (!body.includes(anchor) && all(document, [anchor]).some(isVisible)) traces++;
    if (traces > 1) return true;
  }
  return false;
}

const WRITTEN = ['input:not([type])', 'input[type="text"]', 'input[type="email"]', 'textarea', '[role="combobox"]'];
const TEXTS = [...EDITABLE.split(','), 'textarea', 'iframe'];
const SUBJECTS = ['input:not([type])', 'input[type="text"]'];
/** A message text is larger than this, in CSS pixels; fields and signatures are not. */
const TEXT_SIZE = { width: 200, height: 60 };
/** So far above a field its compose may begin. */
const MAX_LEVELS = 12;

/**
 * A visible field with addresses in it, and in the same box after it a subject
 * and a message text: a compose, whatever its names. Login and settings have no such three.
 */
function hasUnknownCompose(document: Document): boolean {
  const fields = all(document, [...WRITTEN, ...EDITABLE.split(',')]).filter(
    (one) => isVisible(one) && holdsAddresses(one),
  );
  return fields.some((field) => {
    const isAfter = (one: Element): boolean => one !== field && comesAfter(field, one) && isVisible(one);
    let box = parentElementOf(field);
    for (let level = 0; level < MAX_LEVELS && box !== null && box !== documentOf(field).documentElement; level++) {
      const subject = all(box, SUBJECTS).find((one) => isAfter(one) && !inputValue(one).includes('@'));
      if (subject !== undefined && all(box, TEXTS).some((one) => isAfter(one) && isLarge(one))) return true;
      box = parentElementOf(box);
    }
    return false;
  });
}

function holdsAddresses(field: Element): boolean {
  const text = nameOf(field) === 'input' || nameOf(field) === 'textarea' ? inputValue(field) : (textOf(field) ?? '');
  return text.includes('@') && text.length < 10_000 && isAddressList(text);
}

function comesAfter(one: Element, other: Element): boolean {
  return (Node.prototype.compareDocumentPosition.call(one, other) & 4) !== 0;
}

function isLarge(text: Element): boolean {
  const { width, height } = boxOf(text);
  return width >= TEXT_SIZE.width && height >= TEXT_SIZE.height;
}
