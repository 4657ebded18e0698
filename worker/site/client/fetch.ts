/** The page's only way to its server. */

/** Undefined when there is no such file; throws when the server does not answer as it should. */
export async function fetchFile(path: string): Promise<ArrayBuffer | undefined> {
  const response = await fetch(path);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.arrayBuffer();
}

export async function fetchJson(path: string): Promise<unknown> {
  const body = await fetchFile(path);
  return body === undefined ? undefined : JSON.parse(new TextDecoder().decode(body));
}
