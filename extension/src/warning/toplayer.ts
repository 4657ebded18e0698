/**
 * What a page may have put over us in the top layer, for browsers that do not
 * report covers: a hit test is blind to what lets presses through.
 */
import { findAll, isElement, listen, shadowOf, unlisten } from '../dom.ts';
import { isOwnHost } from './host.ts';

export class TopLayer {
  readonly #document: Document;
  /** Popovers and modal dialogs that were open before we were shown, and have stayed: they lie under us. */
  readonly #under: Set<Element>;
  readonly #fullscreen: Element | null;

  /** Call when what is watched has just been shown. */
  constructor(document: Document) {
    this.#document = document;
    this.#under = new Set(openIn(document));
    this.#fullscreen = document.fullscreenElement;
    document.defaultView?.addEventListener('beforetoggle', this.#toggled, true);
    for (const one of this.#under) listen(one, 'beforetoggle', this.#toggled, true);
  }

  stop(): void {
    this.#document.defaultView?.removeEventListener('beforetoggle', this.#toggled, true);
    for (const one of this.#under) unlisten(one, 'beforetoggle', this.#toggled, true);
  }

  /** `wholly`: also within the page's shadow trees, which takes a walk over all its elements. */
  isCovered(wholly: boolean): boolean {
    if (this.#document.fullscreenElement !== this.#fullscreen) return true;
    if (openIn(this.#document).some((one) => !this.#under.has(one))) return true;
    // Of what is open in a shadow tree nobody can say since when.
    return wholly && rootsIn(this.#document).some((root) => openIn(root).length > 0);
  }

  /** Opened again, it would lie over us. */
  readonly #toggled = ({ target }: Event): void => {
    if (isElement(target)) this.#under.delete(target);
  };
}

function openIn(root: Document | ShadowRoot): Element[] {
  return findAll(root, ':popover-open, :modal');
}

/** All shadow roots of the page but ours, those within others included; closed ones where the browser shows them to extensions. */
function rootsIn(root: Document | ShadowRoot): ShadowRoot[] {
  const rootOfAnyMode = Object.getOwnPropertyDescriptor(Element.prototype, 'openOrClosedShadowRoot')?.get;
  return findAll(root, '*').flatMap((element) => {
    if (isOwnHost(element)) return [];
    const inner: ShadowRoot | null = rootOfAnyMode?.call(element) ?? shadowOf(element);
    return inner === null ? [] : [inner, ...rootsIn(inner)];
  });
}
