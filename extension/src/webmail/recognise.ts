/** Which webmail a page on somebody's own server is, by what the descriptions say of their pages. */
import type { Descriptor } from './descriptor.ts';
import { bundledDescriptors } from './descriptors.ts';
import { has } from './select.ts';

/** The webmail that this page is, or that the page around it or behind it is; null where none is recognised. */
export function recognise(window: Window, known: readonly Descriptor[]): Descriptor | null {
  for (const document of documentsOf(window)) {
    const found = known.find(({ detect = [] }) => has(document, detect));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Calls `found` with the webmail that we know once the page's scripts and styles show it, or with
 * null if the page has loaded and shows none.
 */
export function whenRecognised(found: (descriptor: Descriptor | null) => void): void {
  const search = (): void => {
    const descriptor = recognise(window, bundledDescriptors);
    if (descriptor === null && document.readyState !== 'complete') return;
    observer.disconnect();
    window.removeEventListener('load', search);
    found(descriptor);
  };
  const observer = new MutationObserver(search);
  observer.observe(document, { childList: true, subtree: true });
  window.addEventListener('load', search);
  search();
}

/** The page itself, those around it and the one that opened it, as far as they are of its own origin. */
function documentsOf(window: Window): readonly Document[] {
  const documents: Document[] = [];
  let one: Window | null = window;
  while (one !== null) {
    const document = documentOf(one);
    if (document === null || documents.includes(document)) break;
    documents.push(document);
    one = one.parent === one ? (one.opener as Window | null) : one.parent;
  }
  return documents;
}

function documentOf(window: Window): Document | null {
  try {
    return window.document;
  } catch {
    return null; // of another origin
  }
}
