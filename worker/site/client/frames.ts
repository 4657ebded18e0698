/**
 * The two frames in which people type. Each is a document of its own in a
 * sandbox, without an origin, made of a text that the page hands in (srcdoc): it
 * has this page's content policy and a stricter one of its own. The page's has
 * no `frame-src`, so that the frames cannot be led to any other address either.
 */
import type { Delivery, Failure, FrameName, Opening, Report } from '../messages.ts';

export interface Frame {
  send(message: Opening | Delivery | Failure | undefined, transfer?: Transferable[]): void;
  /** That the frame answers, which it does after it got a port. */
  readonly isReady: Promise<void>;
}

/** Resolved when the frame listens; `texts` are the words for it. */
export async function openFrame(name: FrameName, text: string, texts: Opening['texts']): Promise<Frame> {
  const element = document.querySelector<HTMLIFrameElement>(`iframe[data-frame="${name}"]`);
  if (element === null) throw new Error(`the page has no frame ${name}`);
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
    if ('height' in data) element.style.height = `${Math.ceil(data.height)}px`;
    else if ('failed' in data) refuse(new Error(data.failed));
    else if (data.state === 'open') open();
    else ready();
  });
  element.srcdoc = text;
  element.hidden = false;
  await isOpen;
  send({ open: name, texts });
  element.closest('.card')?.querySelector('[data-loading]')?.remove();
  return { send, isReady };
}
