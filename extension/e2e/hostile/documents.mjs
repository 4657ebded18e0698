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

const change = (person, how) => person.page.evaluate(`(${how})(window.popOut?.document ?? document)`);

async function inPopOut(scene, kind, options, work) {
  const person = await scene.open('gmail', { open: [], ...options });
  const popUp = scene.popUp(person.page);
  const compose = await person.open(kind);
  person.where = await popUp;
  await person.where.bringToFront();
  const title = `Message ${++scene.count}`;
  await person.where.evaluate((wanted) => {
    document.title = wanted;
  }, title);
  try {
    return await work(person, compose);
  } finally {
    await person.where.close();
    await person.page.close();
  }
}

export const documents = [
  ...Object.entries(CHANGES).flatMap(([name, how]) => [
    {
      name: `${name} in the page`,
      async play(scene) {
        const person = await scene.open('gmail');
        await change(person, how);
        const won = await slipAndGood(scene, person);
        await person.page.close();
        return won;
      },
    },
    {
      name: `${name} in the page, between writing and sending`,
      async play(scene) {
        const person = await scene.open('gmail');
        await person.type(0, 'ann@army.ml');
        await change(person, how);
        const won = (await slip(scene, person, { write: false })) || (await good(scene, person));
        await person.page.close();
        return won;
      },
    },
    {
      name: `${name} in a pop-out`,
      play: (scene) =>
        inPopOut(scene, 'popout', {}, async (person, compose) => {
          await change(person, how);
          return slip(scene, person, { compose });
        }),
    },
  ]),
  ...['a new root element', 'a document written anew'].map((name) => ({
    name: `${name} in the frame with the text`,
    async play(scene) {
      const person = await scene.open('proton');
      await person.page.evaluate(`(() => {
        const { body } = window.mailbox.composes[0];
        (${CHANGES[name]})(body.ownerDocument);
        body.ownerDocument.addEventListener('keydown', (event) => {
          if (event.key === 'Enter' && event.ctrlKey) window.mailbox.send(window.mailbox.composes[0], 'frame-key');
        });
      })()`);
      const won = await slip(scene, person, { way: 'chord' });
      await person.page.close();
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
        async (person, compose) => (await slip(scene, person, { compose })) || (await goodBeside(scene, person)),
      ),
  })),
];

/** A good mail from the same window. */
async function goodBeside(scene, person) {
  await pause(100);
  const compose = await person.page.evaluate(() => {
    window.mailbox.composes.at(-1).shell.remove();
    window.mailbox.open('popout', window.popOut.document);
    return window.mailbox.composes.length - 1;
  });
  return good(scene, person, { compose });
}
