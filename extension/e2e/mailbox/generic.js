/** A plain compose of a webmail that nobody described: hints only. */
import { h } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

const skin = {
  options: { sendOn: 'click' },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts } = app;
    const input = h('input.field', { type: 'email', name: 'to', multiple: true, 'aria-label': texts.to });
    const place = h('div.chips', {}, input);
    compose.fields = {
      to: inputField(
        app,
        input,
        (chip) => place.insertBefore(chip, input),
        (address) => h('span.chip', { 'data-email': address }, address),
      ),
    };
    compose.subject = h('input.subject', { name: 'subject', placeholder: texts.subject });
    compose.body = h('div.text', { contenteditable: 'true', 'aria-label': texts.body });
    compose.sendButton = h('button.send.alone', { type: 'button' }, texts.send);
    wireSend(app, compose, compose.sendButton);
    const root = h(
      'form.box',
      {},
      h('div.line', {}, h('span.name', {}, texts.to), place),
      h('div.line', {}, compose.subject),
      compose.body,
      h('div.tools', {}, compose.sendButton),
    );
    root.addEventListener('submit', (event) => event.preventDefault());
    app.place(compose, root);
    return root;
  },
};

startMailbox(skin, window.mailboxOptions);
