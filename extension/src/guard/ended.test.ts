import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../messages.ts';
import type { TypedText } from '../webmail/glance.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { Ended } from './ended.ts';
import type { Typing } from './typing.ts';
import type { Verdicts } from './verdicts.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A field that a person types into all the time, and a core that warns of `.ml` at once and of `.con` after a pause. */
function makeField() {
  const element = {} as Element;
  const field = { asked: [] as string[], told: 0, text: '', release: (): void => {}, isHeld: false };
  const known = new Set<string>();
  const isBad = (one: string): boolean => /\.(ml|con)$/u.test(one);
  const ended = new Ended(
    { typedAt: (): TypedText => ({ root: element, element, text: field.text }) } as unknown as Webmail,
    {
      isFresh: (one: string) => known.has(one),
      get: (one: string) =>
        (known.has(one)
          ? { level: isBad(one) ? 'warn' : 'none', action: isBad(one) ? 'ask' : 'allow', early: one.endsWith('.ml') }
          : undefined) as Verdict | undefined,
    } as unknown as Verdicts,
    {
      isOn: ({ isLast }) => isLast === true,
      isEarly: ({ address, isLast }) => isLast === true && !/\.\w\w/u.test(address ?? ''),
    } as Partial<Typing> as Typing,
    {
      fetch: async (addresses) => {
        field.asked.push(...addresses);
        if (field.isHeld) await new Promise<void>((resolve) => Object.assign(field, { release: resolve }));
        for (const one of addresses) known.add(one);
      },
      tell: () => field.told++,
    },
  );
  ended.writtenBy(element, 'me@example.org');
  const type = async (text: string): Promise<void> => {
    field.text = text;
    ended.ask({ root: element, element, text });
    await tick();
  };
  return { field, type, ended, element };
}

test('what more keys cannot void is told at once, the rest once it is left', async () => {
  const { field, type } = makeField();
  await type('ann@army.mil');
  await type('ann@gmail.con');
  assert.equal(field.told, 0);
  await type('ann@gmail.con ');
  assert.equal(field.told, 1, 'a space ends it');
  await type('ann@army.ml');
  assert.equal(field.told, 2);
  assert.deepEqual(field.asked, ['ann@army.mil', 'ann@gmail.con', 'ann@army.ml']);
});

test('the end of a name with its address is one, too', async () => {
  const { field, type } = makeField();
  await type('Ann <ann@gmail.con');
  assert.equal(field.told, 0);
  await type('Ann <ann@gmail.con>');
  assert.equal(field.told, 1);
});

test('an address that is begun after a space is not asked about', async () => {
  const { field, type } = makeField();
  await type('ann@army.mil bob@g');
  assert.deepEqual(field.asked, ['ann@army.mil']);
});

test('what comes while the core is slow is asked about once, as it stands at the end', async () => {
  const { field, type } = makeField();
  field.isHeld = true;
  await type('ann@army.co');
  await type('ann@army.con');
  await type('ann@army.ml');
  assert.deepEqual(field.asked, ['ann@army.co']);
  field.isHeld = false;
  field.release();
  await tick();
  assert.deepEqual(field.asked, ['ann@army.co', 'ann@army.ml']);
  assert.equal(field.told, 1);
});

test('what has become something else meanwhile is looked at', async () => {
  const { field, type } = makeField();
  field.isHeld = true;
  await type('ann@gmail.con');
  field.text = '';
  field.release();
  await tick();
  assert.equal(field.told, 1);
});

test('a compose that was not looked at is, before anything is asked', async () => {
  const { field, ended } = makeField();
  const other = {} as Element;
  ended.ask({ root: other, element: other, text: 'ann@army.ml' });
  await tick();
  assert.equal(field.told, 1);
  assert.deepEqual(field.asked, []);
});
