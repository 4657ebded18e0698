/**
 * Pages that would have a person press a button of ours without meaning it: the
 * buttons are made invisible, covered by what takes no press, moved under the
 * pointer, or pressed by a script.
 */
import { pause } from '../support/user.mjs';

/** What we show has come to rest by then, in ms. */
const DRAWN_WITHIN = 400;
/** A disguise is complete by then, and every delay of ours over, in ms. */
const DISGUISED = 1100;

const HOSTS = "[...document.querySelectorAll('nearmiss-dialog, nearmiss-notice')]";
const STYLE = (rules) =>
  `for (const host of ${HOSTS}) for (const [name, value] of Object.entries(${JSON.stringify(rules)})) host.style.setProperty(name, value, 'important');`;
const SHEET = (css) =>
  `const style = document.createElement('style'); style.textContent = ${JSON.stringify(css)}; document.head.append(style);`;
const COVER =
  'position:fixed;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0;padding:0;background:#fff;pointer-events:none;z-index:2147483647';

/** name → what the page does once our question or notice stands. */
const DISGUISES = {
  'opacity 0': STYLE({ opacity: '0' }),
  'opacity 0.02': STYLE({ opacity: '0.02' }),
  'a filter that hides': STYLE({ filter: 'opacity(0)' }),
  'a filter that blurs': STYLE({ filter: 'blur(40px)' }),
  'a mask': STYLE({ 'mask-image': 'linear-gradient(transparent, transparent)' }),
  'a path that shows the buttons alone': STYLE({ 'clip-path': 'inset(55% 0 0 0)' }),
  'a transform': STYLE({ transform: 'rotate(180deg)' }),
  'a blend with white': STYLE({ 'mix-blend-mode': 'screen', background: '#fff' }),
  'opacity by a style sheet': SHEET('nearmiss-dialog, nearmiss-notice { opacity: 0 !important }'),
  'opacity by an animation': SHEET(
    '@keyframes gone { from, to { opacity: 0 } } nearmiss-dialog, nearmiss-notice { animation: gone 1s infinite !important }',
  ),
  'opacity on all that is around': `${STYLE({})}document.documentElement.style.setProperty('opacity', '0', 'important');`,
  'a popover that takes no press': `const cover = document.createElement('div'); cover.popover = 'manual'; cover.style.cssText = ${JSON.stringify(COVER)}; document.body.append(cover); cover.showPopover();`,
  'a popover again and again': `const cover = document.createElement('div'); cover.popover = 'manual'; cover.style.cssText = ${JSON.stringify(COVER)}; document.body.append(cover); setInterval(() => { cover.hidePopover(); cover.showPopover(); }, 120);`,
  'a dialog that takes no press': `const cover = document.createElement('dialog'); cover.style.cssText = ${JSON.stringify(COVER)}; document.body.append(cover); cover.show();`,
  'a box above all': `const cover = document.createElement('div'); cover.style.cssText = ${JSON.stringify(COVER)}; document.documentElement.append(cover);`,
  'a backdrop of the page': `const cover = document.createElement('div'); cover.popover = 'manual'; cover.style.cssText = 'pointer-events:none;width:1px;height:1px;border:0'; const style = document.createElement('style'); style.textContent = '[popover]::backdrop{background:#fff;pointer-events:none}'; document.head.append(style); document.body.append(cover); cover.showPopover();`,
  'a box of no size around us': `for (const host of ${HOSTS}) { const box = document.createElement('div'); box.style.cssText = 'opacity:0;filter:opacity(0)'; document.body.append(box); try { box.moveBefore(host, null); } catch { box.append(host); } }`,
};

/** Like others of the list. */
const VARIANTS = [
  'opacity 0.02',
  'a filter that blurs',
  'a transform',
  'opacity by an animation',
  'a popover again and again',
];
/** What is in the top layer is not drawn with the styles of what it stands in. */
const OVER_TOP_LAYER = /^opacity 0$|popover|dialog|box|backdrop|path/u;

/** What a person sees of our question or notice: the picture of its box. */
async function picture(scene, user, host) {
  const drawn = (await scene.ours(user.page)).filter((one) => one.host === host && one.box);
  const area = ({ box }) => (box.right - box.left) * (box.bottom - box.top);
  const whole = drawn.find(({ tag }) => tag === 'dialog') ?? drawn.sort((a, b) => area(b) - area(a))[0];
  if (whole === undefined) return '';
  const left = Math.max(0, whole.box.left + EDGE);
  const top = Math.max(0, whole.box.top + EDGE);
  const width = Math.min(VIEW.width, whole.box.right - EDGE) - left;
  const height = Math.min(VIEW.height, whole.box.bottom - EDGE) - top;
  if (!(width > 0 && height > 0)) return '';
  return user.page
    .screenshot({ clip: { x: left, y: top, width, height }, captureBeyondViewport: false })
    .then((bytes) => Buffer.from(bytes).toString('base64'));
}

/** Rounded corners show what is behind, in px. */
const EDGE = 14;
/** Of all pixels, so many look different when something hides; text is drawn a little differently in another layer. */
const CHANGED = 0.02;
/** The smallest window that these tests open, in px. */
const VIEW = { width: 1280, height: 720 };

/** Puts a disguise on. False where a person sees all that was there before: nothing is hidden then. */
async function disguise(scene, user, host, script) {
  await pause(DRAWN_WITHIN);
  const before = await picture(scene, user, host);
  await user.page.evaluate(`(() => { ${script} })()`);
  await pause(DISGUISED);
  return (await scene.changed(before, await picture(scene, user, host))) > CHANGED;
}

/** Presses every button of ours that is no way out, as a person does who sees something else there. */
async function pressAll(scene, user, host) {
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

const isWayOut = ({ choice, name }) => choice === 'back' || /close/u.test(name);

/** What was done by those presses. */
async function done(scene, user) {
  await pause(400);
  const trusted = await scene.trusted();
  if (trusted.length > 0) return `trusted for good: ${trusted}`;
  const mails = await user.sent();
  if (mails.length > 0) return `sent to ${mails[0].to}`;
  const now = await user.page.evaluate(() => window.mailbox.composes[0].fields.to.addresses());
  return now.join() === 'ann@army.ml' ? '' : `changed to ${now}`;
}

/** A disguise over the question at Send, and Escape still ends it. */
const overDialog = (name, script) => ({
  isVariant: VARIANTS.includes(name) || !OVER_TOP_LAYER.test(name),
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
  isVariant: VARIANTS.includes(name),
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

async function noticed(scene) {
  const user = await scene.open('gmail');
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => scene.button(user.page, ({ host }) => host === 'nearmiss-notice'));
  return user;
}

/** A page with our question open; words where it does not come. */
async function askedAbout(scene) {
  const user = await noticed(scene);
  await user.send(0, 'button');
  const isAsked = await user.until('the question', () => scene.isAsked(user.page)).catch(() => false);
  if (isAsked) return user;
  await user.page.close();
  return 'no question';
}

async function leave(scene, user) {
  await user.page.close();
  await scene.forget();
}

/** Presses by script, on and in whatever of ours a page can reach. */
const BY_SCRIPT = `(() => {
  for (const host of ${HOSTS}) {
    for (const inner of host.shadowRoot?.querySelectorAll('button') ?? []) if (!/back|close/u.test(inner.className + inner.dataset.choice)) kit.press(inner);
    const box = host.getBoundingClientRect();
    for (let x = 0; x <= 1; x += 0.1)
      for (let y = 0; y <= 1; y += 0.1) {
        const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y) ?? host;
        for (const one of [host, at]) {
          kit.press(one);
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

/** "This address is right" in a notice is never one press. */
const inOneStep = {
  name: 'notice: one press on "This address is right"',
  async play(scene) {
    const user = await noticed(scene);
    await pause(DISGUISED);
    const button = await scene.button(
      user.page,
      ({ host, choice }) => host === 'nearmiss-notice' && choice === 'trust',
    );
    if (button?.place) await user.pressAt(button.place);
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

/** Inherited and custom properties of the page, over all of ours. */
const PAGE_STYLE = `(() => { const style = document.createElement('style'); style.textContent = 'html, body, nearmiss-dialog, nearmiss-notice, nearmiss-status { color: transparent !important; font: 1px/0 serif !important; letter-spacing: -9px !important; text-indent: -999px !important; visibility: hidden !important; text-transform: uppercase !important; word-spacing: 99px !important; -webkit-text-fill-color: transparent !important; -webkit-text-security: disc !important; text-shadow: 0 0 9px red !important; white-space: nowrap !important; direction: rtl !important; cursor: none !important; user-select: none !important; quotes: none !important; color-scheme: dark !important; accent-color: red !important; caret-color: transparent !important; } *, ::backdrop { ' + kit.customProperties.map((name) => name + ': transparent !important;').join('') + ' }'; document.head.append(style); })()`;

const pageStyle = {
  name: 'page style and custom properties on our elements',
  async play(scene) {
    const user = await askedAbout(scene);
    if (typeof user === 'string') return user;
    const before = await scene.styles(user.page, 'nearmiss-dialog');
    await user.page.evaluate(PAGE_STYLE);
    await pause(300);
    const after = await scene.styles(user.page, 'nearmiss-dialog');
    await leave(scene, user);
    if (before.length === 0) return 'nothing to compare';
    const at = before.findIndex((one, index) => one !== after[index]);
    return at < 0 ? '' : `was ${before[at]}, became ${after[at]}`;
  },
};

export const buttons = [
  ...CONTROLS,
  ...Object.entries(DISGUISES).flatMap(([name, script]) => [overDialog(name, script), overNotice(name, script)]),
  ...['notice', 'dialog'].flatMap((host) => [byScript(host), movedUnder(host)]),
  atOnce,
  inOneStep,
  filledIn,
  pageStyle,
];
