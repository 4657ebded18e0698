/** The capture tool's writer in a page of its own, for tests that make pages up. */
import { serialise } from '../../src/capture/serialise.ts';

/** Everything below <main> as a capture: its text with nothing let stay, and the names that are offered. */
function capture(): { readonly text: string; readonly names: readonly string[] } {
  const { pieces, names } = serialise(
    document,
    [...document.querySelectorAll('main')],
    [...document.querySelectorAll('.message')],
    '',
  );
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : names[piece]?.placeholder)).join('');
  return { text, names: names.map(({ name }) => name) };
}

/** Consonants that no word of a descriptor, of HTML or of ARIA is made of, so that content cannot look like structure. */
const LETTERS = 'bfghjkqvwz';
const OTHERS = ['жзкл', 'ابتث', '漢海東京', 'äöüß'];

interface Drawn {
  readonly root: HTMLElement;
  /** All that it says, and what of it is not the name of a part. */
  readonly words: readonly string[];
  readonly shown: readonly string[];
  /** Settles once the frames have what they were given. */
  readonly loaded: () => Promise<unknown>;
}

/**
 * A box with random elements, each with words in its texts, values and attributes;
 * with another `shift` the same box with other letters.
 */
function drawRandom(seed: number, shift: number): Drawn {
  const loading: Promise<unknown>[] = [];
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const words: string[] = [];
  const shown: string[] = [];
  /** Names of parts, as programmers give them. */
  let isNaming = false;
  const letter = (from: string): string => {
    const all = Array.from(from);
    return all[(next(all.length) + shift) % all.length] ?? '';
  };
  const word = (isLatin = false): string => {
    const from = isLatin || next(4) > 0 ? LETTERS : (OTHERS[next(OTHERS.length)] ?? '');
    let text = '';
    for (let length = 3 + next(8); length > 0; length--) text += letter(from);
    words.push(text);
    if (!isNaming) shown.push(text);
    return text;
  };
  const phrase = (): string => {
    const address = (): string => `${word()}@${word()}.${word()}`;
    const phrases = [
      () => word(),
      () => `${word()} ${word()}`,
      address,
      () => `${word()} <${address()}>`,
      () => `${word()}-${word()}`,
    ];
    return phrases[next(phrases.length)]?.() ?? '';
  };
  const naming = <T>(make: () => T): T => {
    isNaming = true;
    const made = make();
    isNaming = false;
    return made;
  };
  const shapes: readonly (() => Element)[] = [
    () => element('div'),
    () => element('span'),
    () => element('button', { role: 'button' }),
    () => element('a', { href: `https://${word()}.example/${word()}` }),
    () => element('img', { src: `data:image/png,${word()}`, alt: phrase() }),
    () => Object.assign(element('input', { type: 'text' }), { value: phrase() }),
    () => Object.assign(element('input', { type: 'hidden', name: 'to' }), { value: phrase() }),
    () => Object.assign(element('input', { type: 'password' }), { value: phrase() }),
    () => Object.assign(element('textarea'), { value: phrase() }),
    () => element('div', { contenteditable: 'true', role: 'textbox' }),
    () => element('div', { class: 'message', contenteditable: 'true' }),
    () => element('div', { style: `display:none;background:url("${word()}")` }),
    () => element('script', { type: `text/${word()}` }),
    () => element('style'),
    () => element('template'),
    () => element(naming(() => `${word(true)}-${word(true)}`)),
    () => element('iframe', { srcdoc: `<p title="${word()}">${phrase()}</p>` }),
    () => element('select'),
  ];
  const element = (name: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const key of SPOKEN) if (next(6) === 0 && !made.hasAttribute(key)) made.setAttribute(key, phrase());
    for (const key of NAMED) {
      if (next(5) === 0 && !made.hasAttribute(key)) made.setAttribute(key, naming(phrase));
    }
    if (next(4) === 0)
      made.setAttribute(
        naming(() => `data-${word(true)}`),
        phrase(),
      );
    return made;
  };
  const fill = (parent: Element | ShadowRoot, depth: number): void => {
    for (let count = 1 + next(4); count > 0; count--) {
      const child = shapes[next(shapes.length)]?.() ?? element('p');
      if (child.localName === 'iframe') loading.push(new Promise((resolve) => child.addEventListener('load', resolve)));
      parent.append(child);
      if (child.localName === 'template') (child as HTMLTemplateElement).innerHTML = `<b>${phrase()}</b>`;
      else if (child.localName === 'select') child.append(new Option(phrase(), phrase(), true, next(2) === 0));
      else if (!/^(?:img|input|textarea|iframe)$/.test(child.localName)) {
        if (next(2) === 0) child.append(document.createTextNode(phrase()));
        if (next(8) === 0) child.append(document.createComment(phrase()));
        if (next(8) === 0) child.append(picture());
        if (next(6) === 0 && /^(?:div|span)$/.test(child.localName))
          fill(child.attachShadow({ mode: 'open' }), depth + 2);
        if (depth < 4 && !/^(?:script|style)$/.test(child.localName)) fill(child, depth + 1);
      }
    }
  };
  const picture = (): Element => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = phrase();
    svg.setAttribute('aria-label', phrase());
    svg.append(title);
    return svg;
  };
  const root = document.createElement('main');
  root.setAttribute('aria-label', phrase());
  fill(root, 0);
  return { root, words, shown, loaded: () => Promise.all(loading) };
}

const SPOKEN = 'title alt placeholder aria-label aria-description value label summary content onclick action'.split(
  ' ',
);
const NAMED =
  'id class name role type for lang dir email data-hovercard-id data-name data-testid data-test-id jsaction jslog aria-haspopup tabindex part'.split(
    ' ',
  );

Object.assign(globalThis, { capture, drawRandom });
