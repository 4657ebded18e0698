/**
 * A compose built the way Outlook on the web builds it: see
 * `descriptors/outlook/outlook.json`. As read on the page in 2025-2026 (fields with ids
 * that end in _TO, Fluent 9); with `widget: 'old'` as public page objects and
 * extensions recorded it in 2022-2024 (no such ids, Fluent 8); with
 * `widget: 'premises'` as Exchange 2013-2019 serve it (`autoid`, inputs, the
 * text in a frame). A reply begins with a row of people in place of its fields.
 */
import { h, ICONS, icon } from './dom.js';
import { editableField, textField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

/** A button that is text. */
const PLAIN = 'border:0;background:none;font:inherit;color:inherit';

let count = 0;
const serial = () => (++count).toString(16).padStart(8, '0');

const skin = {
  options: { sendOn: 'click', chipsAfter: 300 },
  list: { 'data-app-section': 'MailList' },
  side: { id: 'primaryMailboxRoot_1', 'data-folder-name': 'kim@example.org' },

  draw(app, compose) {
    return app.options.widget === 'premises' ? drawOnPremises(app, compose) : drawCloud(app, compose);
  },

  recipients: recipientsOf,

  /** The fields give way to a row of people; their chips come back with the focus. */
  collapse(compose) {
    if (compose.row === undefined || compose.row.isConnected) return;
    for (const field of Object.values(compose.fields)) field.commit();
    const people = Object.values(compose.fields).flatMap((field) => field.addresses());
    compose.row.replaceChildren(
      h('span', {}, `${compose.row.dataset.said}: `),
      ...people.map((address) =>
        h(
          'span.lpcWrapper.lpcCommonWeb-hoverTarget',
          {
            role: 'button',
            tabindex: 0,
            'aria-label': address,
            'data-lpc-hover-target-id': `lpc-react-target-${serial()}`,
          },
          h('span', {}, address.split('@')[0]),
        ),
      ),
    );
    compose.well.replaceWith(compose.row);
  },

  unfold(compose) {
    if (compose.row?.isConnected) compose.row.replaceWith(compose.well);
  },
};

function drawCloud(app, compose) {
  const { texts, options } = app;
  const isOld = options.widget === 'old';
  const id = serial();
  const at = app.composes.length;
  compose.fields = {};
  const groups = ['to', 'cc', 'bcc'].map((name) => fieldOf(app, compose, name, id));
  compose.well = h('div', {}, ...groups);
  compose.row = h('div.line', { tabindex: 0, 'data-said': texts.to });
  compose.row.addEventListener('click', () => {
    skin.unfold(compose);
    compose.fields.to.input.focus();
  });
  compose.subject = h('input.subject', {
    id: isOld ? 'TextField250' : `MSG_${id}_SUBJECT`,
    type: 'text',
    maxlength: 255,
    autocomplete: 'off',
    placeholder: texts.subject,
    'aria-label': texts.subject,
  });
  compose.body = h(
    'div.text',
    { contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-label': texts.body },
    h('div.elementToProof', {}, h('br')),
  );
  compose.sendButton = isOld
    ? h(
        'button.ms-Button.ms-Button--primary.ms-Button--hasMenu.send',
        { type: 'button', title: texts.sendLabel, 'aria-label': texts.send },
        h('i', { 'data-icon-name': 'Send' }),
        h('span', {}, texts.send),
      )
    : h(
        'button.fui-Button.fui-SplitButton__primaryActionButton.send',
        {
          type: 'button',
          id: `splitButton-r${id}__primaryActionButton`,
          title: texts.sendLabel,
          'aria-label': texts.send,
        },
        h('span', {}, texts.send),
      );
  wireSend(app, compose, compose.sendButton);
  compose.opener = h(
    isOld
      ? 'button.ms-Button.ms-Button--primary.ms-Button--icon.open'
      : 'button.fui-MenuButton.fui-SplitButton__menuButton.open',
    {
      type: 'button',
      id: isOld ? null : `splitButton-r${id}__menuButton`,
      'aria-haspopup': isOld ? 'true' : 'menu',
      'aria-label': texts.more,
    },
    icon(ICONS.down, 16),
  );
  compose.opener.addEventListener('click', () => {
    app.menu(compose.opener, [
      [{}, texts.send, () => app.send(compose, 'menu', 'menu-send')],
      [{}, texts.schedule, () => app.send(compose, 'menu', 'schedule')],
    ]);
  });
  const root = h(
    `div.box.${options.docked ? 'docked' : 'pane'}${isOld ? '' : '.owaMailComposeEditorScrollContainer.customScrollBar'}`,
    { id: `docking_InitVisiblePart_${at}` },
    h(
      'div.tools',
      {},
      isOld
        ? h('div', {}, h('span.split', {}, compose.sendButton, compose.opener))
        : h('div.split', { 'data-testid': 'ComposeSendButton' }, compose.sendButton, compose.opener),
      h('button', { type: 'button', id: 'discardCompose', style: PLAIN }, texts.discard),
      icon(ICONS.clip),
    ),
    compose.well,
    h('div.line', {}, h('span.fui-Input', { style: 'display:flex;flex:1' }, compose.subject)),
    h('div', { id: `editorParent_${at + 1}` }, compose.body),
  );
  placeCloud(app, compose, root);
  return root;
}

function placeCloud(app, compose, root) {
  if (compose.kind === 'popout') {
    compose.document.body.append(h('div', { 'data-app-section': 'Form_Content' }, root));
    return;
  }
  const list = document.querySelector('.list');
  const pane = h('div', { id: 'ReadingPaneContainerId', 'data-app-section': 'MailReadCompose' }, root);
  if (compose.kind === 'new' && app.composes.length === 0 && !app.options.docked) {
    // In place of the reading pane; the letters stay in their column.
    list.before(h('div.column', {}, ...list.children));
    list.replaceChildren(pane);
  } else list.append(pane);
}

function fieldOf(app, compose, name, id) {
  const { texts, options } = app;
  const isOld = options.widget === 'old';
  const editable = h('div.field.EditorClass', {
    id: !isOld && name === 'to' ? '0' : null,
    contenteditable: 'true',
    'aria-label': texts[name],
    role: isOld ? 'textbox' : null,
    spellcheck: 'false',
  });
  compose.fields[name] = editableField(app, editable, (shown) =>
    h(
      'span._Entity._EType_RECIPIENT_ENTITY._EReadonly_1.chip',
      { id: `REK${serial()}`, contenteditable: 'false', draggable: 'true', 'aria-label': shown },
      // Glyphs of an icon font that these pages do not have: read, not shown.
      h('span', { 'aria-hidden': 'true', style: 'font-size:0' }, '\ue77b'),
      h('span', { class: `textContainer-${serial().slice(4)} individualText-${serial().slice(4)}` }, `\u200b${shown}`),
      h(
        'span',
        { 'data-remove': '', 'aria-hidden': 'true' },
        h('span', { style: 'font-size:0' }, '\ue711'),
        icon(ICONS.close, 13),
      ),
    ),
  );
  suggest(app, compose.fields[name], editable);
  return h(
    'div.line',
    isOld ? {} : { role: 'group', id: `MSG_${id}_${name.toUpperCase()}` },
    h('button.name', { type: 'button' }, texts[name]),
    editable,
  );
}

/** Suggestions name person and address; the chip of a directory contact shows the person alone. */
function suggest(app, field, editable) {
  const contacts = app.options.directory ?? [];
  const isOld = app.options.widget === 'old';
  editable.addEventListener('input', () => {
    document.querySelector('[data-suggestions]')?.remove();
    const typed = editable.textContent.replaceAll('\u200b', '').trim().toLowerCase();
    const fitting = contacts.filter(([name]) => typed.length > 1 && name.toLowerCase().startsWith(typed));
    if (fitting.length === 0) return;
    const list = isOld
      ? h('ul.menu.ms-FloatingSuggestionsList-container', { 'data-suggestions': '' })
      : h('div.menu', { id: 'FloatingSuggestionsList', role: 'listbox', 'data-suggestions': '' });
    for (const [at, [name, address]] of fitting.entries()) {
      const option = isOld
        ? h('li', {}, h('div', {}, name), h('div', {}, address))
        : h(
            'button',
            {
              type: 'button',
              role: 'option',
              id: `FloatingSuggestionsItemId${at}`,
              'aria-label': `${name} - ${address}`,
            },
            name,
          );
      option.addEventListener('mousedown', (event) => {
        event.preventDefault();
        list.remove();
        editable.replaceChildren();
        field.add(address, name);
      });
      list.append(option);
    }
    const box = editable.getBoundingClientRect();
    list.style.left = `${box.left}px`;
    list.style.top = `${box.bottom + 4}px`;
    document.body.append(list);
  });
}

/** Exchange on the organisation's own server: every part has an `autoid` that changes with the version. */
function drawOnPremises(app, compose) {
  const { texts } = app;
  compose.fields = {};
  const rows = ['to', 'cc', 'bcc'].map((name, at) => {
    const input = h('input.field', {
      type: 'text',
      autoid: `_fp_${5 + at}`,
      role: 'textbox',
      'aria-label': texts[name],
    });
    compose.fields[name] = textField(input);
    return h(
      'div.line',
      {},
      h('span.name', {}, texts[name]),
      h('div._fp_A', { style: 'display:flex;flex:1' }, h('form', { style: 'display:flex;flex:1' }, input)),
    );
  });
  compose.subject = h('input.subject', {
    autoid: '_mcp_k',
    'aria-labelledby': 'MailCompose.SubjectWellLabel',
    placeholder: texts.subject,
  });
  compose.body = h('div.text', {
    id: 'MicrosoftOWAEditorRegion',
    contenteditable: 'true',
    role: 'textbox',
    'aria-label': texts.body,
  });
  compose.sendButton = h(
    'button._mcp_72.o365button.send.alone',
    { type: 'button', autoid: '_mcp_g', 'aria-label': texts.send },
    h('span.owaimg.ms-Icon--send', {}),
    h('span', {}, texts.send),
  );
  wireSend(app, compose, compose.sendButton);
  const root = h(
    `div.box.pane._mcp_o1`,
    {},
    h(
      'div.tools',
      { tempid: 'mailcomposetoolbar' },
      compose.sendButton,
      h(
        'button._mcp_72.o365button',
        { type: 'button', autoid: '_mcp_h' },
        h('span.owaimg.ms-Icon--trash', {}),
        texts.discard,
      ),
    ),
    ...rows,
    h('div.line._mcp_N1', {}, compose.subject),
    compose.body,
  );
  for (const form of root.querySelectorAll('form')) form.addEventListener('submit', (event) => event.preventDefault());
  app.place(compose, root);
  return root;
}

startMailbox(skin, window.mailboxOptions);
