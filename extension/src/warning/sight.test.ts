import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Finding, IN_VIEW_FOR, isReadableThrough, pressedAt, Sight } from './sight.ts';

type Step = readonly ['clear' | 'covered' | 'moved', at: number];
const rows: readonly [name: string, steps: Step[], press: number, born: number, wanted: Finding][] = [
  ['counts half a second after it appeared', [['clear', 10]], IN_VIEW_FOR, 0, 'counts'],
  ['is early before that', [['clear', 10]], IN_VIEW_FOR - 1, 0, 'early'],
  ['is early on a button that came later', [['clear', 10]], 900, 500, 'early'],
  [
    'is early on what has just moved',
    [
      ['clear', 10],
      ['moved', 800],
    ],
    1200,
    0,
    'early',
  ],
  [
    'counts again half a second after the move',
    [
      ['clear', 10],
      ['moved', 800],
    ],
    1300,
    0,
    'counts',
  ],
  [
    'finds a cover',
    [
      ['clear', 10],
      ['covered', 600],
    ],
    700,
    0,
    'covered',
  ],
  [
    'finds a cover that has just gone',
    [
      ['clear', 10],
      ['covered', 600],
      ['clear', 700],
    ],
    1199,
    0,
    'covered',
  ],
  [
    'counts half a second after the cover has gone',
    [
      ['clear', 10],
      ['covered', 600],
      ['clear', 700],
    ],
    1200,
    0,
    'counts',
  ],
  ['finds a cover that was there from the start', [['covered', 10]], 5000, 0, 'covered'],
  ['is early while the browser has reported nothing', [], 1000, 0, 'early'],
  ['finds what the browser never reports', [], 2000, 0, 'covered'],
];
for (const [name, steps, press, born, wanted] of rows) {
  test(`a press ${name}`, () => {
    const sight = new Sight(0);
    for (const [what, at] of steps) {
      if (what === 'moved') sight.moved(at);
      else sight.report(what === 'clear', at);
    }
    assert.equal(sight.judge(press, born), wanted);
  });
}

test('a click has a place on its button, a key and an assistive tool may have none', () => {
  const box = { left: 10, right: 110, top: 20, bottom: 60 };
  assert.deepEqual(pressedAt({ clientX: 50, clientY: 40 }, box), { x: 50, y: 40 });
  assert.equal(pressedAt({ clientX: 0, clientY: 0 }, box), null);
  assert.equal(pressedAt({ clientX: 0, clientY: 0 }, { ...box, left: -10, top: -10 }), null);
  assert.equal(pressedAt({ clientX: 50, clientY: 61 }, box), null);
});

const filters: readonly [filter: string, isReadable: boolean][] = [
  ['none', true],
  ['invert(1) hue-rotate(180deg)', true],
  ['invert(90%) contrast(0.9)', true],
  ['sepia(0.4) brightness(90%)', true],
  ['invert(0.5)', false],
  ['contrast(0)', false],
  ['brightness(0%)', false],
  ['opacity(0)', false],
  ['blur(4px)', false],
  ['url("#paint")', false],
  ['invert(1) url("#paint")', false],
  ['drop-shadow(rgb(255, 0, 0) 0px 0px 900px)', false],
];
for (const [filter, isReadable] of filters) {
  test(`a page under ${filter} is ${isReadable ? '' : 'not '}readable`, () =>
    assert.equal(isReadableThrough(filter), isReadable));
}
