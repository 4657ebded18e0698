import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootOf } from './root.ts';

/** A window in a frame of `parent`; `isForeign`: nobody but itself may read its document. */
function frame(timeOrigin: number, parent?: Window, isForeign = false): Window {
  const made = {
    performance: { timeOrigin },
    get document(): object {
      if (isForeign) throw new DOMException('Blocked a frame', 'SecurityError');
      return {};
    },
  };
  return Object.assign(Object.create(made, {}), { parent: parent }) as unknown as Window;
}

function page(timeOrigin: number, isForeign = false): Window {
  const made = frame(timeOrigin, undefined, isForeign);
  (made as { parent: Window }).parent = made;
  return made;
}

test('a page is its own root', () => {
  assert.equal(rootOf(page(1)), 1);
});

test('an editor’s frame has its page’s, however deep it lies', () => {
  const top = page(1);
  assert.equal(rootOf(frame(3, frame(2, top))), 1);
});

test('a webmail inside a stranger’s page has its own, and so have its frames', () => {
  const mail = frame(2, page(1, true));
  assert.deepEqual([rootOf(mail), rootOf(frame(3, mail))], [2, 2]);
});

test('a stranger between them is stepped over', () => {
  const between = frame(2, page(1), true);
  assert.equal(rootOf(frame(3, between)), 1);
});
