/**
 * A redesign overnight: every class of the webmail's own has a new name, also in
 * what is drawn later, lines stand in wrappers of their own, and the fields
 * come in another order. What the style sheet of these pages needs stays.
 */

const styled = new Set();
const renamed = new Map();

export function redesign(root) {
  const { ownerDocument: document } = root;
  if (styled.size === 0) {
    for (const sheet of document.styleSheets) {
      for (const { selectorText = '' } of sheet.cssRules) {
        for (const [, name] of selectorText.matchAll(/\.([\w-]+)/gu)) styled.add(name);
      }
    }
  }
  for (const line of root.querySelectorAll('.line')) {
    const wrapper = document.createElement('div');
    const outer = document.createElement('div');
    outer.style.display = wrapper.style.display = 'contents';
    line.replaceWith(outer);
    outer.append(wrapper);
    wrapper.append(line);
  }
  for (const list of root.querySelectorAll('tbody'))
    if (list.children.length === 3) list.append(list.firstElementChild);
  rename(root);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) rename(node);
  });
  observer.observe(root, { childList: true, subtree: true });
}

function rename(part) {
  for (const element of [part, ...part.querySelectorAll('[class]')]) {
    for (const name of [...element.classList]) {
      if (styled.has(name) || [...renamed.values()].includes(name)) continue;
      if (!renamed.has(name)) renamed.set(name, `q${(renamed.size + 7) * 7919}`);
      element.classList.replace(name, renamed.get(name));
    }
  }
}
