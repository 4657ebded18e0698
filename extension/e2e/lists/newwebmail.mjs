/** A webmail that no package knows: its page, and what a maintainer would sign of it. */
import { readUnknown } from '../support/fixtures.mjs';

/** With scripts: chips can be removed, a comma makes one, and Send counts in `window.sent`. */
export const HERMES_PAGE = `${readUnknown('zimbra-classic.html').body}
<script>
  window.sent = [];
  const box = document.querySelector('.addrBubbleContainer');
  const input = document.querySelector('.addrBubbleInput');
  const addressOf = (text) => /[^\\s<>]+@[^\\s<>]+/.exec(text)?.[0];
  const take = () => {
    const address = addressOf(input.value);
    if (address === undefined) return;
    input.value = '';
    input.insertAdjacentHTML('beforebegin', '<span class="addrBubble" tabindex="0"><span></span><span class="x"></span></span>');
    input.previousSibling.firstChild.textContent = address;
  };
  input.addEventListener('blur', take);
  input.addEventListener('keydown', ({ key }) => key === 'Enter' && take());
  box.addEventListener('click', ({ target }) => target.matches('.x') && target.parentNode.remove());
  document.querySelector('.ZmToolBar > :first-child').addEventListener('click', () => {
    window.sent.push([...box.querySelectorAll('.addrBubble')].map(({ textContent }) => addressOf(textContent)));
  });
</script>`;

export const HERMES = {
  id: 'hermes',
  version: 1,
  hosts: [],
  guards: 'send',
  detect: ['.ZmComposeView'],
  compose: [{ anchor: ['.addrBubbleInput'], having: [['.addrBubbleContainer'], ['.body'], ['.ZmToolBar']] }],
  body: ['.body'],
  fields: { to: ['.addrBubbleContainer'], cc: [], bcc: [], any: [] },
  chips: [{ select: ['.addrBubble'], address: [{ from: 'text', pick: 'address' }], display: [{ from: 'text' }] }],
  typed: [{ select: ['.addrBubbleInput'], as: 'value' }],
  summary: [],
  memory: [],
  sender: [],
  send: {
    buttons: [{ select: ['.ZmToolBar > [role="button"]:first-child'], kind: 'send' }],
    openers: [],
    detached: [],
    chords: [],
  },
  replay: 'click',
  fix: { remove: 'click', control: ['.x'], input: ['.addrBubbleInput'] },
};
