import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../messages/verdict.ts';
import { MAX_ENTRIES } from '../personal.ts';
import { NO_CONTACTS, readContacts, reviewOf, withContacts } from './contacts.ts';

/** A core for which all of .ml is a near miss of .mil, and capitals are not canonical. */
const check = async (recipients: readonly string[]): Promise<Verdict[]> =>
  recipients.map((recipient) => {
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
    const isNear = domain.endsWith('.ml');
    const right = domain.replace(/\.ml$/, '.mil');
    return {
      recipient,
      level: isNear ? 'warn' : 'none',
      action: isNear ? 'ask' : 'allow',
      kind: isNear ? 'suffix-slip' : '',
      domain: domain.includes('.') ? domain : '',
      target: isNear ? right : '',
      category: '',
      suggestion: isNear ? `x@${right}` : '',
      alternative: '',
      early: false,
      reason: '',
      decidedBy: '',
      external: '',
    };
  });

test('each domain is checked: near misses are possible typos, and what is no domain is refused', async () => {
  const review = await reviewOf(NO_CONTACTS, ['b.example', 'army.ml', 'a.example', 'nonsense'], check);
  assert.deepEqual(review, {
    fresh: ['a.example', 'b.example'],
    typos: [{ domain: 'army.ml', right: 'army.mil' }],
    refused: 1,
    room: MAX_ENTRIES,
  });
});

test('a possible typo is taken only where it was chosen, and nothing else can be', async () => {
  const review = await reviewOf(NO_CONTACTS, ['a.example', 'army.ml', 'navy.ml'], check);
  assert.deepEqual(withContacts(NO_CONTACTS, review, [], 5), { domains: ['a.example'], at: 5 });
  const chosen = withContacts(NO_CONTACTS, review, ['army.ml', 'never-reviewed.ml'], 5);
  assert.deepEqual(chosen.domains, ['a.example', 'army.ml']);
});

test('an import adds, and what is known is not reviewed again', async () => {
  const known = { domains: ['a.example', 'army.ml'], at: 1 };
  const review = await reviewOf(known, ['a.example', 'army.ml', 'c.example'], check);
  assert.deepEqual([review.fresh, review.typos], [['c.example'], []]);
  assert.deepEqual(withContacts(known, review, [], 9), { domains: ['a.example', 'army.ml', 'c.example'], at: 9 });
});

test('thousands come at once, up to the limit', async () => {
  const many = Array.from({ length: MAX_ENTRIES + 50 }, (_, at) => `d${at}.example`);
  const review = await reviewOf(NO_CONTACTS, many, check);
  assert.equal(withContacts(NO_CONTACTS, review, [], 1).domains.length, MAX_ENTRIES);
});

test('storage is not believed', () => {
  assert.deepEqual(readContacts({ domains: ['a.example', 7, 'x@y.example', '*.bad..'], at: 'x' }), {
    domains: ['a.example'],
    at: 0,
  });
  for (const raw of [null, 5, {}, { domains: 'a' }]) assert.deepEqual(readContacts(raw), NO_CONTACTS);
});
