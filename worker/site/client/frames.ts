/**
 * The two frames in which people type. Each is a document of its own in a
 * sandbox, without an origin, made of a text that the page hands in (srcdoc): it
 * has this page's content policy and a stricter one of its own. The page's has
 * no `frame-src`, so that the frames cannot be led to any other address either.
 */
import type { Delivery, Failure, FrameName, Opening, PageData, PublishedList, Report } from '../messages.ts';

export interface Frames {
  /** Hands the program over, which is compiled while lists still come. */
  program(bytes: ArrayBuffer): void;
  /** Hands the lists over; resolved when both frames answer. */
  lists(lists: readonly PublishedList[]): Promise<void>;
  fail(reason: string): void;
}

export async function openFrames(text: string, data: PageData): Promise<Frames> {
  const [trial, domain] = await Promise.all([openFrame('trial', text, data), openFrame('domain', text, data)]);
  const frames = [trial, domain];
  return {
    program: (program) => trial.send({ program }, [program]),
    async lists(lists) {
      const { port1, port2 } = new MessageChannel();
      trial.send({ lists }, [port1]);
      await trial.isReady;
      domain.send(undefined, [port2]);
      await domain.isReady;
    },
    fail(reason) {
      for (const frame of frames) frame.send({ failed: reason });
    },
  };
}

interface Frame {
  send(message: Opening | Delivery | Failure | undefined, transfer?: Transferable[]): void;
  readonly isReady: Promise<void>;
}

async function openFrame(name: FrameName, text: string, { texts }: PageData): Promise<Frame> {
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
  const opening: Opening = { open: name, texts };
  send(opening);
  element.closest('.card')?.querySelector('[data-loading]')?.remove();
  return { send, isReady };
}
