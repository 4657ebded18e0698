// A bucket in memory with R2's manners, as far as the Worker uses them, and with
// the faults that R2 can have: a key whose name says "reject", "throw", "hang",
// "garbage", "empty", "cut" or "slow" behaves so.

const encoder = new TextEncoder();

export class Bucket {
  #objects = new Map();
  reads = 0;

  set(key, text) {
    const bytes = encoder.encode(text);
    this.#objects.set(key, { bytes, etag: `${key.length}-${bytes.length}`, uploaded: new Date() });
  }

  async get(key) {
    this.reads++;
    const fault = /\.(reject|garbage|empty|hang|cut|slow)\.txt$/.exec(key)?.[1];
    if (fault === 'reject') throw new Error('get: Internal error (10001)');
    if (fault === 'garbage') return { key: 7, etag: undefined, body: 'not a stream' };
    if (fault === 'empty') return undefined;
    if (fault === 'hang') return new Promise(() => {});
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 20));
    const stored = this.#objects.get(key);
    if (!stored) return null;
    const body = fault === 'cut' ? cutOff(stored.bytes) : new Response(stored.bytes).body;
    return {
      key,
      version: '1',
      size: stored.bytes.length,
      etag: stored.etag,
      httpEtag: `"${stored.etag}"`,
      uploaded: stored.uploaded,
      httpMetadata: {},
      customMetadata: {},
      body,
    };
  }
}

/** Half of the bytes, then an error, as when a connection to the store breaks. */
function cutOff(bytes) {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new Error('the connection was lost'));
      else controller.enqueue(bytes.slice(0, bytes.length / 2));
      sent = true;
    },
  });
}

/** An R2 binding that throws where it should return a promise. */
export function throwing(bucket) {
  return {
    get(key) {
      if (/\.throw\.txt$/.test(key)) throw new TypeError('the binding is broken');
      return bucket.get(key);
    },
  };
}
