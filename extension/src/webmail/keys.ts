/** Keys that press a control, and chords that send. */
import { isElement, matchesSelector } from '../dom.ts';
import { EDITABLE } from './select.ts';

/** Whether this key presses what has the focus. A space in a text field presses nothing. */
export function presses({ key, target }: KeyboardEvent): boolean {
  return key === 'Enter' || (key === ' ' && !(isElement(target) && isWritable(target)));
}

/** Where a person can write. */
export const WRITABLE = [
  'textarea',
  EDITABLE,
  ...['text', 'email', 'search', 'url', 'tel'].map((type) => `input[type="${type}"]`),
  'input:not([type])',
].join(',');

export function isWritable(element: Element): boolean {
  return matchesSelector(element, WRITABLE);
}

/** "Mod+Shift+Enter": Mod is Ctrl or Cmd; modifiers that the chord does not name must be up. */
export function isChord(event: KeyboardEvent, chord: string): boolean {
  if (!isKeyOf(chord, event)) return false;
  const words = chord.split('+');
  return (
    (event.ctrlKey || event.metaKey) === words.includes('Mod') &&
    event.shiftKey === words.includes('Shift') &&
    event.altKey === words.includes('Alt')
  );
}

/** A letter of another script than the chords are written in. */
const FOREIGN = /^(?=\p{L})\P{Script=Latin}$/u;

/**
 * Whether the chord's last key is this one. Browsers that fill in forms send key
 * events without a key; on keyboards of other scripts pages go by the key's code.
 */
export function isKeyOf(chord: string, { key = '', keyCode = 0 }: Partial<KeyboardEvent>): boolean {
  const wanted = chord.slice(chord.lastIndexOf('+') + 1).toUpperCase();
  return key.toUpperCase() === wanted || (FOREIGN.test(key) && String.fromCharCode(keyCode) === wanted);
}
