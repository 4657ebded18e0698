/**
 * Beside content.ts in every frame of a webmail, once somebody looks for composes
 * with the capture tool: wires it, holds no rule.
 */
import { onCapture } from './browser/pages.ts';
import { CaptureDesk } from './capture/capture.ts';
import { takeSubject } from './capture/subject.ts';

const subject = takeSubject();
if (subject !== undefined) {
  const { webmail, isAside } = subject;
  const desk = new CaptureDesk(webmail, document);
  onCapture((request) => (isAside() ? undefined : desk.answer(request)));
}
