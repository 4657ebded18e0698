/**
 * Forms with a field for every property name of a form, an element and a node:
 * `form.parentElement` is a field then, in every script world of the page.
 */
import { h } from './dom.js';

function propertyNames() {
  const names = new Set();
  for (let at = HTMLFormElement.prototype; at !== null; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names];
}

/** Puts such a form around a compose, one inside it, and the fields into those that are there; returns what holds it all. */
export function nameFields(root) {
  const outer = h('form', { style: 'display:contents' });
  const inner = h('form', { style: 'display:contents' });
  const forms = [outer, inner, ...root.querySelectorAll('form')];
  for (const form of forms) form.addEventListener('submit', (event) => event.preventDefault());
  const shell = h('div', { style: 'display:contents' });
  root.replaceWith(shell);
  shell.append(outer);
  inner.append(...root.childNodes);
  root.append(inner);
  outer.append(root);
  // From the last to the first: in a form that has the fields, nothing can be called any more.
  for (const form of forms) {
    const fields = propertyNames().map((name) => h('input', { type: 'hidden', name }));
    Element.prototype.append.apply(form, fields);
  }
  return shell;
}
