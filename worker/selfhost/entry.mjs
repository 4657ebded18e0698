/**
 * The list server on a machine of one's own: the same Worker, over a store on disk.
 * The owner's socket is the way to that store that Wrangler is on Cloudflare:
 *
 *   PUT|GET|DELETE /v1/metadata/1.root.json     the file of that key
 *
 * with "Authorization: Bearer OWNER_TOKEN". It belongs on the machine's loopback.
 */
import { WorkerEntrypoint } from 'cloudflare:workers';
import worker from '../worker.mjs';
import { Bucket, Disk } from './bucket.mjs';

export { Disk };

let running;
/** One for all requests: the Go program keeps what it is started with. */
const environment = (env) => {
  running ??= { LISTS: new Bucket(env.DISK) };
  return running;
};

export default {
  fetch: (request, env, context) => worker.fetch(request, environment(env), context),
};

export class Owner extends WorkerEntrypoint {
  async fetch(request) {
    if (!(await this.#isOwner(request))) return text(401, 'refused: the owner’s token is wanted');
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1));
    const bucket = environment(this.env).LISTS;
    switch (request.method) {
      case 'PUT':
        await bucket.put(key, request.body);
        return text(200, 'stored');
      case 'GET': {
        const file = await bucket.get(key);
        return file === null ? text(404, 'not found') : new Response(file.body);
      }
      case 'DELETE':
        await bucket.delete(key);
        return text(200, 'deleted');
      default:
        return text(405, 'method not allowed: PUT, GET or DELETE');
    }
  }

  /** Compares hashes: how long that takes says nothing about the token. */
  async #isOwner(request) {
    const token = this.env.OWNER_TOKEN ?? '';
    const given = request.headers.get('Authorization') ?? '';
    const hash = async (value) =>
      String(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value))));
    return token !== '' && (await hash(given)) === (await hash(`Bearer ${token}`));
  }
}

function text(status, line) {
  return new Response(`${line}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
