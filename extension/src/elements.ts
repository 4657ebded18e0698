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
