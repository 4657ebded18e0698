import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type History, habitual, MAX_DOMAINS, NEW_DOMAINS_A_DAY, NEW_DOMAINS_A_MAIL, withMail } from './history.ts';

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

/** `count` domains, each with one mail, as they were before the limits or over many days. */
const strangers = (count: number, day = '2026-11-01'): History =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`d${at}.example`, { mails: 1, days: 1, last: day, warned: 0 }]),
  );
const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => ({ domain: `${name}${at}.example`, wasWarned: false }));

test('it is bounded: who was written to longest ago falls out first', () => {
  let history = mail(strangers(MAX_DOMAINS), '2026-11-20', 'd0.example'); // used again, so it is not the oldest any more
  history = mail(history, '2026-11-21', 'new.example');
  assert.equal(Object.keys(history).length, MAX_DOMAINS);
  assert.ok('d0.example' in history && 'new.example' in history && !('d1.example' in history));
});

test('domains with one mail fall out before habits, however old these are', () => {
  let history: History = {};
  for (const day of ['2025-01-01', '2025-01-02']) history = mail(history, day, 'kestrel-holdings.com');
  history = mail(mail(history, '2025-01-01', 'twice.example'), '2025-01-01', 'twice.example');
  history = { ...history, ...strangers(MAX_DOMAINS - 2) };
  history = withMail(history, '2026-11-21', many(50, 'new'));
  assert.equal(Object.keys(history).length, MAX_DOMAINS);
  assert.deepEqual(habitual(history), ['kestrel-holdings.com']);
  assert.ok('twice.example' in history, 'two mails of one day are worth more than one');
});

test(`a mail brings at most ${NEW_DOMAINS_A_MAIL} new domains, and known ones count all the same`, () => {
  const known = mail({}, '2026-11-20', 'known.example');
  const history = withMail(known, '2026-11-21', [...many(450, 'new'), { domain: 'known.example', wasWarned: false }]);
  assert.equal(Object.keys(history).length, 1 + NEW_DOMAINS_A_MAIL);
  assert.equal(history['known.example']?.mails, 2);
});

test(`a day brings at most ${NEW_DOMAINS_A_DAY}, and the next day again`, () => {
  let history: History = {};
  for (let at = 0; at < 20; at++) history = withMail(history, '2026-11-21', many(50, `mail${at}-`));
  assert.equal(Object.keys(history).length, NEW_DOMAINS_A_DAY);
  history = mail(history, '2026-11-22', 'tomorrow.example');
  assert.ok('tomorrow.example' in history);
});

test('a domain that is called like a property of objects is a domain', () => {
  assert.deepEqual(mail({}, '2026-11-21', 'constructor').constructor, {
    mails: 1,
    days: 1,
    last: '2026-11-21',
    warned: 0,
  });
});

test('a recipient without a domain leaves nothing', () => {
  assert.deepEqual(mail({}, '2026-11-20', ''), {});
});
