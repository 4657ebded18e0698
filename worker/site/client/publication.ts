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
  /** When something was last published, in milliseconds since 1970. */
  readonly written: number;
  /** Whether there are signatures to check. */
  readonly isSigned: boolean;
  /** Milliseconds since 1970: until when the signatures hold; 0 for none. */
  readonly expires: number;
  /** Lists by name, without ".txt". */
  readonly lists: ReadonlyMap<string, Target>;
  /** Ways from one text of a list to the next, by name. */
  readonly deltas: ReadonlyMap<string, Target>;
}

/** What of /v1/status is used; without `metadata` nothing is signed. */
interface Status {
  readonly published: boolean;
  readonly written?: string;
  readonly metadata?: Readonly<Record<string, { readonly version: number; readonly expires: string }>>;
}

interface Targets {
  readonly signed: {
    readonly targets: Readonly<
      Record<string, { readonly length: number; readonly hashes: { readonly sha256: string } }>
    >;
  };
}

/** A delta's name holds the beginnings of the hashes of both texts. */
const DELTA = /^delta-([0-9a-f]{16})-([0-9a-f]{16})\.txt$/;

export async function currentPublication(): Promise<Publication> {
  const status = (await fetchJson('/v1/status')) as Status | undefined;
  if (status?.published !== true) throw new Error('the server has no lists');
  const written = Date.parse(status.written ?? '');
  const version = status.metadata?.targets?.version;
  if (status.metadata === undefined || version === undefined) return unsigned(written);
  const publication = await publicationOf(version);
  if (publication === undefined) throw new Error(`the server has no version ${version}`);
  const expires = Math.min(...Object.values(status.metadata).map((role) => Date.parse(role.expires)));
  return { ...publication, written, expires };
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
  return { version, written: 0, isSigned: true, expires: 0, lists, deltas };
}

/** A server without signed metadata, such as one that was started for a try. */
async function unsigned(written: number): Promise<Publication> {
  const catalogue = (await fetchJson('/v1/catalogue.json')) as
    | { readonly version: number; readonly lists: readonly (Target & { readonly name: string })[] }
    | undefined;
  if (catalogue === undefined) throw new Error('the server has no lists');
  const lists = new Map(catalogue.lists.map((list) => [list.name, list]));
  return { version: catalogue.version, written, isSigned: false, expires: 0, lists, deltas: new Map() };
}

/** The published lists, of which only those are fetched that are not at hand. */
export async function fetchLists(
  { lists }: Publication,
  atHand: readonly PublishedList[],
): Promise<readonly PublishedList[]> {
  return Promise.all(
    [...lists].map(async ([name, { sha256 }]) => {
      const same = atHand.find((list) => list.sha256 === sha256);
      if (same !== undefined) return same;
      const text = await fetchFile(targetPath(`${name}.txt`, sha256));
      if (text === undefined) throw new Error(`the server has no list ${name}`);
      return { name, sha256, text: new Uint8Array(text) };
    }),
  );
}

export function targetPath(name: string, sha256: string): string {
  return `/v1/targets/${sha256}.${name}`;
}
