/**
 * The signatures under the lists, checked in the page by the program that checks
 * them in the extension (wasm/update). Loaded when somebody asks for it.
 */

import { checkSigned, type StoredList, sha256Of } from '../../../extension/src/background/trust.ts';
import { Updater } from '../../../extension/src/background/updater.ts';
import type { PageData, PublishedList } from '../messages.ts';
import { fetchFile } from './fetch.ts';
import { fetchPacked } from './packed.ts';

export interface Verified {
  readonly version: number;
  readonly expires: number;
  /** The beginning of the first root's SHA-256, to be compared with what the project's README says. */
  readonly fingerprint: string;
}

/** Throws, with the verifier's words, unless every list is the one that was signed. */
export async function verify({ update, root }: PageData, lists: readonly PublishedList[]): Promise<Verified> {
  const [program, rootBytes] = await Promise.all([fetchPacked(update), fetchFile(root)]);
  if (rootBytes === undefined) throw new Error('the verifier could not be loaded');
  const updater = await Updater.start(await WebAssembly.compile(program));
  const channel = {
    name: 'public',
    url: '/v1/',
    scope: 'public' as const,
    root: new TextDecoder().decode(rootBytes),
  };
  // What is here already is not fetched again: its hash is what counts.
  const available = await Promise.all(lists.map(async ({ name, text }) => storedList(name, text)));
  const fetchBelow = async (path: string, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const body = await fetchFile(channel.url + path);
    if (body !== undefined && body.byteLength > limit) throw new Error(`the answer is longer than ${limit} bytes`);
    return body === undefined ? undefined : new Uint8Array(body);
  };
  const known = { held: undefined, verified: undefined, available, keep: async () => undefined };
  const { version, expires, lists: signed } = await checkSigned(updater, channel, known, fetchBelow, Date.now());
  const shown = new Map(available.map(({ entry }) => [entry.name, entry.sha256]));
  const isSame = signed.length === shown.size && signed.every(({ entry }) => shown.get(entry.name) === entry.sha256);
  if (!isSame) throw new Error('the lists in this page are not the ones that were signed: load it again');
  return { version, expires, fingerprint: (await sha256Of(new Uint8Array(rootBytes))).slice(0, 16) };
}

async function storedList(name: string, text: Uint8Array<ArrayBuffer>): Promise<StoredList> {
  const sha256 = await sha256Of(text);
  return { entry: { name, role: '', category: '', length: text.length, sha256, entries: 0 }, text };
}
