/**
 * The two frames in which people type. Each is a document of its own in a
 * sandbox, without an origin, made of a text in the page (srcdoc): it has this
 * page's content policy and a stricter one of its own. The page's has no
 * `frame-src`, so that the frames cannot be led to any other address either.
 *
 * The first one stands in the page itself, so that the browser starts it while
 * all the rest still comes. The second one is made of the same text.
 */
import type { Delivery, Failure, FrameName, Opening, Report } from '../messages.ts';

export interface Frame {
  send(message: Opening | Delivery | Failure | undefined, transfer?: Transferable[]): void;
  /** That the frame answers, which it does after it got a port. */
  readonly isReady: Promise<void>;
}

/** Resolved when the frame listens; `texts` are the words for it. */
export async function openFrame(name: FrameName, texts: Opening['texts']): Promise<Frame> {
  const [first, element] = ['trial', name].map((one) =>
    document.querySelector<HTMLIFrameElement>(`iframe[data-frame="${one}"]`),
  );
  if (!first || !element) throw new Error(`the page has no frame ${name}`);
  // A sandboxed frame's origin is "null", which every sandboxed frame's is: only the window tells them apart.
  const send: Frame['send'] = (message, transfer = []) => element.contentWindow?.postMessage(message, '*', transfer);
  let open = (): void => undefined;
  let ready = (): void => undefined;
  let refuse = (_error: Error): void => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  const isReady = new Promise<void>((resolve, reject) => {
    [ready, refuse] = [resolve, reject];
  });
  addEventListener('message', ({ source, data }: MessageEvent<Report>) => {
    if (source !== element.contentWindow) return;
    if ('height' in data) {
      element.style.height = `${Math.ceil(data.height)}px`;
      open();
    } else if ('failed' in data) refuse(new Error(data.failed));
    else if (data.state === 'open') send({ open: name, texts });
    else ready();
  });
  element.hidden = false;
  if (element !== first) element.srcdoc = first.srcdoc;
  // It may have said that it is open before anybody listened here.
  send({ open: name, texts });
  await isOpen;
  element.closest('.card')?.querySelector('[data-loading]')?.remove();
  return { send, isReady };
}
