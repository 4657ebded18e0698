/** Every way to send that a test can go. */
import { pause } from './waiting.mjs';

/** Name → what a user does at a compose. */
export const WAYS = {
  button: (user, compose) => user.pressPart(compose, 'sendButton'),
  /** The button is held down for a while. */
  'slow-button': async (user, compose) => {
    await user.moveTo(await user.spotOfPart(compose, 'sendButton'));
    await user.where.mouse.down();
    await pause(80);
    await user.where.mouse.up();
  },
  double: async (user, compose) => {
    await user.moveTo(await user.spotOfPart(compose, 'sendButton'));
    for (const clickCount of [1, 2]) {
      await user.where.mouse.down({ clickCount });
      await user.where.mouse.up({ clickCount });
    }
  },
  touch,
  script,
  enter: (user, compose) => pressOnButton(user, compose, 'Enter'),
  space: (user, compose) => pressOnButton(user, compose, ' '),
  chord: (user, compose) => chord(user, compose, 'Control'),
  'cmd-chord': (user, compose) => chord(user, compose, 'Meta'),
  archive: (user, compose) => user.pressPart(compose, 'archive'),
  schedule: async (user, compose) => {
    await user.pressPart(compose, 'opener');
    await user.pressInMenu();
  },
};

async function pressOnButton(user, compose, key) {
  await user.page.evaluate((at) => {
    // An open question keeps the focus to itself.
    if (window.mailbox.composes[at].document.querySelector('nearmiss-dialog') === null)
      window.mailbox.composes[at].sendButton.focus();
  }, compose);
  await user.where.keyboard.press(key);
}

/** A finger on the button; Playwright's pages only. */
async function touch(user, compose) {
  const { x, y } = await user.spotOfPart(compose, 'sendButton');
  const session = await user.where.context().newCDPSession(user.where);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/** Another extension or a tool that presses for a person: events that the browser did not make. */
async function script(user, compose) {
  await user.page.evaluate((at) => {
    const { sendButton } = window.mailbox.composes[at];
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      const Kind = type.startsWith('pointer') ? PointerEvent : MouseEvent;
      const detail = type.startsWith('pointer') ? 0 : 1;
      sendButton.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, button: 0, detail }));
    }
  }, compose);
}

/** From the message text: shortcuts count anywhere in a compose, also in a frame. */
async function chord(user, compose, modifier) {
  await user.page.evaluate(async (at) => {
    const { body, root, document } = window.mailbox.composes[at];
    // Its frame may still be loading.
    while (!body.isConnected && root.isConnected) await new Promise((resolve) => setTimeout(resolve, 5));
    if (document.querySelector('nearmiss-dialog') !== null) return; // an open question keeps the focus to itself
    body.ownerDocument.defaultView?.focus();
    body.focus();
  }, compose);
  await pause(user.dwell);
  await user.where.keyboard.down(modifier);
  await user.where.keyboard.press('Enter');
  await user.where.keyboard.up(modifier);
}

/** Those that press the compose's own Send. */
export const PRESSES = ['button', 'slow-button', 'double', 'touch', 'script', 'enter', 'space'];
