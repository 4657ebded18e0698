/**
 * Building elements by hand: texts become text nodes, never markup.
 */

type Child = Node | string | undefined | false;

/** An element of this script's own document, with attributes and children. */
export function make<N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[N] {
  return makeIn(document, name, attributes, ...children);
}

/** The same in another document: a compose may be in a window of its own. */
export function makeIn<N extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: N,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[N] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const child of children) {
    if (child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** A button that does something in this page. */
export function button(
  words: string,
  press: () => unknown,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = make('button', { type: 'button', class: 'button', ...attributes }, words);
  made.addEventListener('click', press);
  return made;
}

/** A field for a name or an address, without autocorrection. The element `${id}-says` below it describes it. */
export function field(
  id: string,
  placeholder: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLInputElement {
  return make('input', {
    id,
    class: 'field',
    type: 'text',
    dir: 'ltr',
    placeholder,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': `${id}-says`,
    ...attributes,
  });
}
