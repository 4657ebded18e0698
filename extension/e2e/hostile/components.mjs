/** Pages that build Send, menus and windows from unusual parts, and scripts that feign where a person is. */
import { INTO_COMPONENT } from '../support/components.mjs';
import { pause } from '../support/user.mjs';
import { decision, slipAndGood } from './judge.mjs';
import { noticed } from './warned.mjs';

const component = (listens) => ({
  isVariant: listens === 'outside',
  name: `a Send that is a component and listens ${listens}`,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.page.evaluate(INTO_COMPONENT, listens === 'inside');
    const won = await slipAndGood(scene, user, { mustAsk: true });
    await user.page.close();
    return won;
  },
});

/** A script presses and types in another compose than the one that the person is in. */
const elsewhere = () => {
  const { body } = window.mailbox.composes[0];
  body.focus();
  attacker.press(body);
  for (const type of ['keydown', 'keyup', 'focusin', 'input'])
    body.dispatchEvent(new KeyboardEvent(type, { key: 'a', bubbles: true, cancelable: true, composed: true }));
};

/** A menu that is drawn away from its compose, and sends the compose in use. */
const inUse = (isAttack) => ({
  name: isAttack ? 'a script says which compose a menu belongs to' : 'a menu that sends the compose it was opened at',
  isControl: !isAttack,
  async play(scene) {
    const user = await scene.open('gmail', { open: ['new', 'new'] });
    await user.type(0, 'olga@example.org');
    await user.type(1, 'ann@army.ml');
    await pause(700);
    await user.pressPart(1, 'opener');
    if (isAttack) await user.page.evaluate(elsewhere);
    await user.pressInMenu();
    const what = await decision(scene, user, 0);
    await user.page.close();
    return what === 'asked' ? '' : `${what}, and nobody was asked`;
  },
});

/** Puts the compose into a dialog of the page's own. */
const intoDialog = (opens) => {
  const [{ root }] = window.mailbox.composes;
  const dialog = document.createElement('dialog');
  dialog.style.cssText = 'inset:40px auto auto 40px;margin:0';
  document.body.append(dialog);
  dialog.append(root);
  root.style.position = 'static';
  dialog[opens]();
};

/** Nothing can be pressed outside of a modal dialog. */
const besideDialog = (opens, when) => ({
  name: `a notice beside a compose in a dialog that ${opens === 'show' ? 'is not modal' : `is made modal ${when}`}`,
  isControl: opens === 'show',
  async play(scene) {
    let user;
    if (when === 'before it') {
      user = await scene.open('gmail');
      await user.page.evaluate(intoDialog, opens);
      await user.type(0, 'ann@army.ml');
    } else {
      user = await noticed(scene);
      await user.page.evaluate(intoDialog, opens);
      // A change in the page brings the next scan.
      await user.type(0, 'olga@example.org');
    }
    const isFixed = await user.until('the change', () => pressedFix(scene, user)).catch(() => false);
    await user.page.close();
    return isFixed ? '' : 'the notice takes no press';
  },
});

async function pressedFix(scene, user) {
  const button = await scene.button(user.page, ({ host, choice }) => host === 'nearmiss-notice' && choice === 'fix');
  if (!button?.place) return false;
  // Buttons take no press for half a second.
  await pause(700);
  await user.pressAt(button.place);
  await pause(300);
  return user.page.evaluate(() => window.mailbox.composes[0].fields.to.addresses().includes('ann@army.mil'));
}

export const components = [
  component('inside'),
  component('outside'),
  inUse(false),
  inUse(true),
  besideDialog('show', 'before it'),
  besideDialog('showModal', 'before it'),
  besideDialog('showModal', 'after it'),
];
