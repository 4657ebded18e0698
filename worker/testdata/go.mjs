// The Worker over a bucket in memory, without Wrangler's layers around it.
// For tests, a program built with the tag "faults" can be told to die.

import catalogue from 'catalogue.json';
import list from 'list.txt';
import names from 'names.json';
import worker from '../worker.mjs';
import { Bucket, throwing } from './bucket.mjs';

const bucket = new Bucket();
bucket.set('v1/catalogue.json', catalogue);
for (const name of JSON.parse(names)) bucket.set(`v1/targets/${name}`, list);
const env = { LISTS: throwing(bucket) };

export default {
  fetch(request, _env, ctx) {
    const fault = request.headers.get('x-fault');
    if (fault) {
      try {
        globalThis.context?.binding.fail?.(fault);
      } catch (error) {
        console.error(`the program was made to fail: ${error}`);
      }
    }
    return worker.fetch(request, env, ctx);
  },
};
