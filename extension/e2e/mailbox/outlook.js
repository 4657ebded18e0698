/** A compose built the way Outlook on the web builds it: see `descriptors/outlook.json`. */
import { h, ICONS, icon } from './dom.js';
import { editableField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';

let count = 0;
const serial = () => (++count).toString(16).padStart(8, '0');

const skin = {
  options: { sendOn: 'click', chipsAfter: 300 },
  list: { 'data-app-section': 'MailList' },

  draw(app, compose) {
    const { texts, options } = app;
    const id = serial();
    compose.fields = {};
    const groups = ['to', 'cc', 'bcc'].map((name) => fieldOf(app, compose, name, id));
    compose.subject = h('input.subject', {
      id: `MSG_${id}_SUBJECT`,
      placeholder: texts.subject,
      'aria-label': texts.subject,
    });
    const body = h('div.text', {
      contenteditable: 'true',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': texts.body,
      id: `editor_${id}`,
    });
    compose.body = body;
    compose.sendButton = h(
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
      'button.fui-MenuButton.fui-SplitButton__menuButton.open',
      { type: 'button', id: `splitButton-r${id}__menuButton`, 'aria-haspopup': 'menu', 'aria-label': texts.more },
      icon(ICONS.down, 16),
    );
    compose.opener.addEventListener('click', () => {
      app.menu(compose.opener, [
        [{}, texts.send, () => app.send(compose, 'menu', 'menu-send')],
        [{}, texts.schedule, () => app.send(compose, 'menu', 'schedule')],
      ]);
    });
    const root = h(
      `div.box.${options.docked ? 'docked' : 'pane'}`,
      { id: `docking_InitVisiblePart_${app.composes.length}` },
      h(
        'div.tools',
        {},
        h('div.split', { 'data-testid': 'ComposeSendButton' }, compose.sendButton, compose.opener),
        h('button', { type: 'button', id: 'discardCompose' }, texts.discard),
        icon(ICONS.clip),
      ),
      h(
        'div.owaMailComposeEditorScrollContainer',
        {},
        ...groups,
        h('div.line', {}, compose.subject),
        h('div', { id: `editorParent_${id}` }, body),
      ),
    );
    if (compose.kind === 'popout') {
      compose.document.body.append(h('div', { 'data-app-section': 'Form_Content' }, root));
    } else {
      const list = document.querySelector('.list');
      const pane = h('div', { id: 'ReadingPaneContainerId', 'data-app-section': 'MailReadCompose' }, root);
      if (compose.kind === 'new' && app.composes.length === 0 && !options.docked) list.replaceChildren(pane);
      else list.append(pane);
    }
    return root;
  },

  recipients: recipientsOf,
};

function fieldOf(app, compose, name, id) {
  const { texts, options } = app;
  const editable = h('div.field', {
    contenteditable: 'true',
    'aria-label': texts[name],
    role: options.editableRole ?? null,
    spellcheck: 'false',
  });
  compose.fields[name] = editableField(app, editable, (shown) =>
    h(
      'span._Entity._EType_RECIPIENT_ENTITY._EReadonly_1.chip',
      { id: `REK${serial()}`, contenteditable: 'false', 'aria-label': shown },
      h('span', { class: `textContainer-${serial().slice(4)}` }, `\u200b${shown}`),
      h('button', { type: 'button', 'data-remove': '', 'aria-label': texts.remove }, '\ue711'),
    ),
  );
  suggest(app, compose.fields[name], editable, texts);
  return h(
    'div.line',
    { role: 'group', id: `MSG_${id}_${name.toUpperCase()}` },
    h('button.name', { type: 'button' }, texts[name]),
    editable,
  );
}

/** Suggestions name person and address; the chip of a directory contact shows the person alone. */
function suggest(app, field, editable) {
  const contacts = app.options.directory ?? [];
  editable.addEventListener('input', () => {
    document.getElementById('FloatingSuggestionsList')?.remove();
    const typed = editable.textContent.replaceAll('\u200b', '').trim().toLowerCase();
    const fitting = contacts.filter(([name]) => typed.length > 1 && name.toLowerCase().startsWith(typed));
    if (fitting.length === 0) return;
    const list = h('div.menu', { id: 'FloatingSuggestionsList', role: 'listbox' });
    for (const [at, [name, address]] of fitting.entries()) {
      const option = h(
        'button',
        { type: 'button', role: 'option', id: `FloatingSuggestionsItemId${at}`, 'aria-label': `${name} - ${address}` },
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

startMailbox(skin, window.mailboxOptions);
