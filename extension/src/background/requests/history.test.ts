/** What mails that left teach, and when they teach nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_PERSONAL } from '../../personal.ts';
import { makeWorld, options, privately, webmail } from './testdata/world.ts';

test('private windows leave no history, no counts, no address', async () => {
  const { handlers, keeping, levelOf, verdictOf } = makeWorld();
  await handlers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, privately);
  await handlers.serve(
    'decided',
    { decisions: [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' }] },
    privately,
  );
  assert.deepEqual(
    [keeping.history.cell.value, keeping.counts.cell.value, keeping.personal.cell.value],
    [{}, {}, NOTHING_PERSONAL],
  );
  assert.equal(await levelOf('ann@army.ml', privately), 'none', 'right until the private windows are closed');
  assert.equal(await levelOf('ann@army.ml'), 'warn', 'other windows know nothing of it');
});

test('a sent mail is remembered by its domain alone, and the core hears of it later', async () => {
  const { handlers, keeping, happened } = makeWorld();
  await handlers.serve(
    'sent',
    { recipients: ['ann.secret@example.org', 'bob@example.org'], sender: '', isTrusted: true },
    webmail,
  );
  assert.deepEqual(Object.keys(keeping.history.cell.value), ['example.org']);
  assert.doesNotMatch(JSON.stringify(keeping.history.cell.value), /ann|bob|secret/);
  assert.deepEqual(happened, ['changed at leisure']);
});

for (const [name, personal, policy] of [
  ['the person', { ...NOTHING_PERSONAL, keepsHistory: false }, {}],
  ['policy', NOTHING_PERSONAL, { history: false }],
] as const) {
  test(`${name} can switch the history off`, async () => {
    const { handlers, keeping } = makeWorld(policy);
    keeping.personal.cell.value = personal;
    await handlers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, webmail);
    assert.deepEqual(keeping.history.cell.value, {});
  });
}

test('switching the history off forgets it', async () => {
  const { handlers, keeping } = makeWorld();
  await handlers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, webmail);
  await handlers.serve('personal', { change: { keepsHistory: false }, isImport: false }, options);
  assert.deepEqual(keeping.history.cell.value, {});
});

test('a mail that no person sent teaches nothing', async () => {
  const { handlers, keeping } = makeWorld();
  const sent = { recipients: ['ann@example.org'], sender: '' };
  await handlers.serve('sent', sent, webmail);
  await handlers.serve('sent', { ...sent, isTrusted: 'yes' as unknown as boolean }, webmail);
  assert.deepEqual(keeping.history.cell.value, {});
});
