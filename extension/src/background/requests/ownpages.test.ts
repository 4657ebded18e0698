/** What popup and settings ask for beside the entries: pauses, reports, contacts, sync. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CONTACTS } from '../contacts.ts';
import { makeWorld, options, webmail } from './testdata/world.ts';

test('only our own pages start a pause, and only pages of that site hear of it', async () => {
  const { handlers, happened } = makeWorld();
  const report = { webmail: 'gmail', state: 'idle' as const, problems: [] };
  await handlers.serve('page', { report }, webmail);
  await assert.rejects(handlers.serve('pause', { tab: 7, what: 'site' }, webmail), /own pages/);
  const state = await handlers.serve('pause', { tab: 7, what: 'site' }, options);
  assert.deepEqual([state.isAllowed, state.hosts, happened.includes('paused')], [true, ['mail.google.com'], true]);
  assert.equal((await handlers.serve('guarding', {}, webmail)).pausedUntil, state.until);
  assert.equal((await handlers.serve('guarding', {}, { ...webmail, host: 'mail.proton.me' })).pausedUntil, undefined);
  await handlers.serve('pause', { tab: 7, what: 'nothing' }, options);
  assert.equal((await handlers.serve('guarding', {}, webmail)).pausedUntil, undefined);
});

test('a report of a wrong warning is composed for our own pages, and sends nothing', async () => {
  const { handlers, reported } = makeWorld();
  await assert.rejects(handlers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, webmail), /own pages/);
  const reply = await handlers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, options);
  assert.match(reply.text, /Typed domain: army\.ml/);
  assert.doesNotMatch(reply.text, /ann|@/);
  assert.equal(reply.form, `https://form.example/?t=${encodeURIComponent(reply.text)}`);
  assert.deepEqual(reported, []);
  const near = makeWorld({ ownDomains: ['armyworks.example', 'arny.example'] });
  const left = await near.handlers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, options);
  assert.equal(left.domain, '');
  const locked = makeWorld({ locked: ['feedback'] });
  await assert.rejects(locked.handlers.serve('feedback', { recipient: 'a@b.ml', what: 'wrong' }, options), /policy/);
});

test('contacts are a source of their own: taken after a review, outside of the daily limit, gone as a whole', async () => {
  const { handlers, keeping } = makeWorld();
  const domains = [...Array.from({ length: 600 }, (_, at) => `d${at}.example`), 'army.ml'];
  await assert.rejects(handlers.serve('contacts', { domains, chosen: [] }, webmail), /own pages/);
  const review = await handlers.serve('reviewContacts', { domains }, options);
  assert.deepEqual([review.fresh.length, review.typos.map(({ domain }) => domain)], [600, ['army.ml']]);
  assert.deepEqual(keeping.contacts.cell.value, NO_CONTACTS, 'a review keeps nothing');
  assert.equal((await handlers.serve('contacts', { domains, chosen: [] }, options)).count, 600);
  assert.deepEqual(keeping.history.cell.value, {});
  await handlers.serve('forget', { what: 'contacts' }, options);
  assert.deepEqual(keeping.contacts.cell.value, NO_CONTACTS);
  const locked = makeWorld({ locked: ['import'] });
  await assert.rejects(locked.handlers.serve('reviewContacts', { domains }, options), /policy/);
});

test('sync is turned on in our own pages, and not from private windows; near misses that arrive exempt nothing', async () => {
  const { handlers, shared, sync, levelOf } = makeWorld();
  await assert.rejects(handlers.serve('sync', { isOn: true }, webmail), /own pages/);
  await assert.rejects(handlers.serve('sync', { isOn: true }, { ...options, isPrivate: true }), /private/);
  assert.equal((await handlers.serve('sync', { isOn: true }, options)).isOn, true);
  await handlers.serve('personal', { change: { allowed: ['right.example'] }, isImport: false }, options);
  await sync.pull();
  assert.match(JSON.stringify(shared), /a right\.example /);
  shared['domains-9'] = ['a army.ml zzzzzz', 'a fine.example zzzzzz'];
  await sync.pull();
  const { arrived } = await sync.overview();
  assert.deepEqual(
    arrived.map(({ entry, isRefused }) => [entry, isRefused]),
    [
      ['army.ml', true],
      ['fine.example', false],
    ],
  );
  assert.equal(await levelOf('ann@army.ml'), 'warn');
});

test('where policy holds mail nobody pauses', async () => {
  const { handlers } = makeWorld({ failure: 'hold' });
  await assert.rejects(handlers.serve('pause', { what: 'everywhere' }, options), /policy/);
});
