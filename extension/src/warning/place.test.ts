import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Box, spot } from './place.ts';

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
for (const [name, anchor, isRtl, left, top] of rows) {
  test(`the notice goes ${name}`, () => assert.deepEqual(spot(anchor, card, view, isRtl), { left, top }));
}
