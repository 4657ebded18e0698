/** A compose built the way Fastmail's is: see `descriptors/fastmail.json`. */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

const skin = {
  options: { sendOn: 'pointerdown' },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts } = app;
    compose.fields = {};
    const rows = ['to', 'cc', 'bcc'].map((name) => {
      const input = h('textarea.field', { id: `v${compose.id}-${name}-input`, rows: 1, 'aria-label': texts[name] });
      const tokens = h('ul.chips.v-EmailInput-tokens', { style: 'list-style:none;margin:0;flex:0 1 auto' });
      compose.fields[name] = inputField(
        app,
        input,
        (chip) => tokens.append(chip),
        (address) =>
          h(
            'li.chip',
            {},
            address,
            h('button', { type: 'button', 'data-remove': '', 'aria-label': texts.remove }, icon(ICONS.close, 13)),
          ),
      );
      return h(
        'div.line',
        {},
        h('span.name', {}, texts[name]),
        h('div.v-EmailInput', { style: 'display:flex;flex:1' }, tokens, input),
      );
    });
    compose.subject = h('input.subject', {
      id: `v${compose.id}-subject-input`,
      placeholder: texts.subject,
      'aria-label': texts.subject,
    });
    compose.body = h('div.text.v-RichText', { contenteditable: 'true', 'aria-label': texts.body });
    compose.sendButton = h('button.v-Button.s-send.send', { type: 'button' }, texts.send);
    wireSend(app, compose, compose.sendButton);
    compose.opener = h(
      'button.v-MenuButton.open',
      { type: 'button', 'aria-haspopup': 'true', 'aria-label': texts.more },
      icon(ICONS.down, 16),
    );
    compose.opener.addEventListener('click', () => {
      app.menu(compose.opener, [
        [{ class: 'v-Button s-send-later' }, texts.schedule, () => app.send(compose, 'menu', 'schedule')],
      ]);
    });
    const root = h(
      `div.v-Compose.box${app.composes.some((one) => one.root.isConnected) ? '.second' : ''}${compose.kind === 'full' ? '.full' : ''}`,
      {},
      h('div.bar', {}, texts.newMessage, icon(ICONS.close, 18)),
      ...rows,
      h('div.line', {}, compose.subject),
      compose.body,
      h('div.tools', {}, h('div.split', {}, compose.sendButton, compose.opener), icon(ICONS.clip)),
    );
    app.place(compose, root);
    return root;
  },
};

startMailbox(skin, window.mailboxOptions);
