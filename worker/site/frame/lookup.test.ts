import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../../extension/src/messages/verdict.ts';
import { type Judge, lookup } from './lookup.ts';

const list = (name: string, role: string, ...entries: string[]) => ({
  name,
  sha256: '',
  text: new TextEncoder().encode(`# nearmiss-list: 1\n# name: ${name}\n# role: ${role}\n\n${entries.join('\n')}\n`),
});
const lists = [
  list('popular', 'known', 'army.mil', 'shop.example'),
  list('us-military', 'protected', '*.mil', 'army.mil # the Army'),
  list('suffixes', 'suffixes', 'example'),
];

/** Takes army.ml and armmy.mil for slips of army.mil. */
const judge: Judge = {
  check(recipient) {
    const isSlip = ['army.ml', 'armmy.mil'].includes(recipient);
    const domain = recipient.includes('.') ? recipient : '';
    const kind = recipient === 'army.ml' ? 'suffix-slip' : 'label-typo';
    return {
      recipient,
      domain,
      kind,
      level: isSlip ? 'warn' : 'none',
      suggestion: isSlip ? 'army.mil' : '',
    } as Verdict;
  },
};

test('a listed domain: its protected list before a known one, and the slips that would be held', () => {
  const { found, near } = lookup('army.mil', judge, lists);
  assert.deepEqual(found, { list: 'us-military', role: 'protected', entry: 'army.mil' });
  assert.deepEqual(near, ['army.ml', 'armmy.mil']);
});

test('a name below a listed one, and below a registry', () => {
  assert.equal(lookup('mail.army.mil', judge, lists).found?.entry, 'army.mil');
  assert.equal(lookup('unheard.mil', judge, lists).found?.entry, '*.mil');
  assert.equal(lookup('mil', judge, lists).found, null);
});

test('known, in no list, and no domain', () => {
  assert.equal(lookup('shop.example', judge, lists).found?.role, 'known');
  assert.deepEqual(lookup('shop.example', judge, lists).near, []);
  assert.equal(lookup('other.example', judge, lists).found, null);
  assert.equal(lookup('nothing', judge, lists).domain, '');
});
