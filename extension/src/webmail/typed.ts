/** Text that a person has typed and the webmail has not yet taken as a recipient. */
import { firstChildOf, matchesSelector, nextSiblingOf, nodeValueOf, typeOf } from './dom.ts';
import { withoutInvisible } from './text.ts';

const NOT_TYPED = 'button,[role="button"],[contenteditable="false"],style,script';
const BREAKS = 'div,p,br,li';

/** An editable's own text: chips, buttons and other things nobody typed left out, each as a break between texts. */
export function residue(editable: Element, taken: ReadonlySet<Element>): string {
  let text = '';
  let isBroken = false;
  const walk = (node: Node): void => {
    for (let child = firstChildOf(node); child !== null; child = nextSiblingOf(child)) {
      if (typeOf(child) === 3) {
        const more = nodeValueOf(child) ?? '';
        if (isBroken && more !== '' && text !== '') text += '\n';
        if (more !== '') isBroken = false;
        text += more;
      } else if (typeOf(child) === 1) {
        const element = child as Element;
        const isTyped = !taken.has(element) && !matchesSelector(element, NOT_TYPED);
        const breaks = !isTyped || matchesSelector(element, BREAKS);
        isBroken ||= breaks;
        if (isTyped) walk(element);
        isBroken ||= breaks;
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
