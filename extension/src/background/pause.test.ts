import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_POLICY, type Policy } from '../policy.generated.ts';
import { isPauseLocked, LASTS, NO_PAUSES, type Pauses, Pausing, pausedUntil, readPauses } from './pause.ts';
import { storedValue } from './storedvalue.ts';

const known = (policy: Partial<Policy> = {}) => ({
  raw: {},
  reading: { policy: { ...NO_POLICY, ...policy }, set: [], problems: [] },
});

function makeWorld(policy: Partial<Policy> = {}) {
  const world = { now: 1_000_000, stored: NO_PAUSES as unknown, wakes: [] as number[], changes: 0, policy };
  /** As after each start of the background: only what was written is left. */
  const start = (): Pausing =>
    new Pausing(
      storedValue<Pauses>(
        async () => readPauses(world.stored),
        async (value) => {
          world.stored = JSON.parse(JSON.stringify(value));
        },
      ),
      {
        now: () => world.now,
        policy: async () => known(world.policy),
        wakeAt: (time) => void world.wakes.push(time),
        changed: async () => void world.changes++,
      },
    );
  return { world, start };
}

test('a site is paused for a day and everything for an hour, and no longer', async () => {
  const { world, start } = makeWorld();
  const pausing = start();
  await pausing.begin('site', ['mail.google.com']);
  await pausing.begin('everywhere', []);
  assert.equal(await pausing.untilAt('mail.proton.me'), world.now + LASTS.everywhere);
  assert.equal(await pausing.untilAt('mail.google.com'), world.now + LASTS.site);
  world.now += LASTS.everywhere;
  assert.equal(await pausing.untilAt('mail.proton.me'), 0);
  world.now += LASTS.site;
  assert.equal(await pausing.untilAt('mail.google.com'), 0);
});

test('it ends by the stored time, whatever was stopped or asleep meanwhile, and is said to', async () => {
  const { world, start } = makeWorld();
  await start().begin('everywhere', []);
  assert.deepEqual(world.wakes, [world.now + LASTS.everywhere]);
  const { changes } = world;
  await start().settle();
  assert.deepEqual([world.changes, world.wakes.length], [changes, 2], 'still on: woken again at its end');
  world.now += 3 * LASTS.everywhere;
  await start().settle();
  assert.deepEqual([world.changes, world.stored], [changes + 1, NO_PAUSES]);
});

test('a clock that was set back makes no pause longer', async () => {
  const { world, start } = makeWorld();
  await start().begin('everywhere', []);
  world.now -= 5 * LASTS.everywhere;
  assert.equal(await start().untilAt('mail.google.com'), 0);
});

test('resuming ends the pause of the site and of everything, and leaves other sites alone', async () => {
  const { start } = makeWorld();
  const pausing = start();
  await pausing.begin('site', ['a.example', 'b.example']);
  await pausing.begin('everywhere', []);
  await pausing.end(['a.example']);
  assert.equal(await pausing.untilAt('a.example'), 0);
  assert.notEqual(await pausing.untilAt('b.example'), 0);
});

test('policy locks it by its word, and wherever it blocks mail or holds it', async () => {
  const block = { kind: '', category: '', action: 'block' };
  for (const [policy, isLocked] of [
    [{}, false],
    [{ locked: ['history'] }, false],
    [{ locked: ['pause'] }, true],
    [{ locked: ['all'] }, true],
    [{ actions: [block] }, true],
    [{ actions: [block], strongestAction: 'ask' }, false],
    [{ blockedDomains: ['*.ml'] }, true],
    [{ failure: 'hold' }, true],
  ] as const satisfies readonly (readonly [Partial<Policy>, boolean])[]) {
    assert.equal(isPauseLocked(known(policy)), isLocked, JSON.stringify(policy));
    assert.equal(await makeWorld(policy).start().begin('everywhere', []), !isLocked, JSON.stringify(policy));
  }
});

test('a policy that comes later ends the effect of a pause', async () => {
  const { world, start } = makeWorld();
  await start().begin('everywhere', []);
  world.policy = { failure: 'hold' };
  assert.equal(await start().untilAt('mail.google.com'), 0);
});

test('what is not understood in storage is no pause', () => {
  for (const raw of [null, 7, { everywhere: 'x', sites: [] }, { sites: { a: { since: 'x' } } }]) {
    assert.deepEqual(Object.keys(readPauses(raw).sites), []);
    assert.equal(pausedUntil(readPauses(raw), 'a', 5), 0);
  }
});
