import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWERS_A_DAY, ANSWERS_A_DAY_EVERYWHERE, ANSWERS_A_MINUTE, Budget, type Ledger } from './budget.ts';
import { storedValue } from './storedvalue.ts';

const START = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const DAY = 24 * 3_600_000;

function makeWorld() {
  const stored = { ledger: {} as Ledger, writes: 0 };
  const clock = { now: START };
  /** As after each start of the background. */
  const restart = (): Budget =>
    new Budget(
      storedValue(
        async () => JSON.parse(JSON.stringify(stored.ledger)) as Ledger,
        async (ledger) => {
          stored.ledger = ledger;
          stored.writes++;
        },
      ),
      () => clock.now,
    );
  return { stored, clock, restart, budget: restart() };
}

const names = (count: number, name = 'answer'): string[] => Array.from({ length: count }, (_, at) => `${name}${at}`);

test('a site gets few different answers a minute, then has to wait', async () => {
  const { budget, clock } = makeWorld();
  const first = await budget.admit('site', names(ANSWERS_A_MINUTE + 3));
  assert.deepEqual([...first], names(ANSWERS_A_MINUTE));
  assert.equal(await budget.withheldUntil('site'), START + MINUTE);
  clock.now += MINUTE - 1;
  assert.equal((await budget.admit('site', ['more'])).size, 0);
  clock.now += 1;
  assert.deepEqual([...(await budget.admit('site', ['more']))], ['more']);
});

test('an answer that was given costs nothing more, and what does is marked', async () => {
  const { budget, stored } = makeWorld();
  await budget.admit('site', names(ANSWERS_A_MINUTE));
  const { writes } = stored;
  const again = await budget.admit('site', names(ANSWERS_A_MINUTE));
  assert.equal(again.size, ANSWERS_A_MINUTE);
  assert.equal(stored.writes, writes, 'nothing new is nothing to write');
  const mixed = await budget.admit('site', ['answer0', 'other']);
  assert.deepEqual([...mixed], ['answer0']);
});

test('requests at the same time share the budget', async () => {
  const { budget } = makeWorld();
  const all = await Promise.all(names(50).map((name) => budget.admit('site', [name])));
  assert.equal(all.filter((admitted) => admitted.size > 0).length, ANSWERS_A_MINUTE);
});

/** A budget whose storage is slow: `started` resolves when it starts to write, and `write` says how that ends. */
function whileWriting() {
  const start = Promise.withResolvers<void>();
  const write = Promise.withResolvers<void>();
  const store = (): Promise<void> => {
    start.resolve();
    return write.promise;
  };
  const ledger = storedValue(async (): Promise<Ledger> => ({}), store);
  return { budget: new Budget(ledger, () => START), started: start.promise, write };
}

test('an answer is given only once it is written, also to a request that comes meanwhile', async () => {
  const { budget, started, write } = whileWriting();
  const given: string[] = [];
  const first = budget.admit('site', ['answer']).then(() => given.push('first'));
  await started;
  const second = budget.admit('site', ['answer']).then(() => given.push('second'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(given, [], 'a background that is stopped now would have counted nothing');
  write.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(given, ['first', 'second']);
});

test('an answer that cannot be written is given to nobody, nor to a request that comes meanwhile', async () => {
  const { budget, started, write } = whileWriting();
  const first = budget.admit('site', ['answer']);
  await started;
  const second = budget.admit('site', ['answer']);
  write.reject(new Error('the disk is full'));
  await assert.rejects(first, /full/);
  await assert.rejects(second, /full/);
});

test('a day has an end of its own, and the background may be stopped as often as it likes', async () => {
  const { clock, restart } = makeWorld();
  let given = 0;
  for (let minute = 0; minute < 60; minute++) {
    given += (await restart().admit('site', names(ANSWERS_A_MINUTE, `m${minute}-`))).size;
    clock.now += MINUTE;
  }
  assert.equal(given, ANSWERS_A_DAY);
  assert.equal(await restart().withheldUntil('site'), START + DAY, 'when the first of them is a day old');
  clock.now = START + DAY;
  assert.equal((await restart().admit('site', ['tomorrow'])).size, 1);
});

test('one site takes nothing from another, but many together have an end', async () => {
  const { budget, clock } = makeWorld();
  await budget.admit('a', names(ANSWERS_A_MINUTE));
  assert.equal((await budget.admit('b', ['one'])).size, 1);
  let given = ANSWERS_A_MINUTE + 1;
  for (let site = 0; site < 100; site++) {
    given += (await budget.admit(`site${site}`, names(ANSWERS_A_MINUTE))).size;
    clock.now += 1000;
  }
  assert.equal(given, ANSWERS_A_DAY_EVERYWHERE);
});

test('what a person said there costs nothing', async () => {
  const { budget } = makeWorld();
  await budget.give('site', names(20, 'said'));
  const admitted = await budget.admit('site', [...names(20, 'said'), ...names(ANSWERS_A_MINUTE)]);
  assert.equal(admitted.size, 20 + ANSWERS_A_MINUTE);
});

test('a clock that is set back gives no second budget, and none is lost for ever', async () => {
  const { clock, restart } = makeWorld();
  clock.now = START + 100 * DAY;
  await restart().admit('site', names(ANSWERS_A_MINUTE));
  clock.now = START;
  assert.equal((await restart().admit('site', ['more'])).size, 0);
  clock.now = START + MINUTE;
  assert.equal((await restart().admit('site', ['more'])).size, 1);
});

test('names that objects have are no answers that were given', async () => {
  const { budget } = makeWorld();
  await budget.admit('site', names(ANSWERS_A_MINUTE));
  assert.equal((await budget.admit('site', ['constructor', '__proto__'])).size, 0);
});
