/**
 * Whether a page can be read, told by anchors that do not depend on each other:
 * a compose without a recipients field, without Send, a Send without a compose.
 */
import type { HealthProblem } from '../messages.ts';
import type { Descriptor } from './descriptor.ts';
import type { ComposeReading } from './recipients.ts';
import { all, isVisible } from './select.ts';
import type { Webmail } from './webmail.ts';

/** The problems of a page as it stands now; half-drawn pages have some for a moment. */
export function healthOf(webmail: Webmail, document: Document, readings: readonly ComposeReading[]): HealthProblem[] {
  const isBlind = readings.length === 0 && hasOverlooked(webmail.descriptor, document);
  return isBlind ? ['no-compose-root'] : healthOfComposes(webmail, readings);
}

/** The same where composes are found. */
export function healthOfComposes(webmail: Webmail, readings: readonly ComposeReading[]): HealthProblem[] {
  if (webmail.descriptor.guards !== 'send') return [];
  const problems = new Set<HealthProblem>();
  for (const { root, reading } of readings) {
    if (reading.fields === 0) problems.add('no-recipients-field');
    if (reading.recipients.some((one) => one.state === 'opaque')) problems.add('opaque-recipient');
    if (!webmail.hasControl(root)) problems.add('no-send-control');
  }
  return [...problems];
}

/** Whether a page in which no compose is found has one all the same. The whole page is searched. */
export function hasOverlooked(descriptor: Descriptor, document: Document): boolean {
  const { send, guards } = descriptor;
  if (guards !== 'send') return false;
  const certain = send.buttons.flatMap((control) => (control.fallback ? [] : control.select));
  return all(document, certain).some(isVisible) || hasTracesOfCompose(descriptor, document);
}

/** A message text and two things beside it that only composes have. */
function hasTracesOfCompose({ body, compose }: Descriptor, document: Document): boolean {
  if (!all(document, body).some(isVisible)) return false;
  const anchors = new Set(compose.flatMap((rule) => rule.anchor));
  let traces = 0;
  for (const anchor of anchors) {
    if (!body.includes(anchor) && all(document, [anchor]).some(isVisible)) traces++;
    if (traces > 1) return true;
  }
  return false;
}
