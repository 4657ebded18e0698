/**
 * Playing a held press to the page so that it arrives: the page first takes what
 * is typed, draws, and switches Send on, as it would between a person's keys.
 */

import {
  blur,
  boxOf,
  click,
  closestTo,
  contains,
  dispatch,
  documentOf,
  focus,
  focusedBeside,
  isConnected,
} from '../dom.ts';
import { holdersOf } from '../eventplaces.ts';
import { pause, waitOf } from '../waits.ts';
import type { Replay } from '../webmail/descriptor.ts';
import { WRITABLE } from '../webmail/keys.ts';
import type { Reading } from '../webmail/recipients.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { isKey } from './press.ts';

/**
 * Has the page take typed recipients, by leaving their field and so without
 * choosing a suggestion, and waits until it stands still and Send is on. False
 * when that does not come. `isChanged`: recipients were changed, so the page may
 * still be drawing.
 */
export async function makeReady(
  webmail: Webmail,
  intent: SendIntent,
  isChanged: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { root, kind } = intent;
  // The entries of a menu go with the focus, which a change has moved already.
  if (kind !== 'chord' && !kind.startsWith('send') && !isChanged) return true;
  const isEnabled = (): boolean => isOn(controlOf(webmail, intent));
  const typed = webmail.read(root);
  if (!hasTyped(typed) && !isChanged && isEnabled()) return true;
  if (hasTyped(typed)) leaveField(webmail, root);
  const shown = ({ recipients }: Reading): string => String(recipients.map(({ address, state }) => [address, state]));
  const started = performance.now();
  const age = (): number => performance.now() - started;
  let [before, since] = ['', started];
  while (age() < waitOf(typed.hasName ? 'commit' : 'ready') && !signal.aborted) {
    const reading = webmail.read(root);
    const now = shown(reading);
    if (now !== before) [before, since] = [now, performance.now()];
    const isSettled = performance.now() - since >= waitOf('settle');
    // Some pages leave what is typed as it is, and send it so; a name may be looked up first.
    const isWaiting = hasTyped(reading) || (typed.hasName && now === shown(typed));
    if (isSettled && (!isWaiting || age() >= waitOf('commit')) && isEnabled()) return true;
    await pause(25, signal);
  }
  // Nobody may be known by that name: Send stays off then, and the press is the page's to answer.
  return typed.hasName || isEnabled();
}

function hasTyped({ recipients, hasName }: Reading): boolean {
  return hasName || recipients.some(({ state }) => state === 'typed');
}

/** The message text keeps the focus: nothing there waits to be taken. */
function leaveField(webmail: Webmail, root: Element): void {
  const focused = focusedBeside(root);
  const isField = focused !== null && contains(root, focused) && closestTo(focused, WRITABLE) !== null;
  if (isField && !webmail.isMessage(focused)) blur(focused);
}

/** Null where the page has no control for it, as with a shortcut alone. */
function controlOf(webmail: Webmail, { root, control, kind }: SendIntent): Element | null {
  const wanted = kind === 'chord' ? 'send' : kind;
  if (control !== null && isConnected(control)) return control;
  return webmail.controls(root).find((one) => one.kind === wanted)?.element ?? null;
}

function isOn(control: Element | null): boolean {
  return control === null || closestTo(control, ':disabled,[aria-disabled="true"]') === null;
}

/** The held press once more, with all that it was made of. `target` is where it fell. */
export function pressAgain(webmail: Webmail, intent: SendIntent, event: Event, target: Element | null): void {
  const { root, kind } = intent;
  const isThere = target !== null && isConnected(target);
  // A shortcut that was struck in no compose is the page's to understand: perhaps it means nothing there.
  if (kind === 'chord' && isKey(event) && isThere && !isWithin(target, root)) {
    strike(target, event);
    return;
  }
  const control = controlOf(webmail, intent);
  // Menu entries look at the pointer itself.
  const how = kind === 'chord' || kind.startsWith('send') ? webmail.descriptor.replay : 'pointer';
  // Of a component with a shadow tree a part was pressed.
  const isPart = (part: Element): boolean => control !== null && !contains(control, part) && isWithin(part, control);
  if (isThere && isPart(target)) press(() => target, how);
  else if (control !== null) press(() => controlOf(webmail, intent) ?? control, how);
  else if (isKey(event)) strike(isThere ? target : root, event);
}

function isWithin(element: Element, root: Element): boolean {
  return [element, ...holdersOf(element)].some((place) => contains(root, place));
}

/** The events of one press on a control, as much of them as the page needs; it may draw the control anew meanwhile. */
function press(control: () => Element, how: Replay): void {
  const view = documentOf(control()).defaultView;
  if (view === null) return;
  const box = boxOf(control());
  const at = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view,
    detail: 1,
    button: 0,
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
  };
  const pointer = { ...at, pointerId: 1, pointerType: 'mouse', isPrimary: true };
  if (how === 'pointer') dispatch(control(), new view.PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
  if (how !== 'click') {
    const goesOn = dispatch(control(), new view.MouseEvent('mousedown', { ...at, buttons: 1 }));
    // A real press moves the focus.
    if (goesOn) focus(control());
    if (how === 'pointer') dispatch(control(), new view.PointerEvent('pointerup', pointer));
    dispatch(control(), new view.MouseEvent('mouseup', at));
  }
  if (how === 'click') click(control());
  else dispatch(control(), new view.MouseEvent('click', at));
}

/** The key press that was held, on the element it was held at. */
function strike(target: Element, held: KeyboardEvent): void {
  const view = documentOf(target).defaultView;
  if (view === null) return;
  const { key, code, keyCode, location, ctrlKey, metaKey, shiftKey, altKey } = held;
  const keys = { key, code, keyCode, location, ctrlKey, metaKey, shiftKey, altKey };
  for (const type of ['keydown', 'keyup'] as const) {
    dispatch(target, new view.KeyboardEvent(type, { bubbles: true, cancelable: true, composed: true, view, ...keys }));
  }
}
