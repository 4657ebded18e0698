/**
 * A frame in which somebody types. It holds no address and may connect to
 * nothing: words, program and lists come from the page, and all that goes back is
 * a height and a state.
 */
import { direction, language, useTexts } from '../../../extension/src/browser/texts.ts';
import type { Delivery, Failure, Opening, Report } from '../messages.ts';
import { domainView } from './domain.ts';
import { trialView } from './trial.ts';
import type { View } from './view.ts';

const report = (message: Report): void => parent.postMessage(message, '*');

addEventListener('message', ({ source, data, ports }: MessageEvent<Opening | Delivery | Failure | undefined>) => {
  if (source !== parent) return;
  if (data !== undefined && 'open' in data) open(data);
  else if (data !== undefined && 'failed' in data) view?.fail(data.failed);
  else void take(data, ports[0]);
});

let view: View | undefined;

function open({ open: name, texts }: Opening): void {
  if (view !== undefined) return;
  useTexts(texts);
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  view = name === 'trial' ? trialView() : domainView();
  document.body.append(view.element);
  // An observer of a frame that is not in sight yet hears nothing, and the page would move when it comes there.
  reportHeight();
  new ResizeObserver(reportHeight).observe(document.documentElement);
}

function reportHeight(): void {
  report({ height: document.documentElement.getBoundingClientRect().height });
}

async function take(message: Delivery | undefined, port: MessagePort | undefined): Promise<void> {
  try {
    await view?.take(message, port);
    if (port !== undefined) report({ state: 'ready' });
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) });
  }
}

report({ state: 'open' });
