/**
 * A compose built the way Proton's is, after its published source (2021-2026):
 * the text in a frame, its own shortcuts, and one line that names the
 * recipients once the focus has left their fields. With `widget: 'quick'` the
 * quick reply below a message, which has nothing but such a line: see
 * `descriptors/proton/proton.json`.
 */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';
import { boxClasses, scheduleButton } from './parts.js';

/** A button that is text. */
const PLAIN = 'border:0;background:none;font:inherit;color:inherit;padding:0';

const TEST_IDS = { to: 'composer:to', cc: 'composer:to-cc', bcc: 'composer:to-bcc' };

const skin = {
  options: { sendOn: 'click', bodyInFrame: true },
  recipients: recipientsOf,

  draw(app, compose) {
    return app.options.widget === 'quick' ? drawQuick(app, compose) : drawComposer(app, compose);
  },

  /** The fields give way to a line of names, as soon as the focus leaves them. */
  collapse(compose) {
    if (compose.summary === undefined || compose.summary.isConnected) return;
    for (const field of Object.values(compose.fields)) field.commit();
    const labels = Object.values(compose.fields).flatMap((field) => field.chips.map((one) => one.name));
    const line = compose.summary.querySelector('[data-line]');
    line.setAttribute('title', labels.join(', '));
    line.replaceChildren(
      ...labels.map((label) =>
        h(
          'span.mr-2',
          {},
          h('span', {}, h('span.composer-addresses-addressIcon', {}), h('span.text-ellipsis', {}, label)),
        ),
      ),
    );
    compose.editor.replaceWith(compose.summary);
  },

  unfold(compose) {
    if (compose.summary?.isConnected) compose.summary.replaceWith(compose.editor);
  },
};

function drawComposer(app, compose) {
  const { texts } = app;
  compose.fields = {};
  const rows = Object.entries(TEST_IDS).map(([name, testId]) => {
    const id = `${name}-${compose.id}`;
    const input = h('input.field', {
      id: `${name}-composer-${compose.id}`,
      'data-testid': testId,
      autocomplete: 'off',
      'aria-autocomplete': 'list',
    });
    const place = h(
      `div.chips.composer-editor-${name}`,
      {},
      h('div.composer-addresses-input-container', { style: 'display:flex;flex:1' }, input),
    );
    const field = inputField(
      app,
      input,
      (chip) => place.insertBefore(chip, place.lastChild),
      (address) => item(app, address),
    );
    const add = field.add;
    field.add = (address) => {
      add(address);
      const entry = field.chips.at(-1);
      entry.name = app.options.knownContacts ? 'Friend' : address;
    };
    compose.fields[name] = field;
    const holder = h(
      'div.composer-addresses-autocomplete',
      { style: 'display:flex;flex:1' },
      h('div.composer-addresses-container', { style: 'display:flex;flex:1' }, place),
    );
    return h(
      'div.line',
      {},
      h('label.name.composer-meta-label', { for: input.id, id }, texts[name]),
      name === 'to' ? h('div.composer-to-editor', { style: 'display:flex;flex:1' }, holder) : holder,
    );
  });
  compose.editor = h('div', {}, ...rows);
  compose.summary = h(
    'div.line',
    {},
    h('label.name.composer-meta-label', {}, texts.to),
    h(
      'div.composer-addresses-fakefield',
      { tabindex: 0, role: 'button', 'data-testid': 'composer:address', style: 'display:flex;flex:1' },
      h('span.composer-addresses-fakefield-inner', { 'data-line': '' }),
      h('button.composer-addresses-ccbcc', { type: 'button', style: `margin-inline-start:auto;${PLAIN}` }, 'CC BCC'),
    ),
  );
  compose.summary.addEventListener('click', () => {
    skin.unfold(compose);
    compose.fields.to.input.focus();
  });
  compose.subject = h('input.subject', {
    id: `subject-composer-${compose.id}`,
    'data-testid': 'composer:subject',
    placeholder: texts.subject,
    'aria-label': texts.subject,
  });
  compose.subject.addEventListener('focus', () => skin.collapse(compose));
  compose.body = h('div.text', { contenteditable: 'true', 'aria-label': texts.body });
  compose.body.addEventListener('focus', () => skin.collapse(compose));
  compose.sendButton = h(
    'button.composer-send-button.button-solid-norm.send',
    { type: 'button', 'data-testid': 'composer:send-button' },
    h('span', {}, texts.send),
  );
  wireSend(app, compose, compose.sendButton);
  compose.opener = scheduleButton(app, compose, 'button.composer-actions-secondary.open', {
    type: 'button',
    'aria-expanded': 'false',
    'data-testid': 'composer:scheduled-send:open-dropdown',
    entry: { 'data-testid': 'composer:schedule-send:tomorrow' },
  });
  const root = h(
    `div.composer${boxClasses(app, compose)}`,
    { 'data-id': compose.id, tabindex: -1 },
    h('header.bar.composer-title-bar', {}, texts.newMessage, icon(ICONS.close, 18)),
    h(
      'div.composer-meta',
      {},
      h(
        'div.line',
        {},
        h(
          'button',
          { type: 'button', 'data-testid': 'composer:from', title: 'kim@example.org', style: PLAIN },
          'kim@example.org',
        ),
      ),
      compose.editor,
      h('div.line', {}, compose.subject),
    ),
    h('section.composer-content--rooster-editor', {}, app.bodyPlace(compose, { 'data-testid': 'rooster-iframe' })),
    h(
      'footer.tools',
      { 'data-testid': 'composer:footer' },
      h('div.split.button-group', {}, compose.sendButton, compose.opener),
      h('button', { type: 'button', 'data-testid': 'composer:delete-draft-button', style: PLAIN }, texts.discard),
      icon(ICONS.clip),
    ),
  );
  // Escape closes the composer: a dialog of ours must keep the key to itself.
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') root.remove();
  });
  app.place(compose, root);
  return root;
}

function item(app, address) {
  return h(
    'div.chip.composer-addresses-item',
    { 'data-testid': 'composer-addresses-item', 'data-dragover': 'composer-addresses-item', draggable: 'true' },
    h(
      'span',
      {},
      h(
        'span.composer-addresses-item-label',
        { 'data-testid': 'composer-addresses-item-label', contenteditable: 'false' },
        app.options.knownContacts ? `Friend <${address}>` : address,
      ),
    ),
    h(
      'button.composer-addresses-item-remove',
      { type: 'button', 'data-remove': '', 'data-testid': `remove-address-button-${address}` },
      icon(ICONS.close, 13),
      h('span', { style: 'position:absolute;clip-path:inset(50%)' }, app.texts.remove),
    ),
  );
}

/** Below a message: whom it goes to stands in a heading, in a sentence of the person's language. */
function drawQuick(app, compose) {
  const { texts, options } = app;
  const to = options.quickTo ?? 'olga@example.org';
  compose.fields = { to: { input: h('input'), addresses: () => [to], commit() {} } };
  compose.subject = h('input');
  compose.body = h('div.text', { contenteditable: 'true', 'aria-label': texts.body });
  compose.sendButton = h(
    'button.send.alone.button-solid-norm',
    { type: 'button', 'data-testid': 'quick-reply-send-button' },
    icon(ICONS.sent),
  );
  wireSend(app, compose, compose.sendButton);
  const sentence = `${texts.reply}: ${to}`;
  const root = h(
    'div.box.inline',
    {},
    h(
      'div.line',
      {},
      h(
        'button',
        { type: 'button', 'data-testid': 'quick-reply-type-dropdown', 'aria-expanded': 'false' },
        icon(ICONS.down),
      ),
      h(
        'div',
        { role: 'heading', 'aria-level': 2, title: sentence, 'data-testid': 'recipients-list-string' },
        sentence,
      ),
    ),
    h(
      'div.quick-reply-container',
      { 'data-shortcut-target': 'quick-reply-container' },
      h('section', {}, app.bodyPlace(compose, { 'data-testid': 'rooster-iframe' })),
      h('div.tools.quick-reply-buttons', {}, compose.sendButton),
    ),
  );
  compose.kind = 'reply';
  app.place(compose, root);
  return root;
}

startMailbox(skin, window.mailboxOptions);
