/** Documents that are replaced or written: honest pages do it, too, and nobody may notice. */
import { pause } from '../support/user.mjs';
import { good, slip, slipAndGood } from './judge.mjs';

/** The same page below a new root element. */
const REPLACE_ROOT = (document) => {
  const fresh = document.createElement('html');
  const old = document.documentElement;
  old.replaceWith(fresh);
  fresh.append(...old.childNodes);
};
/** The same page written anew, then drawn into again. */
const WRITE = (document) => {
  const parts = [...document.body.childNodes];
  const styles = [...document.querySelectorAll('style')];
  const view = document.defaultView;
  const policy = (view.trustedTypes ?? window.trustedTypes)?.createPolicy('writes', { createHTML: (text) => text });
  const markup = '<!doctype html><html><head><title>Inbox</title></head><body></body></html>';
  const { title } = document;
  // What stands in a document loses its listeners with it.
  for (const part of parts) part.remove();
  document.open();
  document.write(policy?.createHTML(markup) ?? markup);
  document.close();
  document.title = title;
  document.head.append(...styles);
  document.body.append(...parts);
};
const REPLACE_BODY = (document) => {
  const fresh = document.createElement('body');
  fresh.append(...document.body.childNodes);
  document.body.replaceWith(fresh);
};

const CHANGES = { 'a new root element': REPLACE_ROOT, 'a document written anew': WRITE, 'a new body': REPLACE_BODY };

const change = (user, how) => user.page.evaluate(`(${how})(window.popOut?.document ?? document)`);

async function inPopOut(scene, kind, options, work) {
  const user = await scene.open('gmail', { open: [], ...options });
  const popUp = scene.popUp(user.page);
  const compose = await user.open(kind);
  user.where = await popUp;
  await user.where.bringToFront();
  const title = `Message ${++scene.count}`;
  await user.where.evaluate((wanted) => {
    document.title = wanted;
  }, title);
  try {
    return await work(user, compose);
  } finally {
    await user.where.close();
    await user.page.close();
  }
}

export const documents = [
  ...Object.entries(CHANGES).flatMap(([name, how]) => [
    {
      name: `${name} in the page`,
      async play(scene) {
        const user = await scene.open('gmail');
        await change(user, how);
        const won = await slipAndGood(scene, user);
        await user.page.close();
        return won;
      },
    },
    {
      name: `${name} in the page, between writing and sending`,
      async play(scene) {
        const user = await scene.open('gmail');
        await user.type(0, 'ann@army.ml');
        await change(user, how);
        const won = (await slip(scene, user, { write: false })) || (await good(scene, user));
        await user.page.close();
        return won;
      },
    },
    {
      name: `${name} in a pop-out`,
      play: (scene) =>
        inPopOut(scene, 'popout', {}, async (user, compose) => {
          await change(user, how);
          return slip(scene, user, { compose });
        }),
    },
  ]),
  ...['a new root element', 'a document written anew'].map((name) => ({
    name: `${name} in the frame with the text`,
    async play(scene) {
      const user = await scene.open('proton');
      await user.page.evaluate(`(() => {
        const { body } = window.mailbox.composes[0];
        (${CHANGES[name]})(body.ownerDocument);
        body.ownerDocument.addEventListener('keydown', (event) => {
          if (event.key === 'Enter' && event.ctrlKey) window.mailbox.send(window.mailbox.composes[0], 'frame-key');
        });
      })()`);
      const won = await slip(scene, user, { way: 'chord' });
      await user.page.close();
      return won;
    },
  })),
  ...[0, 50, 1200].map((writtenAfter) => ({
    name: `a pop-out written ${writtenAfter} ms after it was opened`,
    play: (scene) =>
      inPopOut(
        scene,
        'written',
        { writtenAfter },
        async (user, compose) => (await slip(scene, user, { compose })) || (await goodBeside(scene, user)),
      ),
  })),
];

/** A good mail from the same window. */
async function goodBeside(scene, user) {
  await pause(100);
  const compose = await user.page.evaluate(() => {
    window.mailbox.composes.at(-1).shell.remove();
    window.mailbox.open('popout', window.popOut.document);
    return window.mailbox.composes.length - 1;
  });
  return good(scene, user, { compose });
}
