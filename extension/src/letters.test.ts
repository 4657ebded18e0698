import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align } from './letters.ts';

const rows: readonly [name: string, typed: string, right: string, over: string, under: string][] = [
  ['a lost letter leaves a gap', 'army.ml', 'army.mil', 'army.m_l', 'army.mil'],
  ['an added letter stands over a gap', 'armyy.mil', 'army.mil', 'armyy.mil', 'arm_y.mil'],
  ['a changed letter stays in its column', 'gmsil.com', 'gmail.com', 'gmsil.com', 'gmail.com'],
  ['two letters that changed places stay side by side', 'gmial.com', 'gmail.com', 'gmial.com', 'gmail.com'],
  ['a lost dot is a gap and shifts nothing', 'usarmy.mil', 'us.army.mil', 'us_army.mil', 'us.army.mil'],
  ['a stranger behind the name', 'army.mil.com', 'army.mil', 'army.mil.com', 'army.mil____'],
  ['the same twice has no marks', 'army.mil', 'army.mil', 'army.mil', 'army.mil'],
  ['letters outside the basic plane count once', 'a\u{1d41a}.com', 'ab.com', 'a\u{1d41a}.com', 'ab.com'],
];

for (const [name, typed, right, over, under] of rows) {
  test(name, () => {
    const columns = align(typed, right);
    const drawn = (side: 'typed' | 'right') => columns.map((column) => column[side] || '_').join('');
    assert.deepEqual([drawn('typed'), drawn('right')], [over, under]);
    for (const column of columns) assert.equal(column.isSame, column.typed === column.right);
  });
}

test('a swap marks two columns and no more', () => {
  const marks = align('gmial.com', 'gmail.com').map((column) => (column.isSame ? '.' : '^'));
  assert.equal(marks.join(''), '..^^.....');
});

test('every letter of both sides appears once, in order', () => {
  for (const [typed, right] of [
    ['navy.il', 'navy.mil'],
    ['us.af.ml', 'us.af.mil'],
    ['аrmy.mil', 'army.mil'],
    ['', 'army.mil'],
    ['cba.com', 'cba.com.au'],
  ] as const) {
    const columns = align(typed, right);
    assert.equal(columns.map((column) => column.typed).join(''), typed);
    assert.equal(columns.map((column) => column.right).join(''), right);
  }
});
