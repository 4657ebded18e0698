/**
 * Whether a page can be read, by anchors that do not depend on each other: a
 * compose without a recipients field, without Send, a Send without a compose.
 */
import type { HealthProblem } from '../messages/page.ts';
import type { Descriptor } from './descriptor.ts';
import { hasComposeShape } from './generic.ts';
import type { ComposeReading } from './recipients.ts';
import { all, isVisible } from './select.ts';
import type { Webmail } from './webmail.ts';

/** The problems of a page as it stands now; half-drawn pages have some for a moment. */
export function healthOf(webmail: Webmail, readings: readonly ComposeReading[]): HealthProblem[] {
  if (webmail.descriptor.guards !== 'send') return [];
  if (readings.length === 0) return overlooked(webmail.descriptor, webmail.document);
  const problems = new Set<HealthProblem>();
  for (const { root, reading } of readings) {
    if (reading.fields === 0 && reading.recipients.length === 0) problems.add('no-recipients-field');
    if (reading.recipients.some((one) => one.state === 'opaque')) problems.add('opaque-recipient');
    if (!reading.isJudgeable) problems.add('unreadable-recipients');
    if (webmail.controls(root).length === 0) problems.add('no-send-control');
  }
  return [...problems];
}

/** Whether a page in which no compose is found has one all the same. The whole page is searched. */
function overlooked(descriptor: Descriptor, document: Document): HealthProblem[] {
  const certain = descriptor.send.buttons.flatMap((control) => (control.fallback ? [] : control.select));
  const isKnown = all(document, certain).some(isVisible) || hasTracesOfCompose(descriptor, document);
  if (isKnown) return ['no-compose-root'];
  return hasComposeShape(document) ? ['unrecognised-field'] : [];
}

/** A message text and two things beside it that only composes have. */
function hasTracesOfCompose({ body, compose }: Descriptor, document: Document): boolean {
  if (!all(document, body).some(isVisible)) return false;
  const anchors = new Set(compose.flatMap((rule) => rule.anchor));
  const traces = [...anchors].filter((one) => !body.includes(one) && all(document, [one]).some(isVisible));
  return traces.length > 1;
}
