/**
 * What the list server has published, as it says itself: nothing is verified
 * here (verify.ts does that when somebody asks for it).
 */
import type { PublishedList } from '../messages.ts';
import { fetchFile, fetchJson } from './fetch.ts';

export interface Target {
  readonly sha256: string;
  readonly length: number;
}

export interface Publication {
  readonly version: number;
  /** Whether there are signatures to check. */
  readonly isSigned: boolean;
  /** Milliseconds since 1970: until when the signatures hold; 0 for none. */
  readonly expires: number;
  /** Lists by name, without ".txt". */
  readonly lists: ReadonlyMap<string, Target>;
  /** Ways from one text of a list to the next, by name. */
  readonly deltas: ReadonlyMap<string, Target>;
}

interface Metadata<T> {
  readonly signed: { readonly expires: string } & T;
}
type Snapshot = Metadata<{ readonly meta: Readonly<Record<string, { readonly version: number }>> }>;
type Targets = Metadata<{
  readonly targets: Readonly<Record<string, { readonly length: number; readonly hashes: { readonly sha256: string } }>>;
}>;

/** A delta's name holds the beginnings of the hashes of both texts. */
export const DELTA = /^delta-([0-9a-f]{16})-([0-9a-f]{16})\.txt$/;

export async function currentPublication(): Promise<Publication> {
  const timestamp = (await fetchJson('/v1/metadata/timestamp.json')) as Snapshot | undefined;
  if (timestamp === undefined) return unsigned();
  const version = timestamp.signed.meta['snapshot.json']?.version;
  const snapshot = (await fetchJson(`/v1/metadata/${version}.snapshot.json`)) as Snapshot | undefined;
  const targets = snapshot?.signed.meta['targets.json']?.version;
  if (snapshot === undefined || targets === undefined) throw new Error('the server has no snapshot');
  const expires = Math.min(...[timestamp, snapshot].map(({ signed }) => Date.parse(signed.expires)));
  const publication = await publicationOf(targets);
  if (publication === undefined) throw new Error('the server has no targets');
  return { ...publication, expires: Math.min(expires, publication.expires) };
}

/** An earlier or the current version; undefined when the server has it no more. */
export async function publicationOf(version: number): Promise<Publication | undefined> {
  const metadata = (await fetchJson(`/v1/metadata/${version}.targets.json`)) as Targets | undefined;
  if (metadata === undefined) return undefined;
  const lists = new Map<string, Target>();
  const deltas = new Map<string, Target>();
  for (const [name, { length, hashes }] of Object.entries(metadata.signed.targets)) {
    const target = { length, sha256: hashes.sha256 };
    if (DELTA.test(name)) deltas.set(name, target);
    else if (name.endsWith('.txt')) lists.set(name.slice(0, -'.txt'.length), target);
  }
  return { version, isSigned: true, expires: Date.parse(metadata.signed.expires), lists, deltas };
}

/** A server without signed metadata, such as one that was started for a try. */
async function unsigned(): Promise<Publication> {
  const catalogue = (await fetchJson('/v1/catalogue.json')) as
    | { readonly version: number; readonly lists: readonly (Target & { readonly name: string })[] }
    | undefined;
  if (catalogue === undefined) throw new Error('the server has no lists');
  const lists = new Map(catalogue.lists.map((list) => [list.name, list]));
  return { version: catalogue.version, isSigned: false, expires: 0, lists, deltas: new Map() };
}

export async function fetchLists({ lists }: Publication): Promise<readonly PublishedList[]> {
  return Promise.all(
    [...lists].map(async ([name, { sha256 }]) => {
      const text = await fetchFile(targetPath(`${name}.txt`, sha256));
      if (text === undefined) throw new Error(`the server has no list ${name}`);
      return { name, sha256, text: new Uint8Array(text) };
    }),
  );
}

export function targetPath(name: string, sha256: string): string {
  return `/v1/targets/${sha256}.${name}`;
}

/** When something was last published, in milliseconds since 1970; undefined when the server does not say. */
export async function publishedAt(): Promise<number | undefined> {
  const status = (await fetchJson('/v1/status').catch(() => undefined)) as { readonly written?: string } | undefined;
  const at = Date.parse(status?.written ?? '');
  return Number.isNaN(at) ? undefined : at;
}
