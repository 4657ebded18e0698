import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recipient } from '../webmail/recipients.ts';
import { Typing } from './typing.ts';

test('a pause is told of once, and judges what is no address yet', async () => {
  const element = { contains: () => true, ownerDocument: { activeElement: {} } } as unknown as Element;
  const recipient: Recipient = {
    field: 'to',
    address: 'olga.sample@harbour',
    display: '',
    state: 'typed',
    isLast: true,
    element,
  };
  let pauses = 0;
  let wasEarly: boolean | undefined;
  await new Promise<void>((resolve) => {
    const typing = new Typing(() => {
      pauses++;
      wasEarly = typing.isEarly(recipient);
      setTimeout(resolve, 700);
    });
    typing.note({ isTrusted: true, inputType: 'insertText' } as unknown as Event);
    assert.equal(typing.isEarly(recipient), true);
    assert.equal(typing.isEarly({ ...recipient, address: 'olga.sample@harbour.ex' }), false);
    assert.equal(typing.isEarly({ ...recipient, isLast: false }), false);
    typing.waitForPause();
    typing.waitForPause();
  });
  assert.equal(pauses, 1);
  assert.equal(wasEarly, false);
});
