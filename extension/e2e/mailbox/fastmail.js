/**
 * A compose built the way Fastmail's is: see `descriptors/fastmail/fastmail.json`. With
 * `widget: 'old'` as page objects of public tests recorded it in 2019-2022
 * (recipients are text in a textarea), else as a desktop shell's script reads
 * it in 2026 (tokens in a list, each with a button that says Remove).
 */
import { h, ICONS, icon } from './dom.js';
import { inputField, textField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';
import { boxClasses, scheduleButton } from './parts.js';

const skin = {
  options: { sendOn: 'pointerdown' },
  recipients: recipientsOf,

  draw(app, compose) {
    const { texts, options } = app;
    const isOld = options.widget === 'old';
    compose.fields = {};
    const rows = ['to', 'cc', 'bcc'].map((name) => {
      const id = `v${compose.id}-${name}-input`;
      const input = isOld
        ? h('textarea.field.v-EmailInput-input', { id, rows: 1 })
        : h('input.field.v-EmailInput-input', { id, type: 'text', autocomplete: 'off' });
      const label = h('label.name.v-EmailInput-label', { for: id }, texts[name]);
      if (isOld) {
        compose.fields[name] = textField(input);
        return h('div.line', {}, h('div.v-EmailInput', { style: 'display:flex;flex:1' }, label, input));
      }
      const tokens = h('ul.chips.v-EmailInput-tokens', { style: 'list-style:none;margin:0;flex:0 1 auto' });
      compose.fields[name] = inputField(
        app,
        input,
        (chip) => tokens.append(chip),
        (address) => h('li.chip', {}, address, h('button', { type: 'button', 'data-remove': '' }, texts.remove)),
      );
      return h('div.line', {}, h('div.v-EmailInput', { style: 'display:flex;flex:1' }, label, tokens, input));
    });
    compose.subject = h('input.subject.v-TextInput-input', {
      id: `v${compose.id}-subject-input`,
      placeholder: texts.subject,
      'aria-label': texts.subject,
    });
    compose.body = h('div.text.v-RichText-input.u-article', {
      contenteditable: 'true',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': texts.body,
    });
    compose.sendButton = h('button.v-Button.v-Button--cta.s-send.send', { type: 'button' }, texts.send);
    wireSend(app, compose, compose.sendButton);
    compose.opener = scheduleButton(app, compose, 'button.v-Button.v-MenuButton.open', {
      type: 'button',
      'aria-haspopup': 'true',
      entry: { class: 'v-Button s-send-later' },
    });
    const root = h(
      `div.v-Compose${boxClasses(app, compose)}`,
      {},
      h('div.bar', {}, texts.newMessage, icon(ICONS.close, 18)),
      ...rows,
      h('div.line', {}, compose.subject),
      h('div.v-RichText', {}, compose.body),
      h('div.tools', {}, h('div.split', {}, compose.sendButton, compose.opener), icon(ICONS.clip)),
    );
    app.place(compose, root);
    return root;
  },
};

startMailbox(skin, window.mailboxOptions);
