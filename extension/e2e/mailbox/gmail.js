/**
 * A compose built the way Gmail's is: see `descriptors/gmail/gmail.json` for what is
 * read of it. The recipients widget since 2021 and, with `widget: 'old'`, the
 * one before, after a page recorded in 2020; with `widget: 'small'` the pages
 * for small screens, after public scripts that drive them (2017-2026).
 */
import { h, ICONS, icon } from './dom.js';
import { inputField } from './fields.js';
import { recipientsOf, startMailbox, wireSend } from './mailbox.js';
import { boxClasses, scheduleButton } from './parts.js';

const skin = {
  options: { sendOn: 'mousedown-then-click', collapseOnSend: true },

  draw(app, compose) {
    const { texts, options } = app;
    if (options.widget === 'small') return drawSmall(app, compose);
    const make = options.widget === 'old' ? oldField : newField;
    compose.fields = {};
    const rows = ['to', 'cc', 'bcc'].map((name) => make(app, compose, name));
    compose.subject = h('input.subject.aoT', {
      name: 'subjectbox',
      placeholder: texts.subject,
      'aria-label': texts.subject,
    });
    compose.summary = h('div.aoD.hl', { hidden: true }, h('div.az9.line', {}));
    compose.summary.addEventListener('click', () => {
      skin.unfold(compose);
      compose.fields.to.input.focus();
    });
    compose.recipientsBox = h('div.fX', {}, h('table.GS', { role: 'presentation' }, h('tbody', {}, ...rows)));
    const body = h('div.text.Am.Al.editable', {
      g_editable: 'true',
      role: 'textbox',
      contenteditable: 'true',
      'aria-label': texts.body,
      'aria-multiline': 'true',
    });
    compose.body = body;
    compose.sendButton = h(
      'div.T-I.J-J5-Ji.aoO.v7.T-I-atl.L3.send',
      {
        role: 'button',
        tabindex: 0,
        'aria-label': texts.sendLabel,
        'data-tooltip': texts.sendLabel,
        jslog: '32601; u014N:cOuCgd,Kr2w4b',
      },
      texts.send,
    );
    wireSend(app, compose, compose.sendButton);
    compose.opener = scheduleButton(app, compose, 'div.T-I.J-J5-Ji.hG.T-I-atl.L3.open', {
      role: 'button',
      tabindex: 0,
      'aria-haspopup': 'true',
      entry: { class: 'J-N yr', selector: 'scheduledSend' },
    });
    const archive =
      compose.kind === 'reply' && options.archive
        ? h('div.T-I.Uo.send.alone', { role: 'button', tabindex: 0, 'aria-label': texts.archive }, texts.archive)
        : null;
    if (archive !== null) {
      compose.archive = archive;
      wireSend(app, compose, archive, 'send-archive');
    }
    const form = h(
      'form.bAs',
      { method: 'post' },
      h('input', { type: 'hidden', name: 'composeid', value: compose.id }),
      h('input', { type: 'hidden', name: 'draft', value: `#msg-a:r-${compose.id}` }),
      h('input', { type: 'hidden', name: 'from', value: options.from ?? 'kim@example.org' }),
      compose.summary,
      compose.recipientsBox,
      h('div.line.aoD', {}, compose.subject),
    );
    form.addEventListener('submit', (event) => event.preventDefault());
    const inner = h(
      'div.aoI',
      { role: 'region' },
      h(
        'table.aoP.aoC',
        { role: 'presentation' },
        h(
          'tbody',
          {},
          h(
            'tr',
            {},
            h(
              'td.I5',
              {},
              form,
              h('div.Ap', {}, app.bodyPlace(compose)),
              h(
                'div.tools',
                {},
                h(
                  'table.IZ',
                  { role: 'presentation' },
                  h(
                    'tbody',
                    {},
                    h(
                      'tr.btC',
                      {},
                      h(
                        'td.gU.Up',
                        {},
                        h('div.J-J5-Ji.btA', {}, h('div.dC.split', {}, compose.sendButton, compose.opener)),
                      ),
                    ),
                  ),
                ),
                archive,
                icon(ICONS.clip),
              ),
            ),
          ),
        ),
      ),
    );
    const wrapper = h('div.M9', {}, inner);
    const bar = h('div.bar', {}, texts.newMessage, icon(ICONS.close, 18));
    let root;
    if (compose.kind === 'reply') {
      root = h('div.ip.adB.box.inline', {}, wrapper);
      document.querySelector('.list').append(root);
    } else if (compose.kind === 'popout') {
      root = h('div', { role: 'main' }, h('div.box.full', {}, bar, wrapper));
      compose.document.body.className = 'xE xp';
      compose.document.body.append(root);
    } else {
      root = h(
        `div.nH.Hd${boxClasses(app, compose)}`,
        { role: 'dialog', 'aria-label': texts.newMessage },
        bar,
        wrapper,
      );
      const shell =
        compose.kind === 'full'
          ? h('div.aSs', {}, h('div.aSt', {}, root))
          : h('div.dw', {}, h('div.nH', {}, h('div.nH', {}, h('div.no', {}, root))));
      document.body.append(shell);
    }
    return root;
  },

  recipients: recipientsOf,

  /** Fold the fields into one line, as happens when the focus leaves them. */
  collapse(compose) {
    if (compose.summary === undefined) return;
    const line = compose.summary.firstElementChild;
    line.replaceChildren();
    for (const field of Object.values(compose.fields)) {
      for (const { address } of field.chips)
        line.append(h('span', { email: address, 'data-hovercard-id': address }, address), ', ');
    }
    // The box keeps its height: nothing may move away under the pointer.
    const form = compose.recipientsBox.parentElement;
    // A form may have fields named like all that it has itself.
    const { height } = Element.prototype.getBoundingClientRect.call(form);
    Element.prototype.setAttribute.call(form, 'style', `min-height: ${height}px`);
    compose.summary.hidden = false;
    compose.recipientsBox.style.display = 'none';
  },

  unfold(compose) {
    if (compose.summary === undefined) return;
    compose.summary.hidden = true;
    compose.recipientsBox.style.display = '';
  },

  /** The input is drawn anew each time it gets the focus. */
  replaceOnFocus(_app, compose) {
    for (const field of Object.values(compose.fields)) {
      let isNew = true;
      const replace = () => {
        if (!isNew) return;
        isNew = false;
        const fresh = field.input.cloneNode(true);
        fresh.value = field.input.value;
        field.input.replaceWith(fresh);
        field.wire(fresh);
        fresh.focus();
      };
      field.input.addEventListener('focus', replace);
    }
  },
};

/** The recipients widget since 2021. */
function newField(app, compose, name) {
  const { texts } = app;
  const input = h('input.agP.aFw.field', {
    role: 'combobox',
    'peoplekit-id': 'BbVjBd',
    'aria-autocomplete': 'list',
    'aria-label': texts[name],
    autocomplete: 'off',
    size: 20,
  });
  const place = h('div.chips', { role: 'listbox', 'aria-label': texts[name] }, input);
  const holder = h('div.aH9', { role: 'presentation' }, place);
  compose.fields[name] = inputField(
    app,
    input,
    (chip) => place.insertBefore(chip, compose.fields[name].input),
    (address) =>
      h(
        'div.agh.J-J5-Ji',
        { 'peoplekit-id': 'Svajxe', draggable: 'true' },
        h(
          'div.agb',
          { 'peoplekit-id': 'ubaLBe' },
          h(
            'div.afV.chip',
            {
              role: 'option',
              tabindex: -1,
              'peoplekit-id': 'XPtOyb',
              'data-name': '',
              'data-hovercard-owner-id': '119',
              'aria-selected': 'false',
              'aria-describedby': `${name}-db`,
              jslog: '25286; track:impression; cid:peopleweb',
            },
            h('div.akl', { translate: 'no' }, address),
            h(
              'div.afX',
              { 'data-remove': '', 'aria-hidden': 'true', 'aria-label': texts.remove, 'peoplekit-id': 'bxvLg' },
              icon(ICONS.close, 13),
            ),
          ),
        ),
      ),
    (chip, address) => chip.querySelector('.afV').setAttribute('data-hovercard-id', address),
  );
  return h(
    'tr.bzf',
    {},
    h(
      'td.eV',
      {},
      h(
        'div.oj',
        {},
        h(
          'div.wO.nr.l1.line',
          {},
          h('span.name', {}, texts[name]),
          h(
            `div.anm${compose.kind === 'reply' ? '.aUy' : ''}`,
            { name, 'aria-label': texts[name], style: 'flex:1' },
            holder,
          ),
        ),
      ),
    ),
  );
}

/** The widget before 2021, still met in old accounts. */
function oldField(app, compose, name) {
  const { texts } = app;
  const input = h('textarea.vO.field', { name, rows: 1, 'aria-label': texts[name] });
  const place = h('div.chips', {}, input);
  compose.fields[name] = inputField(
    app,
    input,
    (chip) => place.insertBefore(chip, compose.fields[name].input),
    (address) =>
      h(
        'div.vR.chip',
        {},
        h(
          'span.vN.bfK.a3q',
          { email: address, 'data-hovercard-id': address, 'data-hovercard-owner-id': '133' },
          h('div.vT', {}, address),
          h('div.vM', { 'data-remove': '' }, icon(ICONS.close, 13)),
        ),
        h('input', { type: 'hidden', name, value: `Friend <${address}>` }),
      ),
  );
  return h(
    'tr.bzf',
    {},
    h('td.eV', {}, h('div.oj', {}, h('div.wO.nr.line', {}, h('span.name', {}, texts[name]), place))),
  );
}

/** Addresses and buttons stand in elements with ids that have not changed in years. */
function drawSmall(app, compose) {
  const { texts } = app;
  compose.fields = {};
  const rows = ['to', 'cc', 'bcc'].map((name) => {
    const input = h('input.field', {
      id: `compose${name}`,
      type: 'text',
      'aria-label': texts[name],
      autocomplete: 'off',
    });
    const place = h('div.chips', { id: `cmae_compose${name}` }, input);
    let drawn = 0;
    compose.fields[name] = inputField(
      app,
      input,
      (chip) => place.insertBefore(chip, compose.fields[name].input),
      (address) =>
        h(
          'div.chip',
          { id: `compose${name}_${drawn++}` },
          h('span', { 'aria-hidden': 'true' }, address[0].toUpperCase()),
          h('span', {}, address),
          h('div', { role: 'button', 'data-remove': '', 'aria-label': texts.remove }, icon(ICONS.close, 13)),
        ),
    );
    return h('div.line', {}, h('span.name', {}, texts[name]), place);
  });
  compose.subject = h('input.subject', { id: 'cmcsubj', type: 'text', 'aria-label': texts.subject });
  compose.body = h('div.text', { id: 'cmcbody', contenteditable: 'true', 'aria-label': texts.body });
  compose.sendButton = h(
    'div.send.alone',
    { role: 'button', tabindex: 0, 'data-control-type': 'cmaasend+105', 'aria-label': texts.send },
    texts.send,
  );
  wireSend(app, compose, compose.sendButton);
  const root = h(
    'div.box.full',
    {},
    h('div.tools', { id: 'cvtbt' }, h('div', {}, h('div', { role: 'button' }, icon(ICONS.close))), compose.sendButton),
    h('div.line', { id: 'cmcfrom' }, 'kim@example.org'),
    ...rows,
    h('div.line', {}, compose.subject),
    h('div', { id: 'cmcbodyc' }, compose.body),
  );
  app.place(compose, root);
  return root;
}

startMailbox(skin, window.mailboxOptions);
