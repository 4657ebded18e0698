import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyReading } from '../messages/policy.ts';
import { NO_POLICY } from '../policy.generated.ts';
import { isLocked, type KnownPolicy, PolicyKeeper, UNMANAGED } from './policy.ts';

const reading = (failure: 'send' | 'hold'): PolicyReading => ({
  policy: { ...NO_POLICY, failure },
  set: ['failure'],
  problems: [],
});

function makeWorld(remembered: unknown = undefined) {
  const world = {
    managed: (async () => ({})) as () => Promise<Record<string, unknown>>,
    remembered,
    now: 0,
    reads: 0,
    keeper: undefined as unknown as PolicyKeeper,
  };
  world.keeper = new PolicyKeeper(
    {
      managed: () => world.managed(),
      remembered: async () => world.remembered,
      remember: async (known: KnownPolicy) => {
        world.remembered = known;
      },
      read: async (json) => {
        world.reads++;
        return reading(JSON.parse(json).failure);
      },
    },
    () => world.now,
  );
  return world;
}

test('the last known policy counts at once, while the browser still says nothing', async () => {
  const world = makeWorld({ raw: { failure: 'hold' }, reading: reading('hold') });
  world.managed = () => new Promise(() => undefined); // it never answers
  void world.keeper.refresh();
  assert.equal((await world.keeper.current()).reading.policy.failure, 'hold');
  assert.equal(world.reads, 0, 'the core is not needed for it');
});

test('an empty answer soon after the start means "not yet"', async () => {
  const world = makeWorld({ raw: { failure: 'hold' }, reading: reading('hold') });
  assert.equal(await world.keeper.refresh(), false);
  assert.equal((await world.keeper.current()).reading.policy.failure, 'hold');
});

test('an empty answer later means "no longer"', async () => {
  const world = makeWorld({ raw: { failure: 'hold' }, reading: reading('hold') });
  world.now = 60_000;
  assert.equal(await world.keeper.refresh(), true);
  assert.deepEqual([await world.keeper.current(), world.remembered], [UNMANAGED, UNMANAGED]);
});

test('a new policy is read by the core, remembered, and reported once', async () => {
  const world = makeWorld();
  world.managed = async () => ({ failure: 'hold' });
  assert.equal(await world.keeper.refresh(), true);
  assert.equal(await world.keeper.refresh(), false);
  assert.deepEqual([world.reads, (await world.keeper.current()).reading.policy.failure], [1, 'hold']);
  assert.deepEqual((world.remembered as KnownPolicy).raw, { failure: 'hold' });
});

for (const [name, stored] of [
  ['nothing', undefined],
  ['a text', 'hold'],
  ['half of it', { raw: { failure: 'hold' } }],
] as const) {
  test(`storage that holds ${name} is no policy and no accident`, async () => {
    assert.deepEqual(await makeWorld(stored).keeper.current(), UNMANAGED);
  });
}

test('"all" locks everything', () => {
  const known: KnownPolicy = { raw: {}, reading: { ...reading('send'), policy: { ...NO_POLICY, locked: ['all'] } } };
  assert.deepEqual([isLocked(known, 'history'), isLocked(UNMANAGED, 'history')], [true, false]);
});
