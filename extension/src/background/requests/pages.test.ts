/** What frames of webmail pages say of themselves, and how they find each other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asker } from '../../browser/ask.ts';
import { makeWorld, options, privately, webmail } from './testdata/world.ts';

test('the worst frame of a tab is what its badge shows, as long as it is there', async () => {
  const { handlers, happened } = makeWorld();
  const report = { webmail: 'gmail', problems: [] } as const;
  const frame = { ...webmail, frame: 3 };
  await handlers.serve(
    'page',
    { report: { ...report, state: 'not-protecting', problems: ['no-send-control'] } },
    frame,
  );
  await handlers.serve('page', { report: { ...report, state: 'protecting' } }, webmail);
  await handlers.serve('gone', {}, frame);
  assert.deepEqual(happened, ['badge 7 not-protecting', 'badge 7 not-protecting', 'badge 7 protecting']);
});

test('a frame whose tab the browser forgot is found missing', async () => {
  const { handlers, open, pages } = makeWorld();
  const report = { webmail: 'gmail', state: 'protecting', problems: [] } as const;
  await handlers.serve('page', { report }, webmail);
  await handlers.serve('page', { report }, { ...webmail, frame: 3 });
  open.frames.add(0);
  await handlers.serve('gone', {}, { ...webmail, tab: undefined });
  assert.deepEqual(Object.keys(pages.cell.value[7] ?? {}), ['0']);
});

const COMPOSE = 1796003509564.9;

test('frames that can reach each other have one secret, and nobody else has it', async () => {
  const { handlers } = makeWorld();
  const secretOf = async (asker: Asker, root = COMPOSE): Promise<string> =>
    (await handlers.serve('secret', { root }, asker)).secret;
  const secret = await secretOf(webmail);
  assert.match(secret, /^[0-9a-f]{32}$/);
  assert.equal(await secretOf({ ...webmail, frame: 3 }), secret, 'an editor frame');
  for (const [name, other] of [
    ['another tab, such as a pop-out', secretOf({ ...webmail, tab: 8 })],
    ['the next page in the tab', secretOf(webmail, COMPOSE + 1)],
    ['a frame of another origin', secretOf({ ...webmail, frame: 3, origin: 'https://ads.example' })],
    ['a sandboxed frame', secretOf({ ...webmail, frame: 3, origin: 'null' })],
  ] as const) {
    assert.notEqual(await other, secret, name);
  }
});

test('the extension’s own pages get no secret, and nobody gets one for nonsense', async () => {
  const { handlers } = makeWorld();
  await assert.rejects(handlers.serve('secret', { root: COMPOSE }, options), /page of the web/);
  await assert.rejects(handlers.serve('secret', { root: COMPOSE }, { ...options, tab: undefined }), /page of the web/);
  await assert.rejects(handlers.serve('secret', { root: 'x' as unknown as number }, webmail), /is a number/);
});

test('a press that was held is reported to its own document, once', async () => {
  const { handlers, keeping } = makeWorld();
  const wasHeld = async (asker: Asker, started = COMPOSE): Promise<boolean> =>
    (await handlers.serve('unsent', { started }, asker)).wasHeld;
  await handlers.serve('held', { started: COMPOSE, isHeld: true }, webmail);
  assert.doesNotMatch(JSON.stringify(keeping.held.cell.value), /google|1796003509564/);
  assert.deepEqual(
    [
      await wasHeld({ ...webmail, frame: 3 }),
      await wasHeld({ ...webmail, tab: 8 }),
      await wasHeld(webmail, COMPOSE + 1),
      await wasHeld(webmail),
      await wasHeld(webmail),
    ],
    [false, false, false, true, false],
  );
});

test('a press that was released was not lost', async () => {
  const { handlers } = makeWorld();
  await handlers.serve('held', { started: COMPOSE, isHeld: true }, webmail);
  await handlers.serve('held', { started: COMPOSE, isHeld: false }, webmail);
  assert.equal((await handlers.serve('unsent', { started: COMPOSE }, webmail)).wasHeld, false);
});

test('what is held in a private window is not written to the disk', async () => {
  const { handlers, keeping } = makeWorld();
  await handlers.serve('held', { started: COMPOSE, isHeld: true }, privately);
  assert.deepEqual(keeping.held.cell.value, {});
  assert.equal((await handlers.serve('unsent', { started: COMPOSE }, privately)).wasHeld, true);
});
