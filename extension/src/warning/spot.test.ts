import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Box, type Clear, spot } from './spot.ts';

const placeOf = ({ left, top }: ReturnType<typeof spot>) => ({ left, top });
const view = { width: 1000, height: 700 };
const card = { width: 400, height: 100 };
const rows: readonly [name: string, anchor: Box, isRtl: boolean, left: number, top: number][] = [
  ['below a field', { left: 100, top: 200, width: 500, height: 30 }, false, 100, 236],
  ['at the other edge of a field from right to left', { left: 100, top: 200, width: 500, height: 30 }, true, 200, 236],
  ['above a field at the foot of the window', { left: 100, top: 650, width: 500, height: 30 }, false, 100, 544],
  ['above a whole compose', { left: 500, top: 300, width: 480, height: 380 }, false, 500, 194],
  ['inside a compose that fills the window', { left: 0, top: 0, width: 1000, height: 700 }, false, 8, 8],
  ['never outside the window', { left: 900, top: 200, width: 90, height: 30 }, false, 592, 236],
];
const alone: Clear = { controls: [], lists: [], rows: [], typing: [] };
for (const [name, anchor, isRtl, left, top] of rows) {
  test(`the notice goes ${name}`, () =>
    assert.deepEqual(placeOf(spot(anchor, card, view, isRtl, alone)), { left, top }));
}

const field: Box = { left: 100, top: 200, width: 500, height: 30 };
const button = (left: number, top: number): Box => ({ left, top, width: 90, height: 36 });
const crowded: readonly [name: string, controls: Box[], lists: Box[], left: number, top: number][] = [
  ['above its field when Send stands below', [button(120, 260)], [], 100, 94],
  ['below Send when it stands below and another above', [button(120, 260), button(120, 130)], [], 100, 302],
  ['below the suggestions that are open', [], [{ left: 100, top: 232, width: 300, height: 120 }], 100, 94],
  ['below, with Send far away', [button(700, 600)], [], 100, 236],
];
for (const [name, controls, lists, left, top] of crowded) {
  test(`the notice goes ${name}`, () =>
    assert.deepEqual(placeOf(spot(field, card, view, false, { ...alone, controls, lists })), { left, top }));
}

test('the notice covers no send control in any window that has room for both', () => {
  const low = { width: 640, height: 320 };
  for (let at = 0; at < 640; at += 16) {
    for (let down = 0; down < 320; down += 16) {
      const controls = [button(at % 540, down), button((at + 320) % 540, (down + 200) % 280)];
      const anchor = { left: (down * 2) % 400, top: at % 280, width: 220, height: at % 3 === 0 ? 260 : 28 };
      const place = { ...spot(anchor, { width: 300, height: 90 }, low, at % 2 === 0, { ...alone, controls }) };
      for (const control of controls) {
        const isBeside =
          place.left + 300 <= control.left ||
          control.left + control.width <= place.left ||
          place.top + 90 <= control.top ||
          control.top + control.height <= place.top;
        assert.ok(isBeside, JSON.stringify({ anchor, controls, place }));
      }
    }
  }
});

const row = (top: number, height = 30): Box => ({ left: 0, top, width: 1000, height });

test('the notice leaves the rows of recipients and the field being typed in to be seen', () => {
  const place = spot(row(200), card, view, false, { ...alone, rows: [row(200), row(232)], typing: [row(264)] });
  assert.deepEqual(placeOf(place), { left: 0 + 8, top: 94 });
  assert.equal(place.isClear, true);
});

test('it goes below the last row where a row stands above', () => {
  const rows = [row(20), row(52), row(84)];
  const place = spot(row(52), card, view, false, { ...alone, rows });
  assert.deepEqual([place.top, place.isClear], [120, true]);
});

test('where there is no room, that is said, and Send stays clear before anything else', () => {
  const low = { width: 500, height: 160 };
  const clear: Clear = { ...alone, rows: [row(0)], typing: [row(32)], controls: [button(10, 110)] };
  const place = spot(row(0), card, low, false, clear);
  assert.equal(place.isClear, false);
  const line = spot(row(0), { width: 180, height: 34 }, low, false, clear);
  assert.equal(line.isClear, true, 'the folded line has room');
});

test('a card that is larger than the window is never clear', () => {
  assert.equal(spot(row(0), card, { width: 390, height: 700 }, false, alone).isClear, false);
});
