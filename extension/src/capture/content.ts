/**
 * The words that a page shows or holds. A name of a part that has one of them in
 * it is not offered to stay: a folder may be called after a person.
 */
import { attributePieces } from './attributes.ts';

/** The page is looked through up to here; what comes later is replaced like everything else. */
const MAX_WORDS = 20_000;
/** Shorter words are in everything. */
const MIN_LETTERS = 3;

const WORDS = /\p{L}{3,}/gu;

export class Content {
  readonly #words = new Set<string>();

  add(text: string): void {
    if (this.#words.size >= MAX_WORDS) return;
    for (const [word] of text.matchAll(WORDS)) this.#words.add(word.toLowerCase());
  }

  /** Whether a name shares three letters in a row with nothing that the page shows. */
  isForeignTo(name: string): boolean {
    const lower = name.toLowerCase();
    const parts = name
      .replace(/([a-z])([A-Z])/gu, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((part) => part.length >= MIN_LETTERS);
    for (const word of this.#words) {
      if (lower.includes(word) || parts.some((part) => word.includes(part))) return false;
    }
    return true;
  }
}

/** All that an element shows, holds or says. */
export function gather(root: Node, content: Content): void {
  const walker = root.ownerDocument?.createTreeWalker(root);
  if (walker === undefined) return;
  for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
    content.add(node.nodeValue ?? '');
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const element = node as Element;
    for (const { name, value } of element.attributes) {
      const pieces = attributePieces(name, value) ?? [];
      // Of what is written otherwise or not at all, everything is content.
      if (pieces.map(({ text }) => text).join('') !== value.trim().replace(/\s+/gu, ' ')) content.add(value);
      else for (const { text, kind } of pieces) if (kind === 'replaced') content.add(text);
    }
    if ('value' in element && typeof element.value === 'string') content.add(element.value);
    if (element.localName === 'template') gather((element as HTMLTemplateElement).content, content);
    if (element.shadowRoot !== null) gather(element.shadowRoot, content);
    const frame = frameBody(element);
    if (frame !== null) gather(frame, content);
  }
}

/** The body of a frame that belongs to this page; null for other elements and for frames of others. */
export function frameBody(element: Element): Element | null {
  if (!element.matches('iframe,frame')) return null;
  try {
    return (element as HTMLIFrameElement).contentDocument?.body ?? null;
  } catch {
    return null;
  }
}
