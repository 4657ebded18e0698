/**
 * Whether a page can be read, told by anchors that do not depend on each other:
 * a compose without a recipients field, without Send, a Send without a compose.
 */
import type { HealthProblem } from '../messages.ts';
import type { Reading } from './recipients.ts';
import { all, isVisible } from './select.ts';
import type { Webmail } from './webmail.ts';

/** The problems of a page as it stands now; half-drawn pages have some for a moment. */
export function healthOf(
  webmail: Webmail,
  document: Document,
  readings: readonly { readonly root: Element; readonly reading: Reading }[],
): HealthProblem[] {
  const problems = new Set<HealthProblem>();
  const { send, guards } = webmail.descriptor;
  if (guards !== 'send') return [];
  for (const { root, reading } of readings) {
    if (reading.fields === 0) problems.add('no-recipients-field');
    if (reading.recipients.some((one) => one.state === 'opaque')) problems.add('opaque-recipient');
    if (!webmail.hasControl(root)) problems.add('no-send-control');
  }
  const roots = readings.map((one) => one.root);
  const isOutside = (element: Element): boolean => isVisible(element) && !roots.some((root) => root.contains(element));
  if (readings.length === 0) {
    const certain = send.buttons.flatMap((control) => (control.fallback ? [] : control.select));
    if (all(document, certain).some(isOutside) || hasTracesOfCompose(webmail, document, isOutside)) {
      problems.add('no-compose-root');
    }
  }
  return [...problems];
}

/** A message text and two things beside it that only composes have, in no compose that we know. */
function hasTracesOfCompose(webmail: Webmail, document: Document, isOutside: (element: Element) => boolean): boolean {
  const { body, compose } = webmail.descriptor;
  if (!all(document, body).some(isOutside)) return false;
  const anchors = new Set(compose.flatMap((rule) => rule.anchor));
  let traces = 0;
  for (const anchor of anchors) {
    if (!body.includes(anchor) && all(document, [anchor]).some(isOutside)) traces++;
    if (traces > 1) return true;
  }
  return false;
}
