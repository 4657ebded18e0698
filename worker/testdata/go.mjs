// The Worker over a bucket in memory, without Wrangler's layers around it.
// store.json is what the bucket holds: texts by key. For tests, a program built
// with the tag "faults" can be told to die.

import store from 'store.json';
import worker from '../worker.mjs';
import { Bucket, throwing } from './bucket.mjs';

const bucket = new Bucket();
for (const [key, text] of Object.entries(JSON.parse(store))) bucket.set(key, text);
const env = { LISTS: throwing(bucket) };

export default {
  fetch(request, _env, ctx) {
    const fault = request.headers.get('x-fault');
    if (fault) {
      try {
        const heap = globalThis.context?.binding.fail?.(fault);
        if (heap) return new Response(String(heap));
      } catch (error) {
        console.error(`the program was made to fail: ${error}`);
      }
    }
    return worker.fetch(request, env, ctx);
  },
};
