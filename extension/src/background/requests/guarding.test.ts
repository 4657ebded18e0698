/** What pages of a webmail get from policy, lists and the core. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Level } from '../../messages/verdict.ts';
import { NOTHING_PERSONAL } from '../../personal.ts';
import { makeWorld, webmail } from './testdata/world.ts';

test('what policy says of guarding is known without the core', async () => {
  const { handlers, protection } = makeWorld({ failure: 'hold' });
  protection.warm = () => Promise.reject(new Error('no core'));
  assert.equal((await handlers.serve('guarding', {}, webmail)).failure, 'hold');
  await assert.rejects(handlers.serve('warm', {}, webmail), /no core/);
});

test('only a compose that somebody touched gets answers from private knowledge', async () => {
  const { handlers, keeping } = makeWorld();
  keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses: ['ann@army.ml'] };
  const asked = { recipients: ['ann@army.ml'], sender: '' };
  const levelOf = async (more: { readonly isTouched?: boolean }): Promise<Level | undefined> =>
    (await handlers.serve('check', { ...asked, ...more }, webmail)).verdicts[0]?.level;
  assert.deepEqual(
    [await levelOf({}), await levelOf({ isTouched: false }), await levelOf({ isTouched: true })],
    ['warn', 'warn', 'none'],
  );
});

test('beyond the budget private knowledge is kept out of an answer', async () => {
  const { handlers, keeping } = makeWorld();
  const addresses = Array.from({ length: 7 }, (_, at) => `ann${at}@army.ml`);
  keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses };
  const { verdicts } = await handlers.serve('check', { recipients: addresses, sender: '', isTouched: true }, webmail);
  assert.deepEqual(
    verdicts.map(({ level }) => level),
    ['none', 'none', 'none', 'none', 'none', 'warn', 'warn'],
  );
});

test('too many recipients are refused, overlong ones are cut', async () => {
  const { handlers } = makeWorld();
  await assert.rejects(
    handlers.serve('check', { recipients: Array(501).fill('a@b.cc'), sender: '' }, webmail),
    /at most 500/,
  );
  const long = `${'x'.repeat(100_000)}@army.ml`;
  const { verdicts } = await handlers.serve('check', { recipients: [long], sender: '' }, webmail);
  assert.equal(verdicts[0]?.recipient, long, 'the page finds its answer by what it asked');
});

test('policy names the webmail of a host of its own', async () => {
  const { handlers } = makeWorld({ webmailHosts: [{ webmail: 'outlook', host: 'owa.works.example' }] });
  assert.equal((await handlers.serve('warm', {}, { ...webmail, host: 'owa.works.example' })).webmail, 'outlook');
  assert.equal((await handlers.serve('warm', {}, webmail)).webmail, '');
});

test('the core without anything private is warm before the first check, too', async () => {
  const { handlers, happened } = makeWorld();
  await handlers.serve('warm', {}, webmail);
  assert.deepEqual(happened, ['warm']);
});

test('a page gets the description of its webmail, and others hear when it drops it', async () => {
  const { handlers, happened } = makeWorld();
  assert.deepEqual(await handlers.serve('describe', { webmail: 'gmail' }, webmail), { sha256: 'aa', text: '{}' });
  assert.equal(await handlers.serve('describe', { webmail: 'other' }, webmail), null);
  assert.deepEqual(await handlers.serve('newcomers', { known: [] }, webmail), { gmail: { sha256: 'aa', text: '{}' } });
  const trial = { webmail: 'gmail', sha256: 'aa', why: '' };
  await handlers.serve('described', { ...trial, fate: 'used' }, webmail);
  assert.deepEqual(happened, []);
  await handlers.serve('described', { ...trial, fate: 'refused' }, webmail);
  assert.deepEqual(happened, ['told']);
});
