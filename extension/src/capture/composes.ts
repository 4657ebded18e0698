/**
 * The composes of a page that can be captured: those that the engine sees, or,
 * where it sees none, the box that looks most like one. A compose that is not
 * recognised is the one that a descriptor has to be mended for.
 */
import type { CapturedReading } from '../messages/capture.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors } from '../webmail/descriptors.ts';
import { healthOf } from '../webmail/health.ts';
import { composeRoots } from '../webmail/roots.ts';
import { all } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';

const EDITOR = '[contenteditable=""],[contenteditable="true"],[contenteditable="plaintext-only"],textarea,iframe';
const FIELD = 'input:not([type="hidden"]),[role="combobox"],[contenteditable]:not([aria-multiline="true"])';
const PRESSED = 'button,[role="button"],input[type="submit"]';

/** The boxes in which the engine sees a compose. */
export function seenComposes(webmail: Webmail, document: Document): readonly Element[] {
  return composeRoots(webmail.descriptor, document);
}

/** The one box that may be a compose although no rule says so: around the focus, else around an editor. */
export function likelyComposes(document: Document): readonly Element[] {
  const generic = bundledDescriptors.find(({ id }) => id === 'generic');
  const known = generic === undefined ? [] : composeRoots(generic, document);
  if (known.length > 0) return known;
  const starts = [document.activeElement, ...document.querySelectorAll(EDITOR)];
  for (const start of starts) {
    for (let box = start ?? null; box !== null && box !== document.body; box = box.parentElement) {
      const [editors, fields] = [box.querySelectorAll(EDITOR), box.querySelectorAll(FIELD)];
      const hasBoth = editors.length > 0 && Array.from(fields).some((field) => field !== editors[0]);
      if (hasBoth && box.querySelector(PRESSED) !== null) return [box];
    }
  }
  return [];
}

/** What the engine reads of one compose, in numbers. */
export function readingOf(webmail: Webmail, root: Element): CapturedReading {
  const reading = webmail.read(root);
  const states = { chip: 0, typed: 0, summary: 0, opaque: 0 };
  for (const { state } of reading.recipients) states[state]++;
  return {
    fields: reading.fields,
    ...states,
    controls: webmail.controls(root).length,
    problems: healthOf(webmail, [{ root, reading }]).toSorted(),
  };
}

/** What a capture of a compose holds: its box, and what the engine looks at outside of it. */
export function partsOf(descriptor: Descriptor, root: Element, controls: readonly Element[]): Element[] {
  const document = root.ownerDocument;
  const { send, sender, memory } = descriptor;
  const outside = [
    ...controls,
    ...all(document, send.openers).slice(0, MAX_OUTSIDE),
    ...send.detached.flatMap(({ select }) => all(document, select).map(menuAround)).slice(0, MAX_OUTSIDE),
    ...memory.flatMap(({ select }) => all(document, select)).slice(0, MAX_OUTSIDE),
    ...sender.flatMap(({ select }) => document.querySelector(select) ?? []),
  ];
  // Another message's controls are that message's.
  const others = composeRoots(descriptor, document).filter((one) => one !== root);
  const free = outside.filter((part) => !others.some((other) => other.contains(part) || part.contains(other)));
  return [root, ...free.filter((part) => !part.contains(root))];
}

/** The message texts of a compose; where no rule tells, what can be written in last: recipients come first. */
export function bodiesOf(descriptor: Descriptor, root: Element): readonly Element[] {
  const known = all(root, descriptor.body);
  if (known.length > 0) return known;
  const last = [...root.querySelectorAll(EDITOR)].at(-1);
  return last === undefined || last.localName === 'iframe' ? [] : [last];
}

/** Menus and lists have some ten entries. */
const MAX_OUTSIDE = 40;

function menuAround(entry: Element): Element {
  return entry.closest('[role="menu"],[role="dialog"],[role="alertdialog"]') ?? entry;
}
