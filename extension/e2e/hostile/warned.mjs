/** A page in which we warn, presses on our buttons in it, and what came of them. */
import { pause } from '../support/user.mjs';

/** Presses every button of ours that is no way out, as a person does who sees something else there. */
export async function pressAll(scene, user, host) {
  for (let round = 0; round < 2; round++) {
    const found = (await scene.ours(user.page)).filter(
      (one) => one.host === host && one.tag === 'button' && one.place && !isWayOut(one),
    );
    const order = ['trust', 'send', 'proceed', 'fix', ''];
    found.sort((a, b) => order.indexOf(a.choice) - order.indexOf(b.choice));
    for (const { place } of found) {
      await user.pressAt(place);
      await pause(120);
    }
    if (found.length === 0) return;
  }
}

export const isWayOut = ({ choice, name }) => choice === 'back' || /close/u.test(name);

/** What was done by those presses. */
export async function done(scene, user) {
  await pause(400);
  const trusted = await scene.trusted();
  if (trusted.length > 0) return `trusted for good: ${trusted}`;
  const mails = await user.sent();
  if (mails.length > 0) return `sent to ${mails[0].to}`;
  const now = await user.page.evaluate(() => window.mailbox.composes[0].fields.to.addresses());
  return now.join() === 'ann@army.ml' ? '' : `changed to ${now}`;
}

/** A page with our notice. */
export async function noticed(scene) {
  const user = await scene.open('gmail');
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => scene.button(user.page, ({ host }) => host === 'nearmiss-notice'));
  return user;
}

/** A page with our question open; words where it does not come. */
export async function askedAbout(scene) {
  const user = await noticed(scene);
  await user.send(0, 'button');
  const isAsked = await user.until('the question', () => scene.isAsked(user.page)).catch(() => false);
  if (isAsked) return user;
  await user.page.close();
  return 'no question';
}

export async function leave(scene, user) {
  await user.page.close();
  await scene.forget();
}
