/** Turns parts of a demo mailbox into components. Runs in the page. */

/** Makes Send a component: the button that a person presses stands in its open shadow tree. */
export const INTO_COMPONENT = (listensInside) => {
  const [compose] = window.mailbox.composes;
  const { sendButton } = compose;
  const inner = document.createElement('button');
  inner.append(...sendButton.childNodes);
  inner.style.cssText = 'all:unset;display:block;padding:8px 24px';
  const host = document.createElement('div');
  for (const { name, value } of sendButton.attributes) host.setAttribute(name, value);
  host.attachShadow({ mode: 'open' }).append(inner);
  (listensInside ? inner : host).addEventListener('click', () => window.mailbox.send(compose, 'click'));
  sendButton.replaceWith(host);
  compose.sendButton = host;
};
