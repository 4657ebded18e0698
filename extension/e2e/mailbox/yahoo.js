/** A compose built the way Yahoo's and AOL's are: see `descriptors/yahoo.json`. */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

const skin = {
  options: { sendOn: 'mouseup' },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts, options } = app;
    const isOld = options.widget === 'old';
    compose.fields = {};
    const rows = ['to', 'cc', 'bcc'].map((name) => {
      const input = h('input.field', {
        id: `message-${name}-field-${compose.id}`,
        role: 'combobox',
        'aria-label': texts[name],
        autocomplete: 'off',
      });
      const place = h('div.chips', { role: 'listbox' }, input);
      compose.fields[name] = inputField(
        app,
        input,
        (chip) => place.insertBefore(chip, compose.fields[name].input),
        isOld ? oldPill : newPill,
        (chip, address) => {
          // A contact that is known: the pill shows a name, the address is in a title.
          if (options.knownContacts)
            chip.querySelector('[data-shown]').replaceChildren(h('span', { title: `Friend <${address}>` }, 'Friend'));
        },
      );
      return h(
        'div.line',
        { 'data-test-id': isOld ? `container-${name}` : `compose-header-field-${name}` },
        h('span.name', {}, texts[name]),
        place,
      );
    });
    compose.subject = h('input.subject', {
      'data-test-id': 'compose-subject',
      'aria-label': texts.subject,
      placeholder: texts.subject,
    });
    compose.body = h('div.text', {
      'data-test-id': 'rte',
      role: 'textbox',
      contenteditable: 'true',
      'aria-multiline': 'true',
      'aria-label': texts.body,
    });
    compose.sendButton = h(
      'button.send',
      { type: 'button', 'data-test-id': 'compose-send-button', title: texts.sendLabel },
      h('span', {}, texts.send),
    );
    wireSend(app, compose, compose.sendButton);
    compose.opener = h(
      'button.open',
      { type: 'button', 'aria-haspopup': 'true', 'aria-label': texts.more },
      icon(ICONS.down, 16),
    );
    compose.opener.addEventListener('click', () => {
      app.menu(compose.opener, [
        [{ 'data-test-id': 'schedule-send' }, texts.schedule, () => app.send(compose, 'menu', 'schedule')],
      ]);
    });
    const root = h(
      `div.box${app.composes.some((one) => one.root.isConnected) ? '.second' : ''}${compose.kind === 'full' ? '.full' : ''}${isOld ? '.compose-header' : ''}`,
      { 'data-test-id': 'compose' },
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

function newPill(address) {
  return h(
    'div.chip',
    { 'data-test-id': 'y-pill', role: 'option' },
    h('span', { hidden: true }, '|'),
    h('span', { 'data-shown': '' }, address),
    h('button', { type: 'button', 'data-remove': '', 'data-test-id': 'pill-close' }, icon(ICONS.close, 13)),
  );
}

function oldPill(address) {
  return h(
    'div.chip',
    { 'data-test-id': 'pill', title: address },
    h('span', { 'data-shown': '' }, address.split('@')[0]),
    h('button', { type: 'button', 'data-remove': '' }, icon(ICONS.close, 13)),
  );
}

startMailbox(skin, window.mailboxOptions);
