/**
 * Changing one recipient in the page. Webmails differ and change, so nothing is
 * believed: after every attempt the page is read again, and only when the old
 * address is gone, the new one is there and all others are as before does a
 * change count as done.
 */

import {
  click,
  closestTo,
  dispatch,
  documentOf,
  focus,
  isConnected,
  isInput,
  nodeValueOf,
  parentElementOf,
  textOf,
  upFrom,
} from '../dom.ts';
import { becomesTrue, waitOf } from '../waits.ts';
import { addressesOf, type Reading, type Recipient, type RecipientState } from './recipients.ts';
import { all, allWithin, EDITABLE, isVisible } from './select.ts';
import { indexOfAddress } from './text.ts';
import type { Webmail } from './webmail.ts';

/** Whether a change can be tried: the descriptor knows how and the recipient is in view. */
export function canFix(webmail: Webmail, root: Element, recipient: string, reading = webmail.read(root)): boolean {
  const found = find(reading, recipient);
  if (found?.state === 'typed') return webmail.mayChange(found.element);
  if (found?.state === 'summary') return foldIn(webmail, root) !== undefined;
  return found?.state === 'chip' && inputAround(webmail, root, parentElementOf(found.element)) !== null;
}

/** Replace `old` by `replacement`. False: the page did not follow, the person has to finish. */
export async function fixRecipient(
  webmail: Webmail,
  root: Element,
  old: string,
  replacement: string,
): Promise<boolean> {
  await unfoldSummary(webmail, root, old);
  const before = webmail.read(root);
  // One address may stand in several fields.
  for (let left = countIn(before, old); left > 0; left--) {
    if (!(await changeOne(webmail, root, old, replacement))) return false;
  }
  return becomesTrue(() => isDone(before, webmail.read(root), old, replacement), waitOf('change'));
}

/** Change the first of those with this address; true once one less has it. */
async function changeOne(webmail: Webmail, root: Element, old: string, replacement: string): Promise<boolean> {
  const before = webmail.read(root);
  const found = find(before, old);
  if (found === undefined) return false;
  const isGone = (): boolean => countIn(webmail.read(root), old) < countIn(before, old);
  if (found.state === 'typed') {
    if (!webmail.mayChange(found.element)) return false;
    typeInto(found.element, old, replacement);
    return becomesTrue(isGone, waitOf('change'));
  }
  const input = inputAround(webmail, root, parentElementOf(found.element));
  if (input === null) return false;
  await unfold(webmail, root, () => isVisible(found.element));
  remove(webmail, found.element);
  if (!(await becomesTrue(isGone, waitOf('change')))) return false;
  // Removing may have made the page draw its field anew.
  const target = isConnected(input) ? input : inputAround(webmail, root, root);
  const isThere = ({ address, field }: Recipient): boolean => address === replacement && field === found.field;
  if (target !== null && !webmail.read(root).recipients.some(isThere)) append(target, replacement);
  return target !== null;
}

/** Put the cursor where the person can correct the recipient. */
export async function focusRecipient(webmail: Webmail, root: Element, recipient: string): Promise<void> {
  await unfoldSummary(webmail, root, recipient);
  const found = find(webmail.read(root), recipient);
  if (found === undefined) return;
  const isPlace = found.state === 'typed' || webmail.descriptor.fix === undefined;
  const place = isPlace ? found.element : inputAround(webmail, root, parentElementOf(found.element));
  if (place !== null) focus(place);
}

/** In how many places of a reading an address stands. */
function countIn({ recipients }: Reading, address: string): number {
  return recipients.filter((one) => one.address === address).length;
}

function find(reading: Reading, recipient: string): Recipient | undefined {
  return reading.recipients.find((one) => one.address === recipient);
}

function isDone(before: Reading, after: Reading, old: string, replacement: string): boolean {
  const wanted = addressesOf(before).filter((one) => one !== old && one !== replacement);
  const left = addressesOf(after);
  return left.includes(replacement) && !left.includes(old) && wanted.every((one) => left.includes(one));
}

/** The input of a field: in the nearest box from here on that holds one, the compose at last. */
function inputAround(webmail: Webmail, root: Element, from: Element | null): Element | null {
  const inputs = webmail.descriptor.fix?.input ?? [];
  for (const box of upFrom(from)) {
    const input = allWithin(box, inputs).find((one) => webmail.mayChange(one));
    if (input !== undefined) return input;
    if (box === root) break;
  }
  return null;
}

/** What unfolds the fields, where they are folded away now. */
function foldIn(webmail: Webmail, root: Element): Element | undefined {
  return all(root, webmail.descriptor.fix?.unfold ?? []).find(isVisible);
}

/** A line that stands for the fields: have the page draw the fields instead. */
async function unfoldSummary(webmail: Webmail, root: Element, recipient: string): Promise<void> {
  const stateNow = (): RecipientState | undefined => find(webmail.read(root), recipient)?.state;
  if (stateNow() === 'summary') await unfold(webmail, root, () => stateNow() === 'chip');
}

/** Folded fields take no input: have the page show them, as a person would. */
async function unfold(webmail: Webmail, root: Element, isShown: () => boolean): Promise<void> {
  const fold = isShown() ? undefined : foldIn(webmail, root);
  if (fold === undefined) return;
  pressWithMouse(fold);
  await becomesTrue(isShown, waitOf('change'));
}

function remove(webmail: Webmail, chip: Element): void {
  const view = documentOf(chip).defaultView;
  if (view === null) return;
  const rule = webmail.descriptor.fix;
  const control = all(webmail.chipAround(chip) ?? chip, rule?.control ?? []).find((one) => webmail.mayChange(one));
  if (rule?.remove === 'range') {
    const editable = closestTo(chip, EDITABLE);
    if (editable !== null) focus(editable);
    const range = documentOf(chip).createRange();
    range.selectNode(chip);
    typeOver(range, '');
  } else if (rule?.remove === 'key' || control === undefined) {
    focus(chip);
    for (const type of ['keydown', 'keyup']) {
      const init = { bubbles: true, cancelable: true, key: 'Delete', code: 'Delete', keyCode: 46 };
      dispatch(chip, new view.KeyboardEvent(type, init));
    }
  } else if (rule?.remove === 'click') {
    click(control);
  } else {
    pressWithMouse(control);
  }
}

function pressWithMouse(control: Element): void {
  const view = documentOf(control).defaultView;
  if (view === null) return;
  for (const type of ['mousedown', 'mouseup', 'click']) {
    dispatch(control, new view.MouseEvent(type, { bubbles: true, cancelable: true, view, detail: 1 }));
  }
}

/** Add an address behind what already stands in an input or editable. */
function append(target: Element, address: string): void {
  if (isInput(target)) {
    const text = target.value.trim();
    setValue(target, text === '' ? address : `${text.replace(/[,;]$/u, '')}, ${address}`);
    return;
  }
  focus(target);
  const hasMore = (textOf(target) ?? '').trim() !== '';
  const range = documentOf(target).createRange();
  range.selectNodeContents(target);
  range.collapse(false);
  typeOver(range, hasMore ? ` ${address};` : address);
}

/** Rewrite typed text in place. */
function typeInto(target: Element, old: string, replacement: string): void {
  if (isInput(target)) {
    const { value } = target;
    const at = indexOfAddress(value, old);
    if (at >= 0) setValue(target, value.slice(0, at) + replacement + value.slice(at + old.length));
    return;
  }
  const walker = documentOf(target).createTreeWalker(target, 4 /* text */);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const at = indexOfAddress(nodeValueOf(node) ?? '', old);
    if (at < 0) continue;
    focus(target);
    const range = documentOf(target).createRange();
    range.setStart(node, at);
    range.setEnd(node, at + old.length);
    typeOver(range, replacement);
    return;
  }
}

/** Types a text over a selection, as a person would. Without a text it deletes what is selected. */
function typeOver(range: Range, text: string): void {
  const document = documentOf(range.startContainer);
  const selection = document.defaultView?.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

function setValue(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  focus(input);
  input.value = text;
  const view = documentOf(input).defaultView;
  if (view === null) return;
  const init = { bubbles: true, composed: true, inputType: 'insertReplacementText', data: text };
  dispatch(input, new view.InputEvent('input', init));
  dispatch(input, new view.Event('change', { bubbles: true }));
}
