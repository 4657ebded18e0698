/** Playing a held gesture again, and knowing our own play from everybody else's. */
import type { Replay } from '../webmail/descriptor.ts';
import { framesAround } from '../webmail/frames.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { claim, isClaimed } from './claims.ts';
import { isKey } from './gesture.ts';

/** How long a replay may take to come back to us as events that the page makes of it, in ms. */
const TOKEN_LIFE = 1500;
/** How long after a mail went the person's own second press comes to nothing, in ms. */
export const SECOND_PRESS = 700;

/**
 * Lets exactly one send of one compose pass. "Not trusted" would be no mark:
 * other extensions click too, and those sends must be checked.
 */
export class ReplayTokens {
  readonly #tokens = new WeakMap<Element, () => void>();
  #playing: Element | null = null;

  /** Run `play`; everything that it sends for `root` while it runs passes, and one more send after it. */
  play(root: Element, play: () => void): void {
    this.#tokens.get(root)?.();
    const release = claim(root, 'token', () => {
      release();
      return true;
    });
    this.#tokens.set(root, release);
    setTimeout(release, TOKEN_LIFE);
    const end = claim(root, 'playing');
    this.#playing = root;
    try {
      play();
    } finally {
      this.#playing = null;
      end();
      setTimeout(claim(root, 'played'), SECOND_PRESS);
    }
  }

  /** True while our own events are being dispatched. */
  isPlaying(): boolean {
    return this.#playing !== null;
  }

  /** Whether a send of `root` may pass now, by the play of this copy or of another. Asking spends the token. */
  spend(root: Element): boolean {
    return isClaimed(root, 'playing') || isClaimed(root, 'token');
  }
}

/** The held press once more, with all that it was made of. `target` is where it fell. */
export function pressAgain(
  webmail: Webmail,
  { root, control, kind }: SendIntent,
  event: Event,
  target: Element | null,
): void {
  // A shortcut that was struck in no compose is the page's to understand: perhaps it means nothing there.
  if (kind === 'chord' && isKey(event) && target?.isConnected && !isWithin(target, root)) {
    strike(target, event);
    return;
  }
  const wanted = kind === 'chord' ? 'send' : kind;
  const button = control?.isConnected ? control : webmail.controls(root).find((one) => one.kind === wanted)?.element;
  // Menu entries look at the pointer itself.
  if (button != null) press(button, wanted.startsWith('send') ? webmail.descriptor.replay : 'pointer');
  else if (isKey(event)) strike(target?.isConnected ? target : root, event);
}

function isWithin(element: Element, root: Element): boolean {
  return [element, ...framesAround(element)].some((place) => root.contains(place));
}

/** The events of one press on a control, as much of them as the page needs. */
function press(control: Element, how: Replay): void {
  const view = control.ownerDocument.defaultView;
  if (view === null) return;
  const box = control.getBoundingClientRect();
  const at = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view,
    detail: 1,
    button: 0,
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
  };
  const pointer = { ...at, pointerId: 1, pointerType: 'mouse', isPrimary: true };
  if (how === 'pointer') control.dispatchEvent(new view.PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
  if (how !== 'click') {
    const goesOn = control.dispatchEvent(new view.MouseEvent('mousedown', { ...at, buttons: 1 }));
    // A real press moves the focus, which makes webmails take over what was typed.
    if (goesOn && 'focus' in control) (control as HTMLElement).focus({ preventScroll: true });
    if (how === 'pointer') control.dispatchEvent(new view.PointerEvent('pointerup', pointer));
    control.dispatchEvent(new view.MouseEvent('mouseup', at));
  }
  if (how === 'click' && 'click' in control) (control as HTMLElement).click();
  else control.dispatchEvent(new view.MouseEvent('click', at));
}

/** The key press that was held, on the element it was held at. */
function strike(target: Element, held: KeyboardEvent): void {
  const view = target.ownerDocument.defaultView;
  if (view === null) return;
  for (const type of ['keydown', 'keyup'] as const) {
    target.dispatchEvent(
      new view.KeyboardEvent(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
        view,
        key: held.key,
        code: held.code,
        keyCode: held.keyCode,
        location: held.location,
        ctrlKey: held.ctrlKey,
        metaKey: held.metaKey,
        shiftKey: held.shiftKey,
        altKey: held.altKey,
      }),
    );
  }
}
