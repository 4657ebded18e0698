/**
 * Content scripts, popup and options ask the background, which answers them and nobody else.
 *
 * This folder is the only door to `chrome.*`. Firefox has the same names with promises
 * under `chrome` in Manifest V3, so nothing here branches on the browser.
 */
import type { CallName, ErrorCode, Reply, ReplyOf, RequestOf } from '../messages/calls.ts';

/** A request that the background could not serve, or no background to serve it. */
export class AskError extends Error {
  readonly code: ErrorCode | 'unreachable';
  constructor(code: ErrorCode | 'unreachable', message: string) {
    super(message);
    this.name = 'AskError';
    this.code = code;
  }
}

/** Who asked: what the background may know of the asking frame. */
export interface Asker {
  /** Undefined when popup or options asked. */
  readonly tab: number | undefined;
  readonly frame: number;
  /** A private window: leave nothing behind. */
  readonly isPrivate: boolean;
  /** Popup, options or welcome page, and no page of the web. */
  readonly isOwnPage: boolean;
  /** The asking frame's host, 'mail.google.com'; '' when the browser does not say. */
  readonly host: string;
  /** 'https://mail.google.com', also of its about:blank frames; 'null' for a sandboxed frame, '' when the browser does not say. */
  readonly origin: string;
}

type Envelope<N extends CallName> = { readonly call: N } & { readonly request: RequestOf<N> };

/**
 * Ask the background; a stopped worker is started by the browser. Rejects with
 * AskError, also when this script outlived its extension (isOrphaned).
 */
export async function ask<N extends CallName>(call: N, request: RequestOf<N>): Promise<ReplyOf<N>> {
  let answer: Reply<N> | undefined;
  try {
    answer = await chrome.runtime.sendMessage<Envelope<N>, Reply<N> | undefined>({ call, request });
  } catch (error) {
    throw new AskError('unreachable', error instanceof Error ? error.message : String(error));
  }
  if (answer === undefined) throw new AskError('unreachable', 'the background gave no answer');
  if ('error' in answer) throw new AskError(answer.error.code, answer.error.message);
  return answer.reply;
}

/** True in a content script whose extension was updated, reloaded or removed: it must stand aside. */
export function isOrphaned(): boolean {
  try {
    return chrome.runtime?.id === undefined;
  } catch {
    return true;
  }
}

export type Serve = <N extends CallName>(call: N, request: RequestOf<N>, asker: Asker) => Promise<ReplyOf<N>>;

/** The background answers every request of our own contexts and of nobody else. */
export function onAsk(serve: Serve, codeOf: (error: unknown) => ErrorCode): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    if (sender.id !== chrome.runtime.id || !isEnvelope(message)) return false;
    const asker: Asker = {
      tab: sender.tab?.id,
      frame: sender.frameId ?? 0,
      isPrivate: sender.tab?.incognito ?? false,
      isOwnPage: sender.url?.startsWith(chrome.runtime.getURL('')) ?? false,
      host: hostnameOf(sender.origin ?? sender.url ?? ''),
      origin: sender.origin ?? originOf(sender.url ?? ''),
    };
    serve(message.call, message.request, asker).then(
      (reply) => respond({ reply } satisfies Reply<CallName>),
      (error: unknown) =>
        respond({
          error: { code: codeOf(error), message: error instanceof Error ? error.message : String(error) },
        } satisfies Reply<CallName>),
    );
    return true; // the answer comes later
  });
}

/** Not URL.parse: Chromium has it from 126 on only. */
export function hostnameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

function isEnvelope(message: unknown): message is Envelope<CallName> {
  return typeof message === 'object' && message !== null && 'call' in message && 'request' in message;
}
