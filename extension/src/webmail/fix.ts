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
  nodeValueOf,
  parentElementOf,
  textOf,
} from '../dom.ts';
import { becomesTrue, waitOf } from '../waits.ts';
import type { FixRule } from './descriptor.ts';
import { addressesOf, type Reading, type Recipient } from './recipients.ts';
import { all, allWithin, EDITABLE, isVisible } from './select.ts';
import type { Webmail } from './webmail.ts';

/** Whether a change can be tried: the descriptor knows how and the recipient is in view. */
export function canFix(webmail: Webmail, root: Element, recipient: string, reading = webmail.read(root)): boolean {
  const found = find(reading, recipient);
  if (found === undefined) return false;
  if (found.state === 'typed') return webmail.mayChange(found.element);
  const rule = webmail.descriptor.fix;
  if (rule === undefined) return false;
  if (found.state === 'summary') return foldIn(rule, root) !== undefined;
  return found.state === 'chip' && inputFor(webmail, rule, root, found) !== null;
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
  const found = find(before, old);
  if (found === undefined) return false;
  if (found.state === 'typed') {
    if (!webmail.mayChange(found.element)) return false;
    typeInto(found.element, (text) => text.replace(old, replacement), old, replacement);
  } else {
    const rule = webmail.descriptor.fix;
    const input = rule === undefined ? null : inputFor(webmail, rule, root, found);
    if (rule === undefined || input === null) return false;
    await unfold(rule, root, found.element);
    remove(webmail, rule, found.element);
    const gone = await becomesTrue(() => find(webmail.read(root), old) === undefined, waitOf('change'));
    if (!gone) return false;
    // Removing may have made the page draw its field anew.
    const target = isConnected(input) ? input : inputIn(webmail, rule, root);
    if (target === null) return false;
    append(target, replacement);
  }
  return becomesTrue(() => isDone(before, webmail.read(root), old, replacement), waitOf('change'));
}

/** Put the cursor where the person can correct the recipient. */
export async function focusRecipient(webmail: Webmail, root: Element, recipient: string): Promise<void> {
  await unfoldSummary(webmail, root, recipient);
  const found = find(webmail.read(root), recipient);
  const rule = webmail.descriptor.fix;
  const place =
    found?.state === 'typed'
      ? found.element
      : found && rule
        ? inputFor(webmail, rule, root, found)
        : (found?.element ?? null);
  if (place !== null && place !== undefined) focus(place);
}

function find(reading: Reading, recipient: string): Recipient | undefined {
  return reading.recipients.find((one) => one.address === recipient);
}

function isDone(before: Reading, after: Reading, old: string, replacement: string): boolean {
  const wanted = addressesOf(before).filter((one) => one !== old && one !== replacement);
  const left = addressesOf(after);
  return left.includes(replacement) && !left.includes(old) && wanted.every((one) => left.includes(one));
}

/** The input of the field a chip is in: the nearest ancestor that holds one. */
function inputFor(webmail: Webmail, rule: FixRule, root: Element, chip: Recipient): Element | null {
  for (let box = parentElementOf(chip.element); box !== null; box = parentElementOf(box)) {
    const input = allWithin(box, rule.input).find((one) => webmail.mayChange(one));
    if (input !== undefined) return input;
    if (box === root) return null;
  }
  return null;
}

function inputIn(webmail: Webmail, rule: FixRule, root: Element): Element | null {
  return all(root, rule.input).find((one) => webmail.mayChange(one)) ?? null;
}

/** What unfolds the fields, where they are folded away now. */
function foldIn(rule: FixRule, root: Element): Element | undefined {
  return all(root, rule.unfold ?? []).find(isVisible);
}

/** A line that stands for the fields: have the page draw the fields instead. */
async function unfoldSummary(webmail: Webmail, root: Element, recipient: string): Promise<void> {
  const rule = webmail.descriptor.fix;
  if (rule === undefined || find(webmail.read(root), recipient)?.state !== 'summary') return;
  const fold = foldIn(rule, root);
  if (fold === undefined) return;
  pressWithMouse(fold);
  await becomesTrue(() => find(webmail.read(root), recipient)?.state === 'chip', waitOf('change'));
}

/** Folded fields take no input: have the page show them, as a person would. */
async function unfold(rule: FixRule, root: Element, chip: Element): Promise<void> {
  const fold = isVisible(chip) ? undefined : foldIn(rule, root);
  if (fold === undefined) return;
  pressWithMouse(fold);
  await becomesTrue(() => isVisible(chip), waitOf('change'));
}

function remove(webmail: Webmail, rule: FixRule, chip: Element): void {
  const document = documentOf(chip);
  const view = document.defaultView;
  if (view === null) return;
  const control = all(webmail.chipAround(chip) ?? chip, rule.control ?? []).find((one) => webmail.mayChange(one));
  if (rule.remove === 'range') {
    const editable = closestTo(chip, EDITABLE);
    if (editable !== null) focus(editable);
    const range = document.createRange();
    range.selectNode(chip);
    const selection = view.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    document.execCommand('delete');
  } else if (rule.remove === 'key' || control === undefined) {
    focus(chip);
    for (const type of ['keydown', 'keyup']) {
      const init = { bubbles: true, cancelable: true, key: 'Delete', code: 'Delete', keyCode: 46 };
      dispatch(chip, new view.KeyboardEvent(type, init));
    }
  } else if (rule.remove === 'click') {
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
  const document = documentOf(target);
  focus(target);
  const selection = document.defaultView?.getSelection();
  selection?.selectAllChildren(target);
  selection?.collapseToEnd();
  const hasMore = (textOf(target) ?? '').trim() !== '';
  document.execCommand('insertText', false, hasMore ? ` ${address};` : address);
}

/** Rewrite typed text in place. */
function typeInto(target: Element, rewrite: (text: string) => string, old: string, replacement: string): void {
  if (isInput(target)) {
    setValue(target, rewrite(target.value));
    return;
  }
  const document = documentOf(target);
  const walker = document.createTreeWalker(target, 4 /* text */);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const at = (nodeValueOf(node) ?? '').indexOf(old);
    if (at < 0) continue;
    focus(target);
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + old.length);
    const selection = document.defaultView?.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    document.execCommand('insertText', false, replacement);
    return;
  }
}

function isInput(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return 'value' in element && 'setSelectionRange' in element;
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
