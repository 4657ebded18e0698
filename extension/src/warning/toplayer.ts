/**
 * What a page may have put over us in the top layer, for browsers that do not
 * report covers. A hit test is blind to what lets presses through, and a modal
 * dialog makes us inert, which it sees: popovers and full screens remain.
 */
import { isOwnHost } from './host.ts';

type WithRoot = Element & { readonly openOrClosedShadowRoot?: ShadowRoot | null };

export class TopLayer {
  readonly #document: Document;
  /** Popovers that were open before we were shown, and have stayed: they lie under us. */
  readonly #under: Set<Element>;
  readonly #fullscreen: Element | null;

  /** Call when what is watched has just been shown. */
  constructor(document: Document) {
    this.#document = document;
    this.#under = new Set(popoversIn(document));
    this.#fullscreen = document.fullscreenElement;
    document.defaultView?.addEventListener('beforetoggle', this.#toggled, true);
    for (const popover of this.#under) popover.addEventListener('beforetoggle', this.#toggled, true);
  }

  stop(): void {
    this.#document.defaultView?.removeEventListener('beforetoggle', this.#toggled, true);
    for (const popover of this.#under) popover.removeEventListener('beforetoggle', this.#toggled, true);
  }

  /** `wholly`: also within the page's shadow trees, which takes a walk over all its elements. */
  isCovered(wholly: boolean): boolean {
    if (this.#document.fullscreenElement !== this.#fullscreen) return true;
    if (popoversIn(this.#document).some((popover) => !this.#under.has(popover))) return true;
    // Of a popover in a shadow tree nobody can say when it was opened.
    return wholly && rootsIn(this.#document).some((root) => popoversIn(root).length > 0);
  }

  /** Opened again, it would lie over us. */
  readonly #toggled = ({ target }: Event): void => {
    if (target instanceof Element) this.#under.delete(target);
  };
}

function popoversIn(root: Document | ShadowRoot): Element[] {
  return [...root.querySelectorAll(':popover-open')];
}

/** All shadow roots of the page but ours, those within others included; closed ones where the browser shows them to extensions. */
function rootsIn(root: Document | ShadowRoot): ShadowRoot[] {
  return [...root.querySelectorAll('*')].flatMap((element: WithRoot) => {
    if (isOwnHost(element)) return [];
    const inner = element.openOrClosedShadowRoot ?? element.shadowRoot;
    return inner === null || inner === undefined ? [] : [inner, ...rootsIn(inner)];
  });
}
