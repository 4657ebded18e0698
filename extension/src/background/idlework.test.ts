import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageReport } from '../messages/page.ts';
import { IdleWork } from './idlework.ts';
import { hasCompose, type Pages } from './tabs.ts';

const DAY = 86_400_000;

function makeWorld(overdue: number, isWriting: boolean) {
  const steps = new Set<() => void>();
  const world = { overdue, isWriting, done: 0, waits: [] as number[] };
  const quiet = new IdleWork(
    {
      overdue: async () => world.overdue,
      isWriting: async () => world.isWriting,
      work: async () => void world.done++,
    },
    (step, wait) => {
      steps.add(step);
      world.waits.push(wait);
      return () => void steps.delete(step);
    },
  );
  const pass = async (): Promise<number> => {
    for (const step of steps) step();
    steps.clear();
    await new Promise((resolve) => setImmediate(resolve));
    return world.done;
  };
  return { world, quiet, pass };
}

test('what is due is done once nobody has asked for a while', async () => {
  const { world, quiet, pass } = makeWorld(0, false);
  assert.equal(await pass(), 0, 'nothing was asked yet');
  for (let times = 0; times < 5; times++) quiet.asked();
  assert.equal(world.done, 0);
  assert.equal(await pass(), 1, 'five requests are one quiet');
  assert.ok(world.waits.every((wait) => wait >= 10_000 && wait < 30_000));
});

test('what is not due is not done', async () => {
  const { quiet, pass } = makeWorld(-1, false);
  quiet.asked();
  assert.equal(await pass(), 0);
});

test('it waits for composes, but not for ever', async () => {
  const { world, quiet, pass } = makeWorld(DAY - 1, true);
  quiet.asked();
  assert.equal(await pass(), 0);
  world.isWriting = false;
  quiet.asked();
  assert.equal(await pass(), 1);
  Object.assign(world, { isWriting: true, overdue: DAY });
  quiet.asked();
  assert.equal(await pass(), 2);
});

test('work that fails is tried again at the next quiet', async () => {
  const { world, quiet, pass } = makeWorld(0, false);
  Object.defineProperty(world, 'isWriting', {
    get: () => {
      throw new Error('storage is broken');
    },
    configurable: true,
  });
  quiet.asked();
  assert.equal(await pass(), 0);
  Object.defineProperty(world, 'isWriting', { value: false });
  quiet.asked();
  assert.equal(await pass(), 1);
});

test('a compose is open where a page says that it protects one', () => {
  const saying = (state: PageReport['state']) => ({
    report: { webmail: 'gmail', state, problems: [] },
    host: 'mail.google.com',
    isPrivate: false,
  });
  const pageOf = (state: PageReport['state']): Pages => ({
    1: { 0: saying('idle'), 5: saying(state) },
  });
  const states: readonly PageReport['state'][] = ['idle', 'protecting', 'hint-only', 'not-protecting'];
  assert.deepEqual(
    states.filter((state) => hasCompose(pageOf(state))),
    ['protecting', 'hint-only'],
  );
  assert.equal(hasCompose({}), false);
});
