/** Mails that hold the webmail's own compose markup: what somebody sent, or what a reply quotes. */
import { h } from './dom.js';

/** Gmail's names alone, as few as make a compose of it. */
const SMALL = {
  gmail: (address) =>
    h(
      'div.M9',
      {},
      h('div.agP', {}, h('div.afV', { 'data-hovercard-id': address }, address)),
      h('span.Am.editable', {}),
      h('div.dC', {}, h('span.aoO', {}, '.')),
    ),
};

/**
 * What a mail with the markup of this compose looks like: a copy of its box with
 * one recipient, ids and all, out of sight; and, where it is known, the shortest form.
 * @param compose one that is drawn; it stays as it is
 */
function skeletonOf(compose, webmail, address) {
  const copy = withRecipient(compose.fields.to, address, () => compose.root.cloneNode(true));
  for (const [name, value] of [
    ['position', 'absolute'],
    ['inset', '0 auto auto -5000px'],
    ['width', '600px'],
    // A fixed box within stays with it, and covers nothing.
    ['contain', 'layout'],
  ])
    copy.style.setProperty(name, value);
  return h('div', {}, copy, SMALL[webmail]?.(address));
}

/** What `make` returns while somebody stands in a field, or is typed where nobody can stand. */
function withRecipient(field, address, make) {
  if (field.add === undefined) {
    field.input.value = address;
    const made = make();
    field.input.value = '';
    return made;
  }
  const chip = field.add(address);
  const made = make();
  if (field.drop === undefined) chip.remove();
  else field.drop(field.chips.at(-1));
  field.changed();
  return made;
}

/** Quotes a mail with such markup in the text of a compose. */
export function quote(compose, webmail, address) {
  const skeleton = skeletonOf(compose, webmail, address);
  compose.body.append(h('div', {}, 'On Monday, Rosa wrote:'), h('blockquote', {}, 'See you there.', skeleton));
}

/** Shows a received mail with such markup in the list. */
export function display(compose, webmail, address) {
  if (document.querySelector('article.received') !== null) return;
  const skeleton = skeletonOf(compose, webmail, address);
  document.querySelector('.list').append(h('article.received', {}, h('p', {}, 'See you there.'), skeleton));
}
