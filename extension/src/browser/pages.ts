/** What the background and our own pages say to content scripts, and how those hear it. */
import type { CaptureRequest } from '../messages/capture.ts';
import type { Push } from '../messages/guarding.ts';
import type { QuestionReply, QuestionRequest } from '../messages/questions.ts';

/** Content scripts: hear that cached verdicts are out of date. */
export function onPush(listen: (push: Push) => void): void {
  chrome.runtime.onMessage.addListener((message: unknown) => {
    if (typeof message === 'object' && message !== null && 'push' in message) listen(message as Push);
  });
}

/** Background to the content scripts of one tab: the person has struck the keys that open the notice. */
const SHOW_NOTICE = { show: 'notice' } as const;

/** Content scripts: the person wants the notice, and the focus in it. */
export function onShowNotice(show: () => void): void {
  onOwnPage<typeof SHOW_NOTICE>('show', () => {
    show();
    return false;
  });
}

/** The keys of the manifest's command, in the tab in front. */
export function onNoticeKeys(): void {
  chrome.commands.onCommand.addListener((command, tab) => {
    if (command === 'show-notice' && tab?.id !== undefined)
      chrome.tabs.sendMessage(tab.id, SHOW_NOTICE).catch(() => undefined);
  });
}

/** What the person has these keys set to by now, "Alt+Shift+PageDown"; '' for none. */
export async function noticeKeys(): Promise<string> {
  const commands = await chrome.commands.getAll();
  return commands.find(({ name }) => name === 'show-notice')?.shortcut ?? '';
}

/** Content scripts: the extension's own pages ask for a capture; `undefined` leaves the answer to other frames. */
export function onCapture(answer: (request: CaptureRequest) => unknown): void {
  onOwnPage<CaptureRequest>('capture', (request, respond) => {
    const reply = answer(request);
    if (reply !== undefined) respond(reply);
    return false;
  });
}

/** Content scripts: the popup asks what this frame asks, or brings a person's answer. */
export function onQuestion(
  answer: <R extends QuestionRequest>(request: R) => QuestionReply<R> | Promise<QuestionReply<R>>,
): void {
  onOwnPage<QuestionRequest>('question', (request, respond) => {
    Promise.resolve(answer(request)).then(respond, () => respond(undefined));
    return true;
  });
}

/** `take` returns true when it responds later. */
function onOwnPage<M>(kind: string, take: (message: M, respond: (reply: unknown) => void) => boolean): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    const isOwnPage = sender.id === chrome.runtime.id && sender.url?.startsWith(chrome.runtime.getURL('')) === true;
    if (!isOwnPage || typeof message !== 'object' || message === null || !(kind in message)) return false;
    return take(message as M, respond);
  });
}

/** The popup: asks one frame; undefined when it is gone or has no such question. */
export async function askFrame<R extends QuestionRequest>(
  tab: number,
  frame: number,
  request: R,
): Promise<QuestionReply<R> | undefined> {
  return chrome.tabs.sendMessage(tab, request, { frameId: frame }).catch(() => undefined);
}

/** Asks the frames of every tab but some; the answers of those that have one, with their tab. */
export async function askPages<R>(
  request: CaptureRequest,
  except: readonly number[] = [],
): Promise<readonly { readonly tab: number; readonly reply: R }[]> {
  const tabs = await chrome.tabs.query({});
  const answers = tabs.map(async ({ id }) => {
    if (id === undefined || except.includes(id)) return [];
    const reply: R | undefined = await chrome.tabs.sendMessage(id, request).catch(() => undefined);
    return reply === undefined || reply === null ? [] : [{ tab: id, reply }];
  });
  return (await Promise.all(answers)).flat();
}

/** Every content script in every tab; tabs without one do not mind. */
export async function pushToPages(push: Push): Promise<void> {
  const tabs = await chrome.tabs.query({});
  await Promise.allSettled(
    tabs.map(async ({ id }) => (id === undefined ? undefined : chrome.tabs.sendMessage(id, push))),
  );
}

/** Whether a content script of ours is in this frame; it need not answer. */
export async function isFrameThere(tab: number, frame: number): Promise<boolean> {
  return chrome.tabs.sendMessage(tab, { present: true }, { frameId: frame }).then(
    () => true,
    () => false,
  );
}
