/** Text that a person has typed and the webmail has not yet taken as a recipient. */
import { childrenOf, isElement, matchesSelector, nodeValueOf, typeOf } from '../dom.ts';
import { withoutInvisible } from './text.ts';

const NOT_TYPED = 'button,[role="button"],[contenteditable="false"],style,script';
const BREAKS = 'div,p,br,li';

/** An editable's own text: chips, buttons and other things nobody typed left out, each as a break between texts. */
export function residue(editable: Element, taken: ReadonlySet<Element>): string {
  let text = '';
  let isBroken = false;
  const walk = (node: Node): void => {
    for (const child of childrenOf(node)) {
      if (isElement(child)) {
        const isTyped = !taken.has(child) && !matchesSelector(child, NOT_TYPED);
        const breaks = !isTyped || matchesSelector(child, BREAKS);
        isBroken ||= breaks;
        if (isTyped) walk(child);
        isBroken ||= breaks;
      } else if (typeOf(child) === 3 && nodeValueOf(child) !== '') {
        if (isBroken && text !== '') text += '\n';
        isBroken = false;
        text += nodeValueOf(child);
      }
    }
  };
  walk(editable);
  return text;
}

/** The same to the last character that a person wrote. */
export function writtenIn(text: string): string {
  const clean = withoutInvisible(text);
  let end = clean.length;
  while (clean[end - 1] === '\n') end--;
  return clean.slice(0, end);
}
