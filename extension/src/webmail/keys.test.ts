import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isChord } from './keys.ts';

const press = (key: string, keyCode: number, held: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, keyCode, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held }) as KeyboardEvent;
const ALT = { altKey: true };

test('a chord is its last key with its modifiers and no others', () => {
  assert(isChord(press('Enter', 13, { ctrlKey: true }), 'Mod+Enter'));
  assert(isChord(press('Enter', 13, { metaKey: true }), 'Mod+Enter'));
  assert(!isChord(press('Enter', 13), 'Mod+Enter'));
  assert(!isChord(press('Enter', 13, { ctrlKey: true, shiftKey: true }), 'Mod+Enter'));
  assert(isChord(press('S', 83, ALT), 'Alt+s'));
});

test('a chord is known on keyboards of other scripts', () => {
  for (const key of ['ы', 'σ', 'ד', 'س', 'ㄴ']) assert(isChord(press(key, 83, ALT), 'Alt+s'), key);
  assert(!isChord(press('ы', 84, ALT), 'Alt+s'));
});

test('a Latin letter or a sign that the same key writes elsewhere is no chord', () => {
  for (const key of ['o', 'ß', 'å', '–', ';']) assert(!isChord(press(key, 83, ALT), 'Alt+s'), key);
  assert(!isChord({ altKey: true } as KeyboardEvent, 'Alt+s'));
});
