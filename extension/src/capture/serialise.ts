/**
 * A part of a page as text, without what it says: elements, their known names
 * and standard attributes as they are, every text and other value as its
 * placeholder. Loaded as a page of its own it is read by the engine as the
 * original is, and it fetches and runs nothing.
 *
 * Elements around the wanted ones are written without their other children.
 * Spaces between elements would be text of an editable field, so lines are
 * broken inside of tags.
 */
import type { CapturedName, Replaced } from '../messages/capture.ts';
import { attributeName, attributePieces, type NamePiece } from './attributes.ts';
import { Content, frameBody, gather } from './content.ts';
import { EDITABLE, isDrawnAway, isLeftOut, isOrHas, isVoid } from './parts.ts';
import { Placeholders } from './placeholder.ts';
import { escapeText, escapeValue, Names, Sheet } from './sheet.ts';
import { BOOLEAN } from './vocabulary.ts';

export interface Serialised {
  /** Markup, and numbers of `names` where a name could stand. */
  readonly pieces: readonly (string | number)[];
  readonly names: readonly CapturedName[];
  /** How many texts and values were replaced, and how many parts were left out. */
  readonly replaced: Replaced;
}

/** Labels, and texts around a compose. */
const MAX_TEXT = 200;
/** Fields, where every recipient counts. */
const MAX_FIELD = 20_000;
/** Pages nest a few hundred deep; the browser's own limit when it reads markup is 512. */
const MAX_DEPTH = 500;

/**
 * @param wanted elements that are written whole
 * @param bodies message texts, of which only the box is written
 * @param head markup of our own that stands in the head
 */
export function serialise(
  document: Document,
  wanted: readonly Element[],
  bodies: readonly Element[],
  head: string,
): Serialised {
  const content = new Content();
  content.add(document.title);
  for (const element of wanted) gather(element, content);
  const writer = new Writer(new Names((name) => content.isForeignTo(name)), wanted, bodies);
  writer.page(document, head);
  return writer.outcome();
}

/** What is known on the way down. */
interface Place {
  readonly depth: number;
  /** The whole of it is written, not only the way to a wanted element. */
  readonly isWhole: boolean;
  /** Inside a message text. */
  readonly isBody: boolean;
  readonly isHidden: boolean;
}

class Writer {
  readonly #names: Names;
  readonly #wanted: readonly Element[];
  readonly #bodies: readonly Element[];
  readonly #placeholders = new Placeholders();
  #sheet: Sheet;
  #texts = 0;
  #values = 0;
  #parts = 0;

  constructor(names: Names, wanted: readonly Element[], bodies: readonly Element[]) {
    this.#names = names;
    this.#sheet = new Sheet(names);
    this.#wanted = wanted;
    this.#bodies = bodies;
  }

  page(document: Document, head: string): void {
    const place = { depth: 0, isWhole: false, isBody: false, isHidden: false };
    this.#sheet.write('<html');
    this.#attributes(document.documentElement);
    this.#sheet.write(`\n>${head}`);
    if (document.body !== null) this.#element(document.body, place);
    this.#sheet.write('</html>\n');
  }

  outcome(): Serialised {
    return {
      pieces: this.#sheet.pieces,
      names: this.#names.all(),
      replaced: { texts: this.#texts, values: this.#values, parts: this.#parts },
    };
  }

  #element(element: Element, around: Place): void {
    const isWhole = around.isWhole || this.#wanted.includes(element);
    if (!isWhole && !this.#wanted.some((one) => element.contains(one))) return;
    const name = element.localName;
    if (isLeftOut(name) || around.depth > MAX_DEPTH) {
      this.#parts++;
      return;
    }
    const isBody = around.isBody || this.#bodies.includes(element);
    const hides = !around.isHidden && isDrawnAway(element);
    const place = { depth: around.depth + 1, isWhole, isBody, isHidden: around.isHidden || hides };
    this.#sheet.write('<');
    const tag = this.#tag(element);
    this.#attributes(element);
    this.#state(element);
    if (hides) this.#sheet.write(' style="display:none"');
    const frame = frameBody(element);
    if (frame !== null) this.#frame(frame, place);
    this.#sheet.write(`\n${' '.repeat(place.depth)}>`);
    if (isVoid(name)) return;
    if (name === 'svg' || name === 'math') this.#parts++;
    else if (name === 'textarea') this.#textarea(element as HTMLTextAreaElement, isBody);
    else if (frame === null) this.#children(element, place);
    this.#sheet.write('</');
    if (typeof tag === 'string') this.#sheet.write(`${tag}>`);
    else {
      this.#sheet.name(tag.name);
      this.#sheet.write('>');
    }
  }

  /** Standard elements keep their names; those of the page's own making are names like any other. */
  #tag(element: Element): string | { readonly name: string } {
    const name = element.localName;
    // Elements of a frame are instances of the frame's own classes.
    const isStandard = !name.includes('-') && String(element) !== '[object HTMLUnknownElement]';
    if (isStandard && /^[a-z][a-z0-9]*$/u.test(name)) {
      this.#sheet.write(name);
      return name;
    }
    if (/^[a-z][\w.-]*$/u.test(name)) {
      this.#sheet.name(name);
      return { name };
    }
    this.#sheet.write('x-x');
    return 'x-x';
  }

  #attributes(element: Element): void {
    for (const { name, value } of element.attributes) {
      const pieces = attributePieces(name, value);
      const written = attributeName(name);
      if (pieces === null || written === null) {
        this.#parts++;
        continue;
      }
      this.#sheet.write(' ');
      for (const piece of written) this.#piece(piece);
      if (pieces.length === 0) {
        if (!BOOLEAN.has(name)) this.#sheet.write('=""');
        continue;
      }
      this.#sheet.write('="');
      // Addresses keep apart from each other; names do not hold any.
      if (pieces.length === 1 && pieces[0]?.kind === 'replaced') this.#value(value, MAX_TEXT);
      else for (const piece of pieces) this.#piece(piece);
      this.#sheet.write('"');
    }
  }

  #piece({ text, kind }: NamePiece): void {
    if (kind === 'kept') {
      this.#sheet.write(escapeValue(text));
      return;
    }
    if (kind === 'name') this.#sheet.name(text);
    else this.#sheet.write(escapeValue(this.#placeholders.of(text)));
    if (text !== '') this.#values++;
  }

  #value(value: string, limit: number): void {
    if (value === '') return;
    this.#values++;
    this.#sheet.write(escapeValue(this.#placeholders.of(value, limit)));
  }

  /** What a form control holds now, whatever its attributes say. */
  #state(element: Element): void {
    const name = element.localName;
    if (name === 'option' && (element as HTMLOptionElement).selected) this.#sheet.write(' selected');
    if (name === 'input') {
      const { type, checked } = element as HTMLInputElement;
      if (type === 'checkbox' || type === 'radio') {
        if (checked) this.#sheet.write(' checked');
        return;
      }
      if (type === 'password' || type === 'file') return;
    }
    if ((name !== 'input' && !name.includes('-')) || !('value' in element)) return;
    if (typeof element.value !== 'string' || element.value === '') return;
    this.#sheet.write(' value="');
    this.#value(element.value, MAX_FIELD);
    this.#sheet.write('"');
  }

  #textarea({ value }: HTMLTextAreaElement, isBody: boolean): void {
    if (value === '') return;
    this.#texts++;
    // The first line break after the tag is not part of the text.
    this.#sheet.write(isBody ? 'xxx' : `\n${escapeText(this.#placeholders.of(value, MAX_FIELD))}`);
  }

  #children(element: Element, place: Place): void {
    if (element.shadowRoot !== null) {
      this.#sheet.write('<template shadowrootmode="open">');
      for (const child of element.shadowRoot.childNodes) this.#node(child, { ...place, isWhole: true });
      this.#sheet.write('</template>');
    }
    if (place.isBody) this.#message(element, place);
    else for (const child of element.childNodes) this.#node(child, place);
  }

  /** Of a message text: the way to its fields and frames, and that there is text. */
  #message(element: Element, place: Place): void {
    const isField = element.matches('[contenteditable]:not([contenteditable="false"])');
    const inner = isField ? [] : [...element.children].filter((child) => isOrHas(child, `${EDITABLE},iframe`));
    for (const child of inner) this.#element(child, place);
    this.#parts += element.children.length - inner.length;
    if (inner.length > 0 || (element.textContent ?? '').trim() === '') return;
    this.#texts++;
    this.#sheet.write('xxx');
  }

  #node(node: Node, place: Place): void {
    if (node.nodeType === Node.ELEMENT_NODE) this.#element(node as Element, place);
    else if (node.nodeType === Node.TEXT_NODE && place.isWhole) {
      const text = node.nodeValue ?? '';
      if (text.trim() !== '') this.#texts++;
      const isField = node.parentElement?.closest(EDITABLE) != null;
      this.#sheet.write(escapeText(this.#placeholders.of(text, isField ? MAX_FIELD : MAX_TEXT)));
    } else if (node.nodeType !== Node.TEXT_NODE) this.#parts++;
  }

  #frame(body: Element, place: Place): void {
    const outer = this.#sheet;
    this.#sheet = new Sheet(this.#names);
    this.#sheet.write('<html><body');
    this.#attributes(body);
    this.#sheet.write('>');
    // What an editor's frame holds is the message.
    const isBody = place.isBody || body.matches('[contenteditable]') || body.querySelector(EDITABLE) !== null;
    this.#children(body, { ...place, isWhole: true, isBody });
    this.#sheet.write('</body></html>');
    const inner = this.#sheet;
    this.#sheet = outer;
    outer.write(' srcdoc="');
    outer.writeQuoted(inner);
    outer.write('"');
  }
}
