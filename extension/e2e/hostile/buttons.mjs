/**
 * Pages that would have a person press a button of ours without meaning it: the
 * buttons are made invisible, covered by what takes no press, moved under the
 * pointer, or pressed by a script.
 */
import { pause } from '../support/user.mjs';
import { DISGUISED, DISGUISES, disguise, HOSTS, isDrawnInTopLayer, isVariant, STYLE } from './disguises.mjs';
import { askedAbout, done, isWayOut, leave, noticed, pressAll } from './warned.mjs';

/** A disguise over the question at Send, and Escape still ends it. */
const overDialog = (name, script) => ({
  isVariant: isVariant(name) || !isDrawnInTopLayer(name),
  name: `question: ${name}`,
  async play(scene) {
    const user = await askedAbout(scene);
    if (typeof user === 'string') return user;
    const isHidden = await disguise(scene, user, 'nearmiss-dialog', script);
    if (isHidden) await pressAll(scene, user, 'nearmiss-dialog');
    let won = await done(scene, user);
    await user.where.keyboard.press('Escape');
    await pause(250);
    if (won === '' && (await scene.isAsked(user.page))) won = 'nobody can leave the question';
    await leave(scene, user);
    return won;
  },
});

const overNotice = (name, script) => ({
  isVariant: isVariant(name),
  name: `notice: ${name}`,
  async play(scene) {
    const user = await noticed(scene);
    const isHidden = await disguise(scene, user, 'nearmiss-notice', script);
    if (isHidden) await pressAll(scene, user, 'nearmiss-notice');
    const won = await done(scene, user);
    await leave(scene, user);
    return won;
  },
});

/** Presses by script, on and in whatever of ours a page can reach. */
const BY_SCRIPT = `(() => {
  for (const host of ${HOSTS}) {
    for (const inner of host.shadowRoot?.querySelectorAll('button') ?? []) if (!/back|close/u.test(inner.className + inner.dataset.choice)) attacker.press(inner);
    const box = host.getBoundingClientRect();
    for (let x = 0; x <= 1; x += 0.1)
      for (let y = 0; y <= 1; y += 0.1) {
        const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y) ?? host;
        for (const one of [host, at]) {
          attacker.press(one);
          for (const key of ['Enter', ' ', 'Tab', 'y'])
            for (const type of ['keydown', 'keypress', 'keyup'])
              one.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, composed: true }));
        }
      }
    host.click();
    host.focus();
  }
})()`;

const byScript = (host) => ({
  name: `${host}: presses and keys of a script`,
  async play(scene) {
    const user = host === 'notice' ? await noticed(scene) : await askedAbout(scene);
    if (typeof user === 'string') return user;
    await pause(DISGUISED);
    await user.page.evaluate(BY_SCRIPT);
    const won = await done(scene, user);
    await leave(scene, user);
    return won;
  },
});

/** The button that trusts slips under the pointer as it arrives at something else. */
const movedUnder = (host) => ({
  name: `${host}: moved under the pointer as it presses`,
  async play(scene) {
    const user = host === 'notice' ? await noticed(scene) : await askedAbout(scene);
    if (typeof user === 'string') return user;
    await pause(DISGUISED);
    const button = await scene.button(
      user.page,
      (one) => one.host === `nearmiss-${host}` && one.choice === 'trust' && one.place,
    );
    if (button !== null) {
      const spot = { x: 300, y: 300 };
      await user.page.evaluate(
        ([name, x, y]) => {
          window.move = () =>
            document.querySelector(name)?.style.setProperty('transform', `translate(${x}px, ${y}px)`, 'important');
        },
        [`nearmiss-${host}`, spot.x - button.place.x, spot.y - button.place.y],
      );
      await user.moveTo(spot);
      await user.page.evaluate(() => window.move());
      await user.where.mouse.down();
      await user.where.mouse.up();
    }
    const won = await done(scene, user);
    await leave(scene, user);
    return won;
  },
});

/** A double click whose second press falls where our question has just come. */
const atOnce = {
  name: 'question: a second press where a button has just appeared',
  async play(scene) {
    const first = await askedAbout(scene);
    if (typeof first === 'string') return first;
    const buttons = (await scene.ours(first.page)).filter((one) => one.tag === 'button' && one.place && !isWayOut(one));
    await first.page.close();
    const user = await noticed(scene);
    await user.send(0, 'button');
    for (const { place } of buttons.filter(({ host }) => host === 'nearmiss-dialog')) await user.pressAt(place);
    const won = await done(scene, user);
    await leave(scene, user);
    return won;
  },
};

/** A compose that nobody touched, filled in by a script, out of sight but for our buttons. */
const filledIn = {
  name: 'notice: beside a compose that a script made and filled in',
  async play(scene) {
    const user = await scene.open('gmail');
    await user.page.evaluate(() => window.mailbox.composes[0].fields.to.add('ann@army.ml'));
    await pause(DISGUISED);
    await user.page.evaluate(`(() => { ${STYLE({ opacity: '0' })} })()`);
    await pause(DISGUISED);
    await pressAll(scene, user, 'nearmiss-notice');
    const won = await done(scene, user);
    await leave(scene, user);
    return won;
  },
};

/** What a person means, undisguised, is done. */
const control = (name, wanted, comes, failed) => ({
  name: `question: ${name}`,
  isControl: true,
  async play(scene) {
    const user = await askedAbout(scene);
    if (typeof user === 'string') return user;
    await pause(DISGUISED);
    const button = await scene.button(user.page, ({ choice, host }) => choice === wanted && host === 'nearmiss-dialog');
    await user.pressAt(button.place);
    const isDone = await user.until(`what "${wanted}" does`, () => comes(user, scene)).catch(() => false);
    await leave(scene, user);
    return isDone ? '' : failed;
  },
});
const CONTROLS = [
  control('a person sends anyway', 'send', async (user) => (await user.sent()).length === 1, 'not sent'),
  control(
    'a person says by key that the address is right',
    'trust',
    async (_user, scene) => (await scene.trusted()).length === 1,
    'not trusted',
  ),
  control(
    'a person has it changed, and it goes',
    'fix',
    async (user) => (await user.sent())[0]?.to.join() === 'ann@army.mil',
    'not sent to the right one',
  ),
];

export const buttons = [
  ...CONTROLS,
  ...Object.entries(DISGUISES).flatMap(([name, script]) => [overDialog(name, script), overNotice(name, script)]),
  ...['notice', 'dialog'].flatMap((host) => [byScript(host), movedUnder(host)]),
  atOnce,
  filledIn,
];
