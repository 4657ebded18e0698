import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuestionRequest } from '../messages/questions.ts';
import { onQuestion } from './pages.ts';

type Sender = { readonly id?: string; readonly url?: string };
type Listener = (message: unknown, sender: Sender, respond: (reply: unknown) => void) => unknown;

const OWN = 'chrome-extension://abc/';

/** Listens with `onQuestion` in a browser that is only a list of listeners. */
function listen(): { readonly seen: QuestionRequest[]; readonly send: Listener } {
  const listeners: Listener[] = [];
  const runtime = {
    id: 'abc',
    getURL: () => OWN,
    onMessage: { addListener: (listener: Listener) => listeners.push(listener) },
  };
  (globalThis as { chrome?: unknown }).chrome = { runtime };
  const seen: QuestionRequest[] = [];
  onQuestion((request) => {
    seen.push(request);
    return true as never;
  });
  return { seen, send: (...message) => listeners[0]?.(...message) };
}

const answer = { question: 'answer', id: 'q1', choice: 'send' };

test('the popup gets its answer, later', async () => {
  const { send, seen } = listen();
  const reply = await new Promise((resolve) => {
    assert.equal(send(answer, { id: 'abc', url: `${OWN}popup.html` }, resolve), true);
  });
  assert.deepEqual([reply, seen], [true, [answer]]);
});

for (const [name, sender] of [
  ['another extension', { id: 'other', url: `${OWN}popup.html` }],
  ['a content script', { id: 'abc', url: 'https://mail.google.com/' }],
  ['a page whose address only begins alike', { id: 'abc', url: 'https://mail.google.com/chrome-extension://abc/' }],
  ['nobody', {}],
] as const) {
  test(`${name} answers no question`, () => {
    const { send, seen } = listen();
    assert.equal(
      send(answer, sender, () => assert.fail('answered')),
      false,
    );
    assert.deepEqual(seen, []);
  });
}

test('other messages are left to others', () => {
  const { send, seen } = listen();
  const own = { id: 'abc', url: `${OWN}popup.html` };
  for (const message of [null, 'text', { push: 'changed' }, { present: true }]) {
    assert.equal(
      send(message, own, () => assert.fail('answered')),
      false,
    );
  }
  assert.deepEqual(seen, []);
});
