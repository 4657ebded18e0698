import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreBroken, CoreError } from '../../../wasm/reactor.ts';
import type { Checker, Configuration } from './checker.ts';
import { type Attempt, Protection } from './protection.ts';

const attempt = (mark: string, without: Attempt['without'] = ''): Attempt => ({ lists: [], policy: '', mark, without });

/** A core that does what the test wants, and counts its starts. */
function makeWorld(attempts: () => readonly Attempt[]) {
  const world = {
    starts: 0,
    configured: [] as string[],
    refuses: new Set<string>(),
    breaksOnce: false,
    isMissing: false,
    protection: undefined as unknown as Protection,
  };
  const start = async (): Promise<Checker> => {
    world.starts++;
    let isBroken = false;
    const core = {
      get isBroken() {
        return isBroken;
      },
      configure(configuration: Configuration) {
        const { mark } = configuration as Attempt;
        if (world.refuses.has(mark)) throw new CoreError(1, `refused ${mark}`);
        world.configured.push(mark);
      },
      check(recipient: string) {
        if (world.breaksOnce) {
          world.breaksOnce = false;
          isBroken = true;
          throw new CoreBroken('unreachable');
        }
        return { recipient };
      },
    };
    return core as unknown as Checker;
  };
  world.protection = new Protection(
    {
      module: async () => {
        if (world.isMissing) throw new Error('check.wasm is missing');
        return {} as WebAssembly.Module;
      },
      attempts: async () => attempts(),
    },
    start,
  );
  return world;
}

test('many requests at once start one core', async () => {
  const world = makeWorld(() => [attempt('a')]);
  await Promise.all([world.protection.warm(), world.protection.check(['x'], ''), world.protection.warm()]);
  assert.deepEqual([world.starts, world.configured], [1, ['a']]);
  assert.equal(world.protection.health.state, 'ready');
});

test('a core that breaks is replaced, and the caller does not notice', async () => {
  const world = makeWorld(() => [attempt('a')]);
  await world.protection.warm();
  world.breaksOnce = true;
  const verdicts = await world.protection.check(['x', 'y'], '');
  assert.deepEqual(
    verdicts.map(({ recipient }) => recipient),
    ['x', 'y'],
  );
  assert.equal(world.starts, 2);
});

test('what the core refuses is left out, with the reason, and the rest protects', async () => {
  const world = makeWorld(() => [attempt('all'), attempt('less', 'personal')]);
  world.refuses.add('all');
  await world.protection.warm();
  assert.deepEqual(world.protection.health, { state: 'ready', problems: ['refused all'] });
  assert.deepEqual(world.configured, ['less']);
});

test('without any configuration it has failed, says so, and tries again', async () => {
  const world = makeWorld(() => [attempt('all')]);
  world.refuses.add('all');
  await assert.rejects(world.protection.check(['x'], ''), /refused all/);
  assert.equal(world.protection.health.state, 'failed');
  world.refuses.clear();
  await world.protection.check(['x'], '');
  assert.equal(world.protection.health.state, 'ready');
});

test('a missing program is a failure that is reported', async () => {
  const world = makeWorld(() => [attempt('a')]);
  world.isMissing = true;
  await assert.rejects(world.protection.warm(), /check\.wasm is missing/);
  assert.deepEqual(world.protection.health, { state: 'failed', problems: ['check.wasm is missing'] });
});

test('equal configurations have equal revisions and configure once', async () => {
  let mark = 'a';
  const world = makeWorld(() => [attempt(mark)]);
  await world.protection.warm();
  const first = world.protection.revision;
  assert.equal(await world.protection.reconfigure(), false);
  assert.deepEqual(world.configured, ['a']);
  mark = 'b';
  assert.equal(await world.protection.reconfigure(), true);
  assert.notEqual(world.protection.revision, first);
  mark = 'a';
  await world.protection.reconfigure();
  assert.equal(world.protection.revision, first);
  assert.ok(Number.isSafeInteger(first) && first > 0);
});

test('lists on trial give way when they were not kept', async () => {
  const world = makeWorld(() => [attempt('kept')]);
  await world.protection.warm();
  await world.protection.accept(attempt('trial'));
  await world.protection.reconfigure();
  assert.deepEqual(world.configured, ['kept', 'trial', 'kept']);
});
