/** Scripts that would teach the history, or make it forget. */
import { pause } from '../support/user.mjs';
import { HISTORY } from './oracle.mjs';

/** A mail counts as sent once its compose has gone; so much later at the latest, in ms. */
const TAUGHT_WITHIN = 2500;
/** New domains that one mail may teach. */
const A_MAIL = 50;

/** Runs in the page: mails of its own to invented domains, pressed by script. */
const MAILS = `window.mails = async (count, each, name) => {
  for (let mail = 0; mail < count; mail++) {
    window.mailbox.open('new');
    const one = window.mailbox.composes.at(-1);
    for (let at = 0; at < each; at++) one.fields.to.add('x@' + name(mail, at));
    await new Promise((resolve) => setTimeout(resolve, 700));
    for (let press = 0; press < 3 && one.root.isConnected; press++) {
      attacker.press(one.sendButton);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    one.shell.remove();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};`;

export const poison = [
  {
    name: 'a domain made a habit by presses of a script',
    async play(scene) {
      const user = await scene.open('gmail', { open: [] }, MAILS);
      await user.page.evaluate(() => window.mails(4, 1, () => 'evil-harvest-portal.com'));
      await pause(TAUGHT_WITHIN);
      await user.page.close();
      return (await scene.known()).includes('evil-harvest-portal.com') ? 'the history knows the domain' : '';
    },
  },
  {
    name: 'a history flooded by presses of a script',
    async play(scene) {
      const before = (await scene.known()).length;
      const user = await scene.open('gmail', { open: [] }, MAILS);
      await user.page.evaluate(() => window.mails(2, 300, (mail, at) => `flood-${mail}-${at}-portal.com`));
      await pause(TAUGHT_WITHIN);
      await user.page.close();
      const added = (await scene.known()).length - before;
      return added > 0 ? `${added} domains taught` : '';
    },
  },
  {
    name: 'a history flooded by one press of a person',
    async play(scene) {
      const before = (await scene.known()).length;
      const user = await scene.open('gmail');
      await user.type(0, 'olga@example.org');
      await user.page.evaluate(() => {
        const { to } = window.mailbox.composes[0].fields;
        for (let at = 0; at < 300; at++) to.add(`x@press-${at}-portal.com`);
        to.input.parentElement.style.cssText = 'max-height:80px;overflow:auto';
      });
      await pause(1500);
      await user.send(0, 'button');
      await user.until('the mail to be sent', async () => (await user.sent()).length > 0);
      await pause(TAUGHT_WITHIN);
      await user.page.close();
      const known = await scene.known();
      if (!HISTORY.every((domain) => known.includes(domain))) return 'a habit was forgotten';
      return known.length - before > A_MAIL ? `${known.length - before} domains taught by one mail` : '';
    },
  },
];
