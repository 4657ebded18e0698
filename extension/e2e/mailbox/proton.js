/** A compose built the way Proton's is: the text in a frame, its own shortcuts: see `descriptors/proton.json`. */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

const EDITORS = { to: 'composer-to-editor', cc: 'composer-editor-cc', bcc: 'composer-editor-bcc' };

const skin = {
  options: { sendOn: 'click', bodyInFrame: true },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts } = app;
    compose.fields = {};
    const rows = Object.entries(EDITORS).map(([name, editor]) => {
      const input = h('input.field', {
        id: `${name}-composer-${compose.id}`,
        'data-testid': `composer:${name}`,
        'aria-label': texts[name],
        autocomplete: 'off',
      });
      const place = h(`div.chips.${editor}`, {}, input);
      compose.fields[name] = inputField(
        app,
        input,
        (chip) => place.insertBefore(chip, compose.fields[name].input),
        (address) =>
          h(
            'div.chip.composer-addresses-item',
            { 'data-testid': 'composer-addresses-item' },
            h(
              'span',
              { 'data-testid': 'composer-addresses-item-label' },
              app.options.knownContacts ? 'Friend' : address,
            ),
            h(
              'button',
              {
                type: 'button',
                'data-remove': '',
                'data-testid': `remove-address-button-${address}`,
                title: texts.remove,
              },
              icon(ICONS.close, 13),
            ),
          ),
      );
      return h('div.line', {}, h('span.name', {}, texts[name]), place);
    });
    compose.subject = h('input.subject', {
      'data-testid': 'composer:subject',
      placeholder: texts.subject,
      'aria-label': texts.subject,
    });
    compose.body = h('div.text', { contenteditable: 'true', 'aria-label': texts.body });
    compose.sendButton = h('button.send', { type: 'button', 'data-testid': 'composer:send-button' }, texts.send);
    wireSend(app, compose, compose.sendButton);
    compose.opener = h(
      'button.open',
      {
        type: 'button',
        'aria-expanded': 'false',
        'data-testid': 'composer:scheduled-send:open-dropdown',
        'aria-label': texts.more,
      },
      icon(ICONS.down, 16),
    );
    compose.opener.addEventListener('click', () => {
      app.menu(compose.opener, [
        [
          { 'data-testid': 'composer:schedule-send-as-is' },
          texts.schedule,
          () => app.send(compose, 'menu', 'schedule'),
        ],
      ]);
    });
    const root = h(
      `div.composer.box${app.composes.some((one) => one.root.isConnected) ? '.second' : ''}${compose.kind === 'full' ? '.full' : ''}`,
      { 'data-testid': `composer-${compose.id}` },
      h('div.bar', {}, texts.newMessage, icon(ICONS.close, 18)),
      ...rows,
      h('div.line', {}, compose.subject),
      h('section', { 'data-testid': 'editor-wrapper' }, app.bodyPlace(compose, { 'data-testid': 'rooster-iframe' })),
      h('footer.tools', {}, h('div.split', {}, compose.sendButton, compose.opener), icon(ICONS.clip)),
    );
    // Escape closes the composer: a dialog of ours must keep the key to itself.
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') root.remove();
    });
    app.place(compose, root);
    return root;
  },
};

startMailbox(skin, window.mailboxOptions);
