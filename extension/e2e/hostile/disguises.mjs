/** What hides our question or notice from a person, and whether it does: by the pictures before and after. */
import { pause } from '../support/user.mjs';

/** What we show has come to rest by then, in ms. */
const DRAWN_WITHIN = 400;
/** A disguise is complete by then, and every delay of ours over, in ms. */
export const DISGUISED = 1100;

/** In the page: our question and notice. */
export const HOSTS = "[...document.querySelectorAll('nearmiss-dialog, nearmiss-notice')]";
/** For the page: sets these styles on them. */
export const STYLE = (rules) =>
  `for (const host of ${HOSTS}) for (const [name, value] of Object.entries(${JSON.stringify(rules)})) host.style.setProperty(name, value, 'important');`;
const SHEET = (css) =>
  `const style = document.createElement('style'); style.textContent = ${JSON.stringify(css)}; document.head.append(style);`;
const COVER =
  'position:fixed;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0;padding:0;background:#fff;pointer-events:none;z-index:2147483647';

/** name → what the page does once our question or notice stands. */
export const DISGUISES = {
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

export const isVariant = (name) => VARIANTS.includes(name);
export const isDrawnInTopLayer = (name) => OVER_TOP_LAYER.test(name);

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
export async function disguise(scene, user, host, script) {
  await pause(DRAWN_WITHIN);
  const before = await picture(scene, user, host);
  await user.page.evaluate(`(() => { ${script} })()`);
  await pause(DISGUISED);
  return (await scene.changed(before, await picture(scene, user, host))) > CHANGED;
}
