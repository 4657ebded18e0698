/** "Try it": the extension's own field, over a core that runs in this frame. */
import { Checker } from '../../../extension/src/background/checker.ts';
import { text } from '../../../extension/src/browser/texts.ts';
import { button, make } from '../../../extension/src/elements.ts';
import { type Check, trial } from '../../../extension/src/pages/trial.ts';
import type { Question } from '../messages.ts';
import { lookup } from './lookup.ts';
import type { View } from './view.ts';

/** A missing letter, two swapped ones, a look-alike ending, and a right one. */
const EXAMPLES = ['ann@army.ml', 'bob@gmial.com', 'eve@state.gop', 'ann@army.mil'];

const NOBODY = { name: '', contact: '', help: '' };

export function trialView(): View {
  let checker: Checker | undefined;
  let starting: Promise<Checker> | undefined;
  const check: Check = async (recipient) => {
    if (checker === undefined) throw new Error('the core has not come yet');
    const guarding = { failure: 'send' as const, organisation: NOBODY, revision: 0 };
    return { verdicts: [checker.check(recipient, '')], guarding };
  };
  const field = trial({ check });
  const input = field.querySelector('input');
  const buttons = EXAMPLES.map((address) => {
    const press = (): void => {
      if (input === null) return;
      input.value = address;
      input.dispatchEvent(new Event('input'));
    };
    return button(address, press, { class: 'example', dir: 'ltr' });
  });
  const controls = [...buttons, ...(input === null ? [] : [input])];
  // No key is taken before all is here: from the first one on the page asks its server for nothing.
  for (const control of controls) control.disabled = true;
  const examples = make(
    'div',
    { class: 'examples' },
    make('p', { class: 'soft small' }, text('site_try_examples')),
    ...buttons,
  );
  const says = field.querySelector('#trial-says');
  says?.before(examples);
  says?.append(make('p', { class: 'soft' }, text('site_loading')));
  return {
    element: make('div', {}, field),
    fail: (reason) => field.replaceChildren(make('p', { role: 'alert' }, text('site_failed', reason))),
    async take(message, port) {
      if (message !== undefined && 'program' in message) {
        starting = WebAssembly.compile(message.program).then(Checker.start);
      }
      if (message === undefined || !('lists' in message) || starting === undefined || port === undefined) return;
      const { lists } = message;
      const started = await starting;
      started.configure({ lists: lists.map((list) => list.text), policy: '' });
      checker = started;
      port.onmessage = ({ data }: MessageEvent<Question>) =>
        port.postMessage({ id: data.id, answer: lookup(data.domain, started, lists) });
      says?.replaceChildren();
      for (const control of controls) control.disabled = false;
    },
  };
}
