import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Guarding } from '../messages/guarding.ts';
import type { Verdict } from '../messages/verdict.ts';
import { Verdicts } from './verdicts.ts';

const ORGANISATION = { name: '', contact: '', help: '' };
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Verdicts of a core that warns of what `isBad` says, and counts the checks. */
function makeWorld(isBad: (recipient: string) => boolean) {
  const world = { revision: 1, checks: [] as string[][], changes: 0, isBad, sees: (): void => {} };
  const guarding = (): Guarding => ({ failure: 'send', organisation: ORGANISATION, revision: world.revision });
  const judge = (recipient: string): Partial<Verdict> =>
    world.isBad(recipient)
      ? { recipient, level: 'warn', action: 'ask', kind: 'suffix' as Verdict['kind'] }
      : { recipient, level: 'none', action: 'allow' };
  const sendMessage = async ({ request }: { request: { recipients: string[] } }): Promise<unknown> => {
    world.checks.push(request.recipients);
    return { reply: { verdicts: request.recipients.map(judge), guarding: guarding() } };
  };
  Object.assign(globalThis, { chrome: { runtime: { id: 'nearmiss', sendMessage } } });
  const verdicts = new Verdicts(() => {
    world.changes++;
    world.sees();
  });
  return { world, verdicts };
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'chrome');
});

test('an answer that brings the first revision is not asked for again by whoever hears of it', async () => {
  const { world, verdicts } = makeWorld(() => true);
  world.sees = () => void verdicts.fetch(['ann@army.ml'], '', true);
  await verdicts.fetch(['ann@army.ml'], '', true);
  await tick();
  assert.equal(world.changes, 1);
  assert.deepEqual(world.checks, [['ann@army.ml']]);
});

test('only what is to be shown is news', async () => {
  const { world, verdicts } = makeWorld((recipient) => recipient.endsWith('.ml'));
  verdicts.adopt({ failure: 'send', organisation: ORGANISATION, revision: 1 });
  await tick();
  assert.equal(world.changes, 1, 'all verdicts before were of no revision');
  await verdicts.fetch(['ann@army.mi', 'ann@army.mil'], '', true);
  await tick();
  assert.equal(world.changes, 1);
  await verdicts.fetch(['ann@army.ml'], '', true);
  await tick();
  assert.equal(world.changes, 2);
});

test('the end of a warning is news, too', async () => {
  const { world, verdicts } = makeWorld(() => true);
  await verdicts.fetch(['ann@army.ml'], '', true);
  world.isBad = () => false;
  world.revision = 2;
  verdicts.adopt({ failure: 'send', organisation: ORGANISATION, revision: 2 });
  await tick();
  const { changes } = world;
  assert.deepEqual(verdicts.outdated(['ann@army.ml'], '', true), ['ann@army.ml']);
  await verdicts.fetch(['ann@army.ml'], '', true);
  await tick();
  assert.equal(verdicts.get('ann@army.ml', '', true)?.level, 'none');
  assert.equal(world.changes, changes + 1);
});

test('what private knowledge says is kept apart from what everybody may know', async () => {
  const { world, verdicts } = makeWorld(() => true);
  await verdicts.fetch(['ann@army.ml'], '', true);
  assert.equal(verdicts.get('ann@army.ml', '', false), undefined);
  await verdicts.fetch(['ann@army.ml'], '', false);
  assert.equal(verdicts.get('ann@army.ml', '', false)?.level, 'warn');
  assert.deepEqual(world.checks, [['ann@army.ml'], ['ann@army.ml']]);
});

test('many recipients are asked about in batches, each once', async () => {
  const { world, verdicts } = makeWorld(() => false);
  const recipients = Array.from({ length: 1200 }, (_, at) => `person${at}@example.org`);
  await Promise.all([verdicts.fetch(recipients, '', true), verdicts.fetch(recipients.slice(0, 10), '', true)]);
  assert.deepEqual(
    world.checks.map(({ length }) => length),
    [500, 500, 200],
  );
  assert.deepEqual(verdicts.outdated(recipients, '', true), []);
});
