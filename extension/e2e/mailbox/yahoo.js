/**
 * A compose built the way Yahoo's and AOL's are: see `descriptors/yahoo/yahoo.json`.
 * With `widget: 'old'` as public tests recorded it in 2019-2024 (the pill's
 * title is `<address>` or `Name <address>`), else as read on the page in
 * 2025-2026 (pills that begin with a bar, fields named by `aria-labelledby`).
 */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';
import { boxClasses, scheduleButton } from './parts.js';

const skin = {
  options: { sendOn: 'mouseup' },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts, options } = app;
    const isOld = options.widget === 'old';
    compose.fields = {};
    const rows = ['to', 'cc', 'bcc'].map((name) => {
      const input = h(
        'input.field',
        isOld
          ? { id: `message-${name}-field`, role: 'combobox', 'aria-label': texts[name], autocomplete: 'off' }
          : {
              id: `compose-${name}-field-${compose.id}`,
              role: 'combobox',
              'aria-labelledby': name,
              autocomplete: 'off',
            },
      );
      const place = isOld
        ? h('ul.chips.pill-list', { style: 'list-style:none;margin:0;padding:0' }, h('li.pill-container', {}, input))
        : h('div.chips', {}, input);
      compose.fields[name] = inputField(
        app,
        input,
        (chip) => place.insertBefore(chip, isOld ? place.lastChild : compose.fields[name].input),
        isOld ? oldPill : newPill,
        (chip, address) => {
          // A contact that is known: the pill shows a name, the address is in a title.
          if (options.knownContacts)
            chip.querySelector('[data-shown]').replaceChildren(h('span', { title: `Friend <${address}>` }, 'Friend'));
        },
      );
      if (!isOld) {
        return h(`div.line.compose-${name}-field`, {}, h('span.name', { id: name }, texts[name]), place);
      }
      return h(
        'div.line',
        { 'data-test-id': `compose-header-field-${name}` },
        h('span.name', {}, texts[name]),
        h('div', { 'data-test-id': `container-${name}`, style: 'display:flex;flex:1' }, place),
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
    compose.opener = scheduleButton(app, compose, 'button.open', {
      type: 'button',
      'aria-haspopup': 'true',
      entry: { 'data-test-id': 'schedule-send' },
    });
    const root = h(
      `div${boxClasses(app, compose)}`,
      { 'data-test-id': 'compose' },
      h('div.bar', {}, texts.newMessage, icon(ICONS.close, 18)),
      ...rows,
      h('div.line', {}, compose.subject),
      compose.body,
      h(
        'div.tools',
        { 'data-test-id': 'compose-toolbar' },
        h('div.split', {}, compose.sendButton, compose.opener),
        icon(ICONS.clip),
      ),
    );
    app.place(compose, root);
    return root;
  },
};

function newPill(address) {
  return h(
    'div.chip',
    { 'data-test-id': 'y-pill' },
    h('span', {}, '|'),
    h('span', { 'data-shown': '' }, address),
    h('button', { type: 'button', 'data-remove': '', 'data-test-id': 'pill-close' }, icon(ICONS.close, 13)),
  );
}

function oldPill(address) {
  return h(
    'li.pill-container',
    {},
    h(
      'div.chip',
      { 'data-test-id': 'pill', title: `<${address}>` },
      h('div', { 'data-test-id': 'pill-text', 'data-shown': '' }, address.split('@')[0]),
      h('button', { type: 'button', 'data-remove': '' }, icon(ICONS.close, 13)),
    ),
  );
}

startMailbox(skin, window.mailboxOptions);
