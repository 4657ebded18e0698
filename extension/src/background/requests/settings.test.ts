/** What settings may change, and that pages of the web may change nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_PERSONAL } from '../../personal.ts';
import { makeWorld, options, webmail } from './testdata/world.ts';

test('the capture tool is off until the person turns it on, and policy can keep it off', async () => {
  const on = { change: { mayCapture: true }, isImport: false };
  const free = makeWorld();
  assert.equal(free.keeping.personal.cell.value.mayCapture, false);
  assert.equal((await free.handlers.serve('personal', on, options)).mayCapture, true);
  for (const lock of ['capture', 'all'] as const) {
    const { handlers, keeping } = makeWorld({ locked: [lock] });
    keeping.personal.cell.value = { ...NOTHING_PERSONAL, mayCapture: true };
    assert.equal((await handlers.serve('personal', on, options)).mayCapture, false, lock);
  }
});

test('locked entries stay what they are, and imports can be locked', async () => {
  const { handlers, keeping } = makeWorld({ locked: ['protected-domains', 'import'] });
  const change = { protected: ['example.org'], allowed: ['example.com'] };
  await handlers.serve('personal', { change, isImport: false }, options);
  assert.deepEqual([keeping.personal.cell.value.protected, keeping.personal.cell.value.allowed], [[], ['example.com']]);
  await assert.rejects(handlers.serve('personal', { change, isImport: true }, options), /does not allow imports/);
});

test('a webmail page gets no settings and changes none', async () => {
  const { handlers } = makeWorld();
  await assert.rejects(handlers.serve('overview', {}, webmail), /own pages/);
  await assert.rejects(handlers.serve('personal', { change: {}, isImport: false }, webmail), /own pages/);
  await assert.rejects(handlers.serve('forget', { what: 'history' }, webmail), /own pages/);
  await assert.rejects(handlers.serve('update', {}, webmail), /own pages/);
  await assert.rejects(handlers.serve('review', { change: {} }, webmail), /own pages/);
});

test('names that every object has are no calls', async () => {
  const { handlers } = makeWorld();
  for (const call of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nonsense']) {
    await assert.rejects(handlers.serve(call as 'warm', {}, webmail), /no call named/, call);
  }
});

test('an import leaves out what exempts near misses, unless it was ticked', async () => {
  const { handlers, keeping } = makeWorld();
  const change = { allowed: ['*.ml', 'army.ml', 'example.org'], addresses: ['bob@navy.ml'] };
  const { additions } = await handlers.serve('review', { change }, options);
  assert.deepEqual(
    additions.map(({ entry, exempts }) => `${entry} ${exempts}`),
    ['*.ml broad', 'army.ml near-miss', 'example.org ', 'bob@navy.ml near-miss'],
  );
  await handlers.serve('personal', { change, isImport: true }, options);
  assert.deepEqual([keeping.personal.cell.value.allowed, keeping.personal.cell.value.addresses], [['example.org'], []]);
  await handlers.serve('personal', { change, isImport: true, exempting: ['army.ml'] }, options);
  assert.deepEqual(keeping.personal.cell.value.allowed, ['army.ml', 'example.org']);
  await handlers.serve('personal', { change: { allowed: ['*.ml'] }, isImport: false }, options);
  assert.deepEqual(keeping.personal.cell.value.allowed, ['*.ml'], 'who types it means it');
});
