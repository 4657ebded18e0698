/** Pages that would have our interface say what is not so. */
import { pause } from '../person.mjs';
import { unprompted } from './judge.mjs';

/** What could be left from before an update, in markup that the page writes. */
const SCRIPTS = {
  'attributes of ours on the root at load':
    "for (const value of ['', 'x', '9999999999999', String(Date.now()), String(Date.now() - 1000)]) { for (const name of kit.attributeNames()) document.documentElement.setAttribute(name, value); }",
  'attributes of ours that say a mail was held a moment ago':
    'for (const name of kit.attributeNames()) document.documentElement.setAttribute(name, String(Date.now() - 500));',
  'attributes of ours from the future':
    "for (const name of kit.attributeNames()) document.documentElement.setAttribute(name, '9999999999999');",
  'forged questions at load':
    'for (const name of kit.elementNames()) { const host = document.createElement(name); for (const attribute of kit.attributeNames()) host.setAttribute(attribute, String(Date.now())); document.documentElement.append(host); }',
};

export const untruth = [
  ...Object.entries(SCRIPTS).map(([name, script]) => ({
    name,
    async play(scene) {
      const person = await scene.open('gmail', {}, script);
      await pause(1500);
      const won = await unprompted(scene, person);
      await person.page.close();
      return won;
    },
  })),
  {
    name: 'every event of ours, and no press',
    async play(scene) {
      const person = await scene.open('gmail');
      await person.type(0, 'ann@army.ml');
      await pause(700);
      await person.page.evaluate(() => {
        const [one] = window.mailbox.composes;
        for (let round = 0; round < 3; round++) kit.dispatchAll();
        for (const name of kit.eventNames())
          one.sendButton.dispatchEvent(
            new MouseEvent(name, { bubbles: true, cancelable: true, relatedTarget: one.root, detail: 1 }),
          );
      });
      await pause(900);
      const won = (await unprompted(scene, person)) || ((await person.sent()).length > 0 ? 'a mail went' : '');
      await person.page.close();
      return won;
    },
  },
];
