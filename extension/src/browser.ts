/**
 * The only door to `chrome.*`. Firefox has the same names with promises under
 * `chrome` in Manifest V3, so nothing here branches on the browser.
 */
import type { CallName, ErrorCode, Push, Reply, ReplyOf, RequestOf } from './messages.ts';

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

/** Content scripts: hear that cached verdicts are out of date. */
export function onPush(listen: (push: Push) => void): void {
  chrome.runtime.onMessage.addListener((message: unknown) => {
    if (typeof message === 'object' && message !== null && 'push' in message) listen(message as Push);
  });
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

function isEnvelope(message: unknown): message is Envelope<CallName> {
  return typeof message === 'object' && message !== null && 'call' in message && 'request' in message;
}

/** A text of _locales; `$1`… are the substitutions. */
export function text(name: string, ...substitutions: string[]): string {
  return chrome.i18n.getMessage(name, substitutions);
}

/** BCP 47 tag of the browser's interface, such as "de" or "pt-BR". */
export function language(): string {
  return chrome.i18n.getUILanguage();
}

/** "rtl" for interfaces written from right to left. */
export function direction(): 'ltr' | 'rtl' {
  return chrome.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
}

/** The absolute address of a file of the extension. */
export function fileUrl(path: string): string {
  return chrome.runtime.getURL(path);
}
