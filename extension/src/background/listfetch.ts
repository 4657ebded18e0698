/** Fetches files of a list channel. The only caller of fetch for lists. No cookies, no identifiers, no query. */
import { DistrustError, type FetchFile } from './trust.ts';

/** The slowest line that is waited for carries a megabyte in this time. */
const PATIENCE = 60_000;

/** Everything below `url`; `how` replaces the browser's fetch. */
export function fetchBelow(url: string, how: typeof fetch = fetch): FetchFile {
  return async (path, limit) => {
    const response = await how(url + path, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error', // a captive portal redirects; a list server never does
      cache: 'no-store', // what we hold is the only cache: everything else is asked for once
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new DistrustError(`the list server answered ${response.status} to ${path}`);
    return bodyOf(response, path, limit);
  };
}

/** The body, refused as soon as it is longer than `limit` bytes. */
async function bodyOf(response: Response, path: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const step = await reader?.read();
    if (step === undefined || step.done) break;
    length += step.value.length;
    if (length > limit) {
      await reader?.cancel();
      throw new DistrustError(`${path} is longer than ${limit} bytes`);
    }
    chunks.push(step.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
