/**
 * A compose with Proton's test ids, drawn by React 18: what is typed becomes a
 * recipient when its field loses the focus, and is drawn, and so sent, with the
 * next rendering. Events that a script dispatches are one batch: nothing is drawn
 * between its first and its last.
 */
import { createElement as e, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { h } from './dom.js';
import { startMailbox } from './mailbox.js';
import { boxClasses } from './parts.js';

const TEST_IDS = { to: 'composer:to', cc: 'composer:to-cc', bcc: 'composer:to-bcc' };
const NAMES = Object.keys(TEST_IDS);

const skin = {
  options: { sendOn: 'click', bodyInFrame: true },
  /** Send is drawn on and off by the component. */
  isSwitched: true,

  draw(app, compose) {
    const { texts } = app;
    compose.body = h('div.text', { contenteditable: 'true', 'aria-label': texts.body });
    compose.frame = app.bodyPlace(compose, { 'data-testid': 'rooster-iframe' });
    compose.fields = {};
    compose.rendered = { to: [], cc: [], bcc: [] };
    const root = h(`div.composer${boxClasses(app, compose)}`, { 'data-id': compose.id, tabindex: -1 });
    app.place(compose, root);
    compose.react = createRoot(root);
    flushSync(() => compose.react.render(e(Composer, { app, compose })));
    compose.sendButton = root.querySelector('[data-testid="composer:send-button"]');
    compose.opener = root.querySelector('[data-testid="composer:scheduled-send:open-dropdown"]');
    compose.subject = root.querySelector('[data-testid="composer:subject"]');
    return root;
  },

  undraw(compose) {
    setTimeout(() => compose.react.unmount(), 0);
  },

  /** Those that were drawn last: what the Send that is seen would send. */
  recipients: (compose) => ({ ...compose.rendered }),
};

function Composer({ app, compose }) {
  const { texts, options } = app;
  const [lists, setLists] = useState({ to: [], cc: [], bcc: [] });
  const [problem, setProblem] = useState('');
  compose.rendered = lists;
  const count = NAMES.reduce((sum, name) => sum + lists[name].length, 0);
  const isOff = useDelayed(count === 0, options.sendOffAfter) && options.sendOff !== null;
  const change = (name, update) => setLists((before) => ({ ...before, [name]: update(before[name]) }));
  const send = () => {
    if (isOff) return;
    if (count === 0) setProblem('Please add at least one recipient');
    else app.send(compose, 'click');
  };
  return e(
    'div',
    { style: { display: 'contents' } },
    e('header', { className: 'bar composer-title-bar' }, texts.newMessage),
    e(
      'div',
      { className: 'composer-meta' },
      NAMES.map((name) =>
        e(Field, { key: name, name, compose, label: texts[name], remove: texts.remove, list: lists[name], change }),
      ),
      e(
        'div',
        { className: 'line' },
        e('input', {
          className: 'subject',
          id: `subject-composer-${compose.id}`,
          'data-testid': 'composer:subject',
          placeholder: texts.subject,
        }),
      ),
    ),
    e(Place, { className: 'composer-content--rooster-editor', content: compose.frame }),
    problem === '' ? null : e('p', { role: 'alert' }, problem),
    e(
      'footer',
      { className: 'tools', 'data-testid': 'composer:footer' },
      e(
        'div',
        { className: 'split button-group' },
        e(
          'button',
          {
            type: 'button',
            className: 'composer-send-button button-solid-norm send',
            'data-testid': 'composer:send-button',
            onClick: send,
            ...(options.sendOff === 'disabled' ? { disabled: isOff } : {}),
            ...(options.sendOff === 'aria-disabled' ? { 'aria-disabled': isOff } : {}),
          },
          e('span', null, texts.send),
        ),
        e(
          'button',
          {
            type: 'button',
            className: 'composer-actions-secondary open',
            'aria-expanded': false,
            'data-testid': 'composer:scheduled-send:open-dropdown',
            'aria-label': texts.more,
            onClick: () =>
              app.menu(compose.opener, [
                [
                  { 'data-testid': 'composer:schedule-send:tomorrow' },
                  texts.schedule,
                  () => app.send(compose, 'menu', 'schedule'),
                ],
              ]),
          },
          '▾',
        ),
      ),
    ),
  );
}

/** One field: a controlled input behind its recipients. */
function Field({ name, compose, label, remove, list, change }) {
  const [text, setText] = useState('');
  const input = useRef(null);
  const add = (addresses) => change(name, (before) => [...before, ...addresses]);
  const commit = () => {
    const addresses = text.split(/[,;\s]+/u).filter((part) => part.includes('@'));
    if (addresses.length === 0) return;
    setText('');
    add(addresses);
  };
  const keyed = (event) => {
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (['Enter', ',', ';'].includes(event.key)) {
      event.preventDefault();
      commit();
    } else if (event.key === 'Tab') commit();
    else if (event.key === 'Backspace' && text === '') change(name, (before) => before.slice(0, -1));
  };
  // What a test reaches a field by, as in fields.js.
  useEffect(() => {
    compose.fields[name] = {
      input: input.current,
      commit: () => flushSync(commit),
      add: (address) => flushSync(() => add([address])),
      addresses: () => [...list, ...input.current.value.split(/[,;\s]+/u).filter((part) => part.includes('@'))],
    };
  });
  return e(
    'div',
    { className: 'line' },
    e('label', { className: 'name composer-meta-label', htmlFor: `${name}-composer-${compose.id}` }, label),
    e(
      'div',
      { className: name === 'to' ? 'composer-to-editor' : '', style: { display: 'flex', flex: 1 } },
      e(
        'div',
        { className: `chips composer-editor-${name}` },
        list.map((address) =>
          e(
            'div',
            { key: address, className: 'chip composer-addresses-item', 'data-testid': 'composer-addresses-item' },
            e('span', { className: 'composer-addresses-item-label' }, address),
            e(
              'button',
              {
                type: 'button',
                className: 'composer-addresses-item-remove',
                'data-testid': `remove-address-button-${address}`,
                'aria-label': remove,
                onClick: () => change(name, (before) => before.filter((one) => one !== address)),
              },
              '×',
            ),
          ),
        ),
        e(
          'div',
          { className: 'composer-addresses-input-container', style: { display: 'flex', flex: 1 } },
          e('input', {
            ref: input,
            className: 'field',
            id: `${name}-composer-${compose.id}`,
            'data-testid': TEST_IDS[name],
            autoComplete: 'off',
            value: text,
            onChange: (event) => setText(event.target.value),
            onBlur: commit,
            onKeyDown: keyed,
          }),
        ),
      ),
    ),
  );
}

/** Puts an element of the page's own into what React draws. */
function Place({ className, content }) {
  const place = useRef(null);
  useEffect(() => place.current.append(content), [content]);
  return e('section', { className, ref: place });
}

/** A value that is drawn so many ms later than it changes. */
function useDelayed(value, after) {
  const [late, setLate] = useState(value);
  useEffect(() => {
    if (after === 0) return undefined;
    const timer = setTimeout(() => setLate(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return after === 0 ? value : late;
}

startMailbox(skin, window.mailboxOptions);
