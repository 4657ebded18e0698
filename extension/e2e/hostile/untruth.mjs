/** Pages that would have our interface say what is not so. */
import { pause } from '../support/user.mjs';
import { unprompted } from './judge.mjs';

/** What could be left from before an update: attributes of the root in the page's own markup, by their value. */
const ROOTS = {
  'attributes of ours on the root, empty': () => '',
  'attributes of ours on the root, of this moment': () => String(Date.now()),
  'attributes of ours on the root, of a second ago': () => String(Date.now() - 1000),
  'attributes of ours on the root, from the future': () => '9999999999999',
};

/** Questions that stand there, as if an update had ended their script. */
const FORGED =
  "for (const name of attacker.elementNames()) { const host = document.createElement(name); host.append(document.createElement('dialog')); for (const attribute of attacker.attributeNames()) host.setAttribute(attribute, String(Date.now())); document.documentElement.append(host); }";

const atLoad = (name, script, root) => ({
  name,
  async play(scene) {
    const user = await scene.open('gmail', {}, script, root());
    let won = '';
    // What is said at load goes by itself after a while.
    for (let tries = 0; won === '' && tries < 6; tries++) {
      won = await unprompted(scene, user);
      await pause(250);
    }
    await user.page.close();
    return won;
  },
});

export const untruth = [
  ...Object.entries(ROOTS).map(([name, root]) => atLoad(name, '', root)),
  atLoad('forged questions at load', FORGED, () => null),
  {
    name: 'every event of ours, and no press',
    async play(scene) {
      const user = await scene.open('gmail');
      await user.type(0, 'ann@army.ml');
      await pause(700);
      await user.page.evaluate(() => {
        const [one] = window.mailbox.composes;
        for (let round = 0; round < 3; round++) attacker.dispatchAll();
        for (const name of attacker.eventNames())
          one.sendButton.dispatchEvent(
            new MouseEvent(name, { bubbles: true, cancelable: true, relatedTarget: one.root, detail: 1 }),
          );
      });
      await pause(900);
      const won = (await unprompted(scene, user)) || ((await user.sent()).length > 0 ? 'a mail went' : '');
      await user.page.close();
      return won;
    },
  },
];
