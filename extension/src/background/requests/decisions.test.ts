/** What decisions about warnings leave behind, and how they are taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_PERSONAL } from '../../personal.ts';
import { makeWorld, options, privately, webmail } from './testdata/world.ts';

test('an address said to be right is right, and nothing else of its domain', async () => {
  const { handlers, keeping, levelOf, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('Ann@Army.ml'), choice: 'trust' as const }];
  await handlers.serve('decided', { decisions }, webmail);
  assert.deepEqual(keeping.personal.cell.value.addresses, ['ann@army.ml']);
  assert.deepEqual([await levelOf('ann@army.ml'), await levelOf('bob@army.ml')], ['none', 'warn']);
  await handlers.serve('untrust', { recipient: 'ann@army.ml' }, webmail);
  assert.equal(await levelOf('ann@army.ml'), 'warn');
});

test('taking back that an address is right counts what became of the mail', async () => {
  const { handlers, keeping, levelOf, verdictOf } = makeWorld();
  const day = '2026-11-21';
  for (const [isAtSend, counted] of [
    [true, { 'suffix-slip:send': 1 }],
    [false, {}],
  ] as const) {
    await handlers.serve('forget', { what: 'counts' }, options);
    const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
    await handlers.serve('decided', { decisions, isAtSend }, webmail);
    assert.deepEqual(keeping.counts.cell.value[day], { 'suffix-slip:trust': 1 });
    assert.deepEqual(
      keeping.said.cell.value.map(({ address }) => address),
      ['ann@army.ml'],
    );
    // The popup takes it back, too.
    await handlers.serve('untrust', { recipient: 'ann@army.ml' }, options);
    assert.deepEqual(keeping.counts.cell.value[day], counted);
    assert.deepEqual([keeping.said.cell.value, await levelOf('ann@army.ml')], [[], 'warn']);
  }
});

test('the popup takes back what was said in a private window, and leaves other windows alone', async () => {
  const { handlers, keeping, levelOf, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await handlers.serve('decided', { decisions }, privately);
  await handlers.serve('untrust', { recipient: 'ann@army.ml' }, options);
  assert.deepEqual([keeping.said.cell.value, keeping.passing.cell.value], [[], []]);
  assert.equal(await levelOf('ann@army.ml', privately), 'warn');
});

for (const action of ['block', 'ask-reason'] as const) {
  test(`what policy wants to ${action} is not silenced by a person`, async () => {
    const { handlers, levelOf, verdictOf } = makeWorld({}, action);
    await handlers.serve(
      'decided',
      { decisions: [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' }] },
      webmail,
    );
    assert.equal(await levelOf('ann@army.ml'), 'warn');
  });
}

test('where policy locks it, nobody says that an address is right', async () => {
  const { handlers, keeping, levelOf, verdictOf } = makeWorld({ locked: ['allow-addresses'] });
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  const guarding = await handlers.serve('decided', { decisions }, webmail);
  assert.equal(guarding.organisation.allowsTrust, false);
  assert.deepEqual([keeping.personal.cell.value.addresses, await levelOf('ann@army.ml')], [[], 'warn']);
});

test('decisions are counted by day, kind and choice, without the address', async () => {
  const { handlers, keeping, verdictOf } = makeWorld();
  const verdict = await verdictOf('ann@army.ml');
  await handlers.serve(
    'decided',
    {
      decisions: [
        { verdict, choice: 'fix' },
        { verdict, choice: 'fix' },
        { verdict, choice: 'back' },
      ],
    },
    webmail,
  );
  assert.deepEqual(keeping.counts.cell.value, { '2026-11-21': { 'suffix-slip:fix': 2, 'suffix-slip:back': 1 } });
});

test('decisions of two windows at once are all counted', async () => {
  const { handlers, keeping, verdictOf } = makeWorld();
  const verdict = await verdictOf('ann@army.ml');
  await Promise.all(
    Array.from({ length: 20 }, () => handlers.serve('decided', { decisions: [{ verdict, choice: 'fix' }] }, webmail)),
  );
  assert.deepEqual(keeping.counts.cell.value, { '2026-11-21': { 'suffix-slip:fix': 20 } });
});

test('what a person trusted in a private window ends with the private windows', async () => {
  const { handlers, keeping, happened, levelOf, verdictOf } = makeWorld();
  await handlers.decisions.endPrivateSession();
  assert.deepEqual(happened, []);
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await handlers.serve('decided', { decisions }, privately);
  await handlers.decisions.endPrivateSession();
  assert.deepEqual(keeping.passing.cell.value, []);
  assert.equal(await levelOf('ann@army.ml', privately), 'warn');
  assert.deepEqual(happened, ['changed', 'changed']);
});

test('undo in a private window takes back what was said there, and nothing else', async () => {
  const { handlers, keeping, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await handlers.serve('decided', { decisions }, webmail);
  await handlers.serve('decided', { decisions }, privately);
  await handlers.serve('untrust', { recipient: 'ann@army.ml' }, privately);
  assert.deepEqual([keeping.passing.cell.value, keeping.personal.cell.value.addresses], [[], ['ann@army.ml']]);
});

test('nobody’s "this address is right" reaches a domain that policy blocks', async () => {
  for (const kind of ['blocked-domain', 'external-recipient'] as const) {
    const { handlers, keeping, levelOf, verdictOf } = makeWorld({}, 'ask', kind);
    keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses: ['ann@army.ml'] };
    assert.equal(await levelOf('ann@army.ml'), 'warn', kind);
    const verdict = await verdictOf('bob@army.ml');
    await handlers.serve('decided', { decisions: [{ verdict, choice: 'trust' }] }, webmail);
    assert.equal(await levelOf('bob@army.ml'), 'warn', kind);
  }
});

test('that a mail leaves the organisation is counted nowhere', async () => {
  const { handlers, keeping, reported, verdictOf } = makeWorld({}, 'ask', 'external-recipient');
  const verdict = await verdictOf('ann@army.ml');
  await handlers.serve('decided', { decisions: [{ verdict, choice: 'send' }] }, webmail);
  assert.deepEqual([keeping.counts.cell.value, reported], [{}, []]);
  const near = makeWorld();
  const other = await near.verdictOf('ann@army.ml');
  await near.handlers.serve('decided', { decisions: [{ verdict: other, choice: 'send' }] }, webmail);
  assert.equal(near.reported.length, 1);
});
