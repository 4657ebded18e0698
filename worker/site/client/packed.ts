/**
 * Our programs and lists as the page gets them: in Zstandard, a fifth smaller
 * than in gzip and the same from every server. No browser that we support opens
 * it by itself.
 */
import { decompress } from 'fzstd';
import type { PublishedList } from '../messages.ts';
import { fetchFile } from './fetch.ts';

export async function fetchPacked(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const body = await fetchFile(path);
  if (body === undefined) throw new Error(`the server has no ${path}`);
  return decompress(new Uint8Array(body)) as Uint8Array<ArrayBuffer>;
}

/** The lists in one file: a line of JSON that names them, then their texts, one behind the other. */
export function listsIn(file: Uint8Array<ArrayBuffer>): readonly PublishedList[] {
  const end = file.indexOf('\n'.charCodeAt(0));
  const named = JSON.parse(new TextDecoder().decode(file.subarray(0, end))) as readonly {
    readonly name: string;
    readonly sha256: string;
    readonly length: number;
  }[];
  let at = end + 1;
  return named.map(({ name, sha256, length }) => {
    const text = file.subarray(at, at + length);
    at += length;
    return { name, sha256, text };
  });
}
