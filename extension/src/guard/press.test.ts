import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Press } from './press.ts';

const eventOf = (type: string): Event => ({ type }) as Event;
const onControl = (): boolean => true;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

/** What `finished` has resolved to so far. */
async function outcomeOf(press: Press): Promise<boolean | 'unfinished'> {
  return Promise.race([press.finished, Promise.resolve().then(() => Promise.resolve('unfinished' as const))]);
}

test('a button that comes up late, since the page stood still, ends the same press', async () => {
  const press = new Press(eventOf('pointerdown'), 'stop');
  assert.ok(press.takes(eventOf('mousedown'), onControl));
  mock.timers.setTime(25_000); // no timer runs meanwhile, as in one long task
  for (const type of ['pointerup', 'mouseup', 'click']) assert.ok(press.takes(eventOf(type), onControl), type);
  assert.equal(await outcomeOf(press), true);
});

test('a press whose button never comes up is given up, and later events belong to another', async () => {
  const press = new Press(eventOf('pointerdown'), 'stop');
  mock.timers.tick(9_999);
  assert.equal(await outcomeOf(press), 'unfinished');
  mock.timers.tick(1);
  assert.equal(await outcomeOf(press), false);
  assert.equal(press.continuedBy(eventOf('pointerup'), onControl), false);
});

test('time in which the page stands still does not count', async () => {
  const press = new Press(eventOf('pointerdown'), 'stop');
  mock.timers.setTime(25_000);
  mock.timers.tick(1);
  assert.equal(await outcomeOf(press), 'unfinished');
  mock.timers.tick(10_000);
  assert.equal(await outcomeOf(press), false);
});
