/**
 * What makes bytes from a list server worth keeping. Nothing else turns them into
 * lists.
 *
 * A channel is signed (The Update Framework; wasm/update verifies): its root came
 * with the extension or is named by policy. A build without a root takes lists
 * from a catalogue without signatures, and only from this very machine: that is
 * for trying things out.
 */
import type { ListEntry } from '../messages/lists.ts';
import type { Scope, Updater } from './updater.ts';

export interface Channel {
  readonly name: string;
  /** Everything is fetched below it; ends in "/". */
  readonly url: string;
  readonly scope: Scope;
  /** Text of the root metadata that is trusted first, or its SHA-256, or '' for none. */
  readonly root: string;
}

/** What is kept of a channel between two checks. */
export interface Held {
  readonly version: number;
  readonly lists: readonly StoredList[];
  /** Only of the public channel. */
  readonly webmails: readonly SignedWebmail[];
  /** The verifier's own. */
  readonly state: unknown;
  /** Text of the root metadata that was trusted first. */
  readonly root: string;
  /** Milliseconds since 1970 of the last answer that was believed. */
  readonly confirmed: number;
  /** Until when its signatures hold; 0 when there are none. */
  readonly expires: number;
}

/** What a check verified of a channel's metadata, however it ended. */
export interface Verified {
  /** Text of the root metadata that was trusted first. */
  readonly root: string;
  /** The verifier's own. */
  readonly state: unknown;
}

export interface StoredList {
  readonly entry: ListEntry;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** A description of a webmail as it was signed. What stands in it, pages look at before they use it. */
export interface SignedWebmail {
  /** The webmail's: "gmail". */
  readonly id: string;
  readonly sha256: string;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** Why something from the server was not taken. */
export class DistrustError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DistrustError';
  }
}

/** Undefined when the server has no such file; throws for a body longer than `limit` bytes. */
export type FetchFile = (path: string, limit: number) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** More steps than any honest channel takes: 32 roots, 3 metadata files, 1,024 lists, each tried at most twice. */
const MAX_STEPS = 2400;
const MAX_ROOT_BYTES = 64 << 10;

/** What a check starts from. */
export interface Known {
  readonly held: Held | undefined;
  /** Of the last check, which may have failed after `held` was taken. */
  readonly verified: Verified | undefined;
  /** All texts at hand, of every channel, by which nothing is fetched twice. */
  readonly available: readonly StoredList[];
  /** Stores what was verified. A check that fails calls it too: a key that was revoked must not be believed again. */
  readonly keep: (verified: Verified) => Promise<void>;
}

/** One check of a signed channel. What it returns is verified; of that only metadata is stored here. */
export async function checkSigned(
  updater: Updater,
  channel: Channel,
  known: Known,
  fetchFile: FetchFile,
  now: number,
): Promise<Held & { readonly isNew: boolean }> {
  const { held, keep } = known;
  const before = known.verified ?? held;
  const root = await firstRoot(channel, before?.root, fetchFile);
  // An organisation's channel that was given another first root starts anew. For the public one, whose
  // root comes with the extension, the verifier decides: an update of the extension forgets nothing.
  const state = before !== undefined && (channel.scope === 'public' || before.root === root) ? before.state : null;
  const texts = new Map(known.available.map(({ entry, text }) => [entry.sha256, text]));
  for (const { sha256, text } of held?.webmails ?? []) texts.set(sha256, text);
  updater.begin({ now, root, state, held: [...texts.keys()], scope: channel.scope });
  try {
    return await fetchAll(updater, texts, root, held, fetchFile, now);
  } finally {
    // Neither a full disk nor a defect of the verifier hides why the check failed.
    await Promise.resolve()
      .then(() => keep({ root, state: updater.kept() }))
      .catch(() => undefined);
  }
}

async function fetchAll(
  updater: Updater,
  texts: Map<string, Uint8Array<ArrayBuffer>>,
  root: string,
  held: Held | undefined,
  fetchFile: FetchFile,
  now: number,
): Promise<Held & { readonly isNew: boolean }> {
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = updater.next();
    if ('done' in next) {
      const { done } = next;
      const textOf = (sha256: string): Uint8Array<ArrayBuffer> => {
        const text = texts.get(sha256);
        if (text === undefined) throw new DistrustError(`file ${sha256} was verified and is not there`);
        return text;
      };
      const lists = done.lists.map(({ sha256 }) => ({ entry: entryOf(textOf(sha256), sha256), text: textOf(sha256) }));
      const webmails = done.webmails.map(({ name, sha256 }) => ({ id: name, sha256, text: textOf(sha256) }));
      const isNew = sumsOf(lists, webmails) !== sumsOf(held?.lists ?? [], held?.webmails ?? []) || held === undefined;
      const { version, expires } = done;
      return { version, lists, webmails, state: done.state, root, confirmed: now, expires, isNew };
    }
    const atHand = next.held === true && next.makes !== undefined ? texts.get(next.makes) : undefined;
    const body = atHand ?? (await fetchFile(next.fetch, next.limit));
    const base = next.base === undefined ? undefined : texts.get(next.base);
    if (body === undefined || (next.base !== undefined && base === undefined)) {
      updater.missing();
    } else if (base !== undefined) {
      const text = updater.giveDelta(body, base);
      if (text !== undefined && next.makes !== undefined) texts.set(next.makes, text);
    } else {
      updater.give(body);
      if (next.makes !== undefined) texts.set(next.makes, body);
    }
  }
  throw new DistrustError(`the channel wants more than ${MAX_STEPS} files`);
}

function sumsOf(lists: readonly StoredList[], webmails: readonly SignedWebmail[]): string {
  return [...lists.map(({ entry }) => entry.sha256), '', ...webmails.map(({ sha256 }) => sha256)].join();
}

/** What the lists of a channel may be; wasm/update refuses others, too. */
const ROLES: Readonly<Record<Scope, readonly string[]>> = {
  public: ['protected', 'known', 'suffixes'],
  protect: ['protected', 'own'],
  allow: ['allowed'],
  'protect+allow': ['protected', 'own', 'allowed'],
};

/**
 * What of a channel counts now: only the roles that its scope has, whatever is stored, and
 * nothing of an organisation's channel under another first root, since policy may be another
 * than when its lists were verified.
 */
export async function countingLists({ root, scope }: Channel, held: Held): Promise<readonly StoredList[]> {
  const isItsRoot =
    scope === 'public' || held.root === root || (await sha256Of(new TextEncoder().encode(held.root))) === root;
  return isItsRoot ? held.lists.filter(({ entry }) => ROLES[scope].includes(entry.role)) : [];
}

/** Policy names a root by its hash; the file itself comes from the channel, once. */
async function firstRoot({ root }: Channel, before: string | undefined, fetchFile: FetchFile): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(root)) return root;
  const encoder = new TextEncoder();
  if (before !== undefined && (await sha256Of(encoder.encode(before))) === root) return before;
  const body = await fetchFile('metadata/1.root.json', MAX_ROOT_BYTES);
  if (body === undefined || (await sha256Of(body)) !== root) {
    throw new DistrustError('the channel does not have the root that policy names');
  }
  return new TextDecoder().decode(body);
}

/** What options shows of a verified list, from its own header (core/list). */
function entryOf(text: Uint8Array, sha256: string): ListEntry {
  const content = new TextDecoder().decode(text);
  const headerEnd = content.indexOf('\n\n');
  const header = content.slice(0, headerEnd < 0 ? content.length : headerEnd);
  const key = (name: string): string => new RegExp(`^# ${name}: (.*)$`, 'm').exec(header)?.[1] ?? '';
  const entries = content
    .slice(header.length)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')).length;
  return { name: key('name'), role: key('role'), category: key('category'), length: text.length, sha256, entries };
}

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
