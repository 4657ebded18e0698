/**
 * The capture tool: off until somebody turns it on, shows the whole file before
 * it is saved, sends nothing.
 */
import { ask } from '../../browser/ask.ts';
import { askPages } from '../../browser/pages.ts';
import { injectIntoOpenTabs } from '../../browser/scripts.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Capture, FoundCompose } from '../../messages/capture.ts';
import type { Overview } from '../../messages/overview.ts';
import type { Policy } from '../../policy.generated.ts';
import { number } from '../chart.ts';
import { isFixed } from './entries.ts';
import { switchOf } from './layout.ts';
import { previewOf } from './preview.ts';

export function capturePart(overview: Overview): HTMLElement[] {
  const fixed = isFixed(overview, 'capture');
  const isOn = make('input', { type: 'checkbox', id: 'may-capture' });
  isOn.checked = overview.personal.mayCapture && !fixed;
  isOn.disabled = fixed;
  const desk = make('div', { class: 'row-list' });
  const draw = (): void => desk.replaceChildren(...(isOn.checked ? deskOf(overview.policy.policy) : []));
  isOn.addEventListener('change', async () => {
    const change = { mayCapture: isOn.checked };
    const answer = await ask('personal', { change, isImport: false }).catch(() => undefined);
    isOn.checked = answer?.mayCapture ?? !isOn.checked;
    draw();
  });
  draw();
  return [make('p', {}, text('capture_words')), ...switchOf(isOn, text('capture_switch'), fixed), desk];
}

/** What is there once it is turned on: a look at the open tabs, their composes, and one of them in full. */
function deskOf(policy: Policy): HTMLElement[] {
  const says = make('p', { class: 'soft', role: 'status' });
  const list = make('ul', { class: 'entries', 'aria-label': text('capture_found'), hidden: '' });
  const place = make('div', { class: 'row-list' });

  const show = async (compose: FoundCompose): Promise<void> => {
    const [found] = await askPages<Capture>({ capture: 'take', id: compose.id });
    says.textContent = found === undefined ? text('capture_gone') : '';
    if (found === undefined) return;
    const heading = make('h3', { tabindex: '-1' }, text('capture_heading'));
    place.replaceChildren(heading, ...previewOf(found.reply, () => place.replaceChildren()));
    heading.focus();
  };
  const look = button(text('capture_look'), async () => {
    look.disabled = true;
    place.replaceChildren();
    const composes = await openComposes(policy);
    list.replaceChildren(...composes.map((compose, at) => line(compose, at, show)));
    list.hidden = composes.length === 0;
    says.textContent = composes.length === 0 ? text('capture_none') : '';
    look.disabled = false;
  });
  return [make('div', { class: 'row' }, look, says), list, place];
}

/** What the engine sees in each tab, and what looks like a compose in tabs where it sees none. */
async function openComposes(policy: Policy): Promise<FoundCompose[]> {
  await injectIntoOpenTabs(policy, 'capture.js');
  const seen = await askPages<readonly FoundCompose[]>({ capture: 'seen' });
  const likely = await askPages<readonly FoundCompose[]>(
    { capture: 'likely' },
    seen.map(({ tab }) => tab),
  );
  return [...seen, ...likely].flatMap(({ reply }) => reply);
}

function line(compose: FoundCompose, at: number, show: (compose: FoundCompose) => Promise<void>): HTMLElement {
  const { title, isSeen, reading } = compose;
  const count = reading.chip + reading.typed + reading.summary + reading.opaque;
  const words = isSeen ? text('capture_recipients', number(count)) : text('capture_unseen');
  const id = `capture-${at}`;
  const shows = button(text('capture_show'), () => show(compose), { 'aria-describedby': id });
  const name = make('strong', {}, title === '' ? text('capture_other') : title);
  return make('li', {}, make('span', { id }, name, ' · ', words), shows);
}
