import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type History, habitual, MAX_DOMAINS, withMail } from './history.ts';

const mail = (history: History, day: string, domain: string, wasWarned = false): History =>
  withMail(history, day, [{ domain, wasWarned }]);

const rows: readonly [name: string, mails: readonly [day: string, wasWarned: boolean][], isHabit: boolean][] = [
  ['one mail may be the very typo', [['2026-11-20', false]], false],
  [
    'two mails of one day are one occasion',
    [
      ['2026-11-20', false],
      ['2026-11-20', false],
    ],
    false,
  ],
  [
    'two days are a habit',
    [
      ['2026-11-20', false],
      ['2026-11-21', false],
    ],
    true,
  ],
  [
    'three mails are a habit',
    [
      ['2026-11-20', false],
      ['2026-11-20', false],
      ['2026-11-20', false],
    ],
    true,
  ],
  [
    'a warned domain needs more than a hurried day',
    [
      ['2026-11-20', true],
      ['2026-11-20', true],
      ['2026-11-20', true],
    ],
    false,
  ],
  [
    'two warned days are not enough',
    [
      ['2026-11-20', true],
      ['2026-11-21', true],
    ],
    false,
  ],
  [
    'three days against a warning are meant',
    [
      ['2026-11-20', true],
      ['2026-11-21', true],
      ['2026-11-22', true],
    ],
    true,
  ],
];
for (const [name, mails, isHabit] of rows) {
  test(name, () => {
    const history = mails.reduce<History>(
      (before, [day, wasWarned]) => mail(before, day, 'example.org', wasWarned),
      {},
    );
    assert.deepEqual(habitual(history), isHabit ? ['example.org'] : []);
  });
}

test('it is bounded: who was written to longest ago falls out first', () => {
  let history: History = {};
  for (let index = 0; index < MAX_DOMAINS; index++) history = mail(history, '2026-11-20', `d${index}.example`);
  history = mail(history, '2026-11-21', 'd0.example'); // used again, so it is not the oldest any more
  history = mail(history, '2026-11-21', 'new.example');
  assert.equal(Object.keys(history).length, MAX_DOMAINS);
  assert.ok('d0.example' in history && 'new.example' in history && !('d1.example' in history));
});

test('a recipient without a domain leaves nothing', () => {
  assert.deepEqual(mail({}, '2026-11-20', ''), {});
});
