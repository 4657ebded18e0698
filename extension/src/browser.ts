/**
 * The only door to `chrome.*`. Firefox has the same names with promises under
 * `chrome` in Manifest V3, so nothing here branches on the browser.
 */
import type {
  CallName,
  CaptureRequest,
  ErrorCode,
  Push,
  QuestionReply,
  QuestionRequest,
  Reply,
  ReplyOf,
  RequestOf,
} from './messages.ts';
import type { Policy } from './policy.generated.ts';

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
function hostnameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

function isEnvelope(message: unknown): message is Envelope<CallName> {
  return typeof message === 'object' && message !== null && 'call' in message && 'request' in message;
}

/** A text of _locales; `$1`… are the substitutions. An orphan has those of `rememberTexts`. */
export function text(name: string, ...substitutions: string[]): string {
  try {
    return chrome.i18n.getMessage(name, substitutions);
  } catch {
    const known = remembered.get(name) ?? '';
    return substitutions.reduce((words, substitution, at) => words.replaceAll(place(at), substitution), known);
  }
}

/**
 * BCP 47 tag of the words that `text` gives, such as "de" or "pt-BR": not the browser's own, as one in
 * Persian is given English words. Each locale says its own tag, so both always come from the same file.
 */
export function language(): string {
  return text('locale_language') || 'en';
}

/** "rtl" where the words that `text` gives are written from right to left. */
export function direction(): 'ltr' | 'rtl' {
  return text('locale_direction') === 'rtl' ? 'rtl' : 'ltr';
}

/** BCP 47 tag of the browser's interface: only for saying that we lack its language. */
export function browserLanguage(): string {
  return chrome.i18n.getUILanguage();
}

const remembered = new Map<string, string>();

/** Stands for a substitution; Chromium drops U+0000 from substitutions. */
const place = (at: number): string => String.fromCodePoint(0xe100 + at);

/** Content scripts: keep these texts for the time after an update, when the browser gives an orphan none. */
export function rememberTexts(names: readonly string[]): void {
  const places = Array.from({ length: 9 }, (_, at) => place(at));
  for (const name of ['locale_language', 'locale_direction', ...names]) remembered.set(name, text(name, ...places));
}

/** A page of the web has no texts of the browser's: it brings its own, with U+E100 to U+E108 for `$1` to `$9`. */
export function useTexts(texts: Readonly<Record<string, string>>): void {
  for (const [name, words] of Object.entries(texts)) remembered.set(name, words);
}

/** A file of the extension; the only fetch outside background/liststore.ts. */
export async function file(path: string): Promise<Response> {
  const response = await fetch(chrome.runtime.getURL(path));
  if (!response.ok) throw new Error(`the extension's file ${path} is missing`);
  return response;
}

/** The absolute address of a file of the extension. */
export function fileUrl(path: string): string {
  return chrome.runtime.getURL(path);
}

/** Our own storage on this device. Absent keys are absent in the answer. */
export async function stored(...keys: string[]): Promise<Record<string, unknown>> {
  return chrome.storage.local.get(keys);
}

export async function store(values: Record<string, unknown>): Promise<void> {
  await chrome.storage.local.set(values);
}

export async function forget(...keys: string[]): Promise<void> {
  await chrome.storage.local.remove(keys);
}

/** What the browser keeps alike on a person's devices, where it is signed in; else on this one alone. */
export const syncArea = {
  get: async (): Promise<Record<string, unknown>> => chrome.storage.sync.get(null),
  set: async (items: Record<string, unknown>): Promise<void> => chrome.storage.sync.set(items),
  remove: async (names: readonly string[]): Promise<void> => chrome.storage.sync.remove([...names]),
};

/** Another device has written, or we have. */
export function onSynced(listen: () => void): void {
  chrome.storage.onChanged.addListener((_changes, area) => {
    if (area === 'sync') listen();
  });
}

/** Until the browser is closed; survives a stopped background. */
export async function sessionStored(key: string): Promise<unknown> {
  return (await chrome.storage.session.get(key))[key];
}

export async function sessionStore(key: string, value: unknown): Promise<void> {
  await chrome.storage.session.set({ [key]: value });
}

/**
 * Content scripts need nothing of our storage, and a webmail page that broke out
 * of its renderer should not find the history there. Firefox has no such switch.
 */
export async function closeStorageToPages(): Promise<void> {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  await chrome.storage.sync.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** Managed policy as the browser gives it. Firefox rejects when there is none, Chromium answers {}. */
export async function managedPolicy(): Promise<Record<string, unknown>> {
  try {
    return await chrome.storage.managed.get(null);
  } catch {
    return {};
  }
}

/** Content scripts: what policy says to a page, should the background be unable to say it. */
export interface PagePolicy {
  /** Mail that cannot be checked is held. */
  readonly isHolding: boolean;
  /** The webmail that an organisation's own server is, by its descriptor's id; null for other hosts. */
  readonly webmail: string | null;
}

export async function pagePolicy(origin: string): Promise<PagePolicy> {
  const host = hostnameOf(origin);
  const { failure, webmailHosts } = await managedPolicy();
  const entries: unknown[] = Array.isArray(webmailHosts) ? webmailHosts : [];
  const own = entries.map((entry) => String(entry).trim().split(/\s+/u)).find(([, name]) => name === host);
  return { isHolding: failure === 'hold', webmail: own?.[0] ?? null };
}

export function onManagedPolicy(listen: () => void): void {
  chrome.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') listen();
  });
}

/** Every content script in every tab; tabs without one do not mind. */
export async function pushToPages(push: Push): Promise<void> {
  const tabs = await chrome.tabs.query({});
  await Promise.allSettled(
    tabs.map(async ({ id }) => (id === undefined ? undefined : chrome.tabs.sendMessage(id, push))),
  );
}

/** A script for pages, as scripts/build.mjs makes it. */
export type PageScript = 'content.js' | 'capture.js';

/**
 * Puts a script into webmail tabs that are open already: the content script, as
 * after an update the old copy in them has lost us, or the capture tool's. Either
 * does nothing where it has come before.
 */
export async function injectIntoOpenTabs(policy: Policy, script: PageScript = 'content.js'): Promise<void> {
  const [declared] = chrome.runtime.getManifest().content_scripts ?? [];
  // Right after a reload Chromium may never answer what it is asked of permissions: the manifest's own hosts come first.
  await injectInto(await tabsOf(declared?.matches ?? []), script);
  // A compose in a window of its own is about:blank. Browsers tell its address as little as those of strangers'
  // tabs, yet know whose page it is: they let us into these alone.
  const blank = (await chrome.tabs.query({})).filter(({ url }) => url === undefined);
  const forbidden = await forbiddenHosts(policy);
  const isFree = await Promise.all(blank.map(async ({ id }) => !forbidden.includes(`${await originInside(id)}/*`)));
  await injectInto(
    blank.filter((_, at) => isFree[at]),
    script,
  );
  await injectInto(await tabsOf(await permittedHosts(policy)), script);
}

/** Of the page in a tab, where we are let into it. */
async function originInside(tabId: number | undefined): Promise<string> {
  if (tabId === undefined) return '';
  const [top] = await chrome.scripting
    .executeScript({ target: { tabId }, func: () => self.origin, injectImmediately: true })
    .catch(() => []);
  return top?.result ?? '';
}

async function tabsOf(matches: readonly string[]): Promise<chrome.tabs.Tab[]> {
  return matches.length === 0 ? [] : chrome.tabs.query({ url: [...matches] });
}

async function injectInto(tabs: readonly chrome.tabs.Tab[], script: PageScript): Promise<void> {
  await Promise.allSettled(
    tabs.map(({ id }) =>
      id === undefined
        ? undefined
        : chrome.scripting.executeScript({
            target: { tabId: id, allFrames: true },
            files: [script],
            injectImmediately: true,
          }),
    ),
  );
}

/** Hosts beyond the manifest's own that somebody has let us into, as match patterns. */
export async function grantedHosts(): Promise<string[]> {
  const { origins = [] } = await chrome.permissions.getAll();
  const declared = new Set(chrome.runtime.getManifest().host_permissions ?? []);
  return origins.filter((origin) => !declared.has(origin)).sort();
}

/** Those of them that policy leaves to people, or names itself. */
export async function permittedHosts(policy: Policy): Promise<string[]> {
  const forbidden = await forbiddenHosts(policy);
  return (await grantedHosts()).filter((host) => !forbidden.includes(host));
}

async function forbiddenHosts({ locked, webmailHosts }: Policy): Promise<string[]> {
  if (!locked.includes('webmail-hosts') && !locked.includes('all')) return [];
  const named = webmailHosts.map(({ host }) => `https://${host}/*`);
  return (await grantedHosts()).filter((host) => !named.includes(host));
}

/** Hosts that people may let us into, as the manifest names them. */
export function offeredHosts(): string[] {
  return [...(chrome.runtime.getManifest().optional_host_permissions ?? [])].filter((host) => host !== ANY_HOST).sort();
}

/** The manifest's word for "a server of your own, once you have named it". */
const ANY_HOST = 'https://*/*';

/** Asks the person; only in answer to a click. */
export async function letInto(...patterns: string[]): Promise<boolean> {
  return chrome.permissions.request({ origins: patterns });
}

/** Addresses of frames that fill much of a page, in the tab that the person opened the popup over; [] where we may not look. */
export async function largeFrames(tabId: number): Promise<string[]> {
  try {
    const [top] = await chrome.scripting.executeScript({ target: { tabId }, func: addressesOfLargeFrames });
    return top?.result ?? [];
  } catch {
    return [];
  }
}

/** Runs in the page: uses nothing from around it. */
function addressesOfLargeFrames(): string[] {
  const frames = [...document.querySelectorAll('iframe')].filter((frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return width * height > (innerWidth * innerHeight) / 4;
  });
  return frames.map(({ src }) => src).filter((src) => src.startsWith('https:'));
}

export async function leave(pattern: string): Promise<void> {
  await chrome.permissions.remove({ origins: [pattern] });
}

export function onHostsChanged(listen: () => void): void {
  chrome.permissions.onAdded.addListener(listen);
  chrome.permissions.onRemoved.addListener(listen);
}

/** Runs the content script in these hosts from now on, as the manifest runs it in its own. */
export async function runInHosts(matches: readonly string[]): Promise<void> {
  const id = 'granted-hosts';
  const isThere = (await chrome.scripting.getRegisteredContentScripts({ ids: [id] })).length > 0;
  if (matches.length === 0) {
    if (isThere) await chrome.scripting.unregisterContentScripts({ ids: [id] });
    return;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id,
    matches: [...matches],
    js: ['content.js'],
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  };
  if (isThere) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

export interface Badge {
  readonly text: string;
  readonly title: string;
}

/** What all tabs show; the types do not know it (https://developer.chrome.com/docs/extensions/reference/api/action). */
const INHERITED = null as unknown as string;

/** In one tab, or in all that show nothing of their own. */
export async function showBadge(tab: number | undefined, { text: label, title }: Badge): Promise<void> {
  const where = tab === undefined ? {} : { tabId: tab };
  try {
    await chrome.action.setBadgeBackgroundColor({ ...where, color: '#8a4b00' });
    await chrome.action.setBadgeTextColor({ ...where, color: '#ffffff' });
    // '' would be a label of the tab's own.
    await chrome.action.setBadgeText({ ...where, text: label === '' && tab !== undefined ? INHERITED : label });
    await chrome.action.setTitle({ ...where, title });
  } catch {
    // The tab was closed meanwhile.
  }
}

const ALARM = 'wake';

/** Starts the background at this time, in milliseconds since 1970, also after sleep; 0: no longer. */
export function wakeAt(time: number): void {
  if (time === 0) void chrome.alarms.clear(ALARM);
  else void chrome.alarms.create(ALARM, { when: time });
}

export function onWake(listen: () => void): void {
  chrome.alarms.onAlarm.addListener(listen);
}

export function onTabClosed(listen: (tab: number) => void): void {
  chrome.tabs.onRemoved.addListener(listen);
}

/** Something in the tab loads or has loaded: a page, one of its frames, or a new address of the same page. */
export function onTabLoading(listen: (tab: number) => void): void {
  chrome.tabs.onUpdated.addListener((tab, change) => {
    if (change.status !== undefined) listen(tab);
  });
}

/** Whether a content script of ours is in this frame; it need not answer. */
export async function isFrameThere(tab: number, frame: number): Promise<boolean> {
  return chrome.tabs.sendMessage(tab, { present: true }, { frameId: frame }).then(
    () => true,
    () => false,
  );
}

/** Whether a private tab is open that we may see, besides one that is being closed. */
export async function hasPrivateTabs(closing?: number): Promise<boolean> {
  return (await chrome.tabs.query({})).some(({ incognito, id }) => incognito && id !== closing);
}

export async function activeTab(): Promise<{ readonly id: number; readonly url: string } | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id === undefined ? undefined : { id: tab.id, url: tab.url ?? '' };
}

export function onInstalled(listen: (reason: 'install' | 'update' | 'other') => void): void {
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    listen(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

export function onStartup(listen: () => void): void {
  chrome.runtime.onStartup.addListener(listen);
}

export async function openPage(path: string): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL(path) });
}

/** Whether our button stands in the toolbar itself; undefined where the browser does not say. */
export async function isPinned(): Promise<boolean | undefined> {
  const settings = await chrome.action.getUserSettings?.();
  return settings?.isOnToolbar;
}

/** Firefox names some of its buttons otherwise. */
export function isFirefox(): boolean {
  return 'getBrowserInfo' in chrome.runtime;
}

/** A page of the web, in a new tab. */
export async function openAddress(url: string): Promise<void> {
  await chrome.tabs.create({ url });
}

/** Pushed by an administrator: nobody asked for a welcome page. */
export async function isPushedByPolicy(): Promise<boolean> {
  return (await chrome.management.getSelf()).installType === 'admin';
}

export async function openOptions(): Promise<void> {
  await chrome.runtime.openOptionsPage();
}

/** Own pages: whether this one stands in a private window. */
export function isPrivateWindow(): boolean {
  return chrome.extension?.inIncognitoContext === true;
}

export function version(): string {
  return chrome.runtime.getManifest().version;
}
