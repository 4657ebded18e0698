import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Personal } from '../messages/personal.ts';
import type { Verdict } from '../messages/verdict.ts';
import { NOTHING_PERSONAL } from '../personal.ts';
import { additionsOf, withoutExempting } from './review.ts';

/** A core for which all of .ml is a near miss of .mil. */
const check = async (recipients: readonly string[]): Promise<Verdict[]> =>
  recipients.map((recipient) => {
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
    const isNear = domain.endsWith('.ml') && domain.includes('.');
    return {
      recipient,
      level: isNear ? 'warn' : 'none',
      action: isNear ? 'ask' : 'allow',
      kind: isNear ? 'suffix-slip' : '',
      domain,
      target: isNear ? domain.replace(/\.ml$/, '.mil') : '',
      category: '',
      suggestion: '',
      alternative: '',
      early: false,
      external: '',
      decidedBy: '',
      reason: '',
    };
  });

const wanting = (change: Partial<Personal>): Personal => ({ ...NOTHING_PERSONAL, ...change });

const rows: readonly (readonly [entry: string, exempts: string, target: string])[] = [
  ['army.ml', 'near-miss', 'army.mil'],
  ['*.army.ml', 'near-miss', 'army.mil'],
  ['*.ml', 'broad', ''],
  ['*.com', 'broad', ''],
  ['*.gov.uk', 'broad', ''],
  ['co.uk', 'broad', ''],
  ['gov.ml', 'broad', ''],
  ['*.mil.co', 'broad', ''],
  ['web.de', '', ''],
  ['*.ibm.de', '', ''],
  ['*.co.jp', 'broad', ''],
  ['*.kestrel-holdings.com', '', ''],
  ['*.ibm.com', '', ''],
  ['kestrel-holdings.com', '', ''],
];
for (const [entry, exempts, target] of rows) {
  for (const list of ['allowed', 'protected'] as const) {
    test(`importing ${entry} as ${list}: ${exempts || 'nothing to ask twice'}`, async () => {
      const additions = await additionsOf(NOTHING_PERSONAL, wanting({ [list]: [entry] }), check);
      assert.deepEqual(additions, [{ list, entry, exempts, target }]);
    });
  }
}

test('an address may exempt a near miss as well', async () => {
  const wanted = wanting({ addresses: ['ann@army.ml', 'ann@example.org'] });
  const additions = await additionsOf(NOTHING_PERSONAL, wanted, check);
  assert.deepEqual(
    additions.map(({ exempts }) => exempts),
    ['near-miss', ''],
  );
});

test('what is there already is no addition', async () => {
  const before = wanting({ allowed: ['army.ml'] });
  assert.deepEqual(await additionsOf(before, wanting({ allowed: ['army.ml'] }), check), []);
});

test('thousands of entries are asked about in parts, and none is missed', async () => {
  const sizes: number[] = [];
  const allowed = Array.from({ length: 1001 }, (_, at) => (at % 2 === 0 ? `*.d${at}.example` : `d${at}.ml`));
  const additions = await additionsOf(NOTHING_PERSONAL, wanting({ allowed }), (recipients) => {
    sizes.push(recipients.length);
    return check(recipients);
  });
  assert.equal(additions.length, 1001);
  assert.equal(additions.filter(({ exempts }) => exempts === 'near-miss').length, 500);
  assert.ok(Math.max(...sizes) <= 500, String(sizes));
});

test('what exempts and was not ticked stays out', async () => {
  const wanted = wanting({ allowed: ['*.ml', 'army.ml', 'example.org'], addresses: ['ann@navy.ml'] });
  const additions = await additionsOf(NOTHING_PERSONAL, wanted, check);
  assert.deepEqual(withoutExempting(wanted, additions, []), wanting({ allowed: ['example.org'] }));
  assert.deepEqual(withoutExempting(wanted, additions, ['army.ml']), wanting({ allowed: ['army.ml', 'example.org'] }));
});
