import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { Recipient } from '../webmail/recipients.ts';
import { Typing } from './typing.ts';

/** Enough of a DOM for one field with the focus. */
class FakeNode {
  getRootNode(): { readonly activeElement: FakeNode } {
    return { activeElement: this };
  }
  contains(): boolean {
    return true;
  }
}

beforeEach(() => {
  Object.assign(globalThis, { Node: FakeNode });
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'Node');
  mock.timers.reset();
});

const recipient: Recipient = {
  field: 'to',
  address: 'olga.sample@harbour',
  display: '',
  state: 'typed',
  isLast: true,
  element: new FakeNode() as unknown as Element,
};
const key = { isTrusted: true, inputType: 'insertText' } as unknown as Event;

test('what has no complete domain waits for one pause, and who asked is called then', () => {
  let pauses = 0;
  const typing = new Typing(() => {
    pauses++;
  });
  typing.note(key);
  assert.equal(typing.isIncomplete(recipient), true);
  assert.equal(typing.isIncomplete({ ...recipient, address: 'olga.sample@harbour.ex' }), false);
  assert.equal(typing.isIncomplete({ ...recipient, isLast: false }), false);
  assert.equal(typing.isIncomplete(recipient), true);
  mock.timers.tick(700);
  assert.equal(pauses, 1);
});

test('what is pasted or filled in is complete at once', () => {
  const typing = new Typing(() => {});
  for (const event of [
    { isTrusted: true, inputType: 'insertFromPaste' },
    { isTrusted: false, inputType: 'insertText' },
  ]) {
    typing.note(event as unknown as Event);
    assert.equal(typing.isOn(recipient), false, event.inputType);
  }
});
