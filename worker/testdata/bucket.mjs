// A bucket in memory with R2's manners, as far as the Worker uses them, and with
// the faults that R2 can have: a key whose name says "reject", "throw", "hang",
// "garbage", "empty", "cut" or "slow" behaves so.

const encoder = new TextEncoder();

export class Bucket {
  #objects = new Map();
  #writes = 0;

  set(key, content) {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    this.#objects.set(key, { bytes, etag: `e${++this.#writes}`, uploaded: new Date() });
  }

  async get(key) {
    const fault = /\.(reject|garbage|empty|hang|cut|slow)\.txt$/.exec(key)?.[1];
    if (fault === 'reject') throw new Error('get: Internal error (10001)');
    if (fault === 'garbage') return { key: 7, etag: undefined, body: 'not a stream' };
    if (fault === 'empty') return undefined;
    if (fault === 'hang') return new Promise(() => {});
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 20));
    const stored = this.#objects.get(key);
    if (!stored) return null;
    return { ...described(key, stored), body: fault === 'cut' ? cutOff(stored.bytes) : new Response(stored.bytes).body };
  }

  async head(key) {
    const stored = this.#objects.get(key);
    return stored ? described(key, stored) : null;
  }

  async put(key, content, { onlyIf } = {}) {
    const bytes = new Uint8Array(await new Response(content).arrayBuffer());
    const etag = this.#objects.get(key)?.etag;
    if (onlyIf?.has('If-None-Match') && etag) return null;
    if (onlyIf?.has('If-Match') && onlyIf.get('If-Match') !== `"${etag}"`) return null;
    this.set(key, bytes);
    return described(key, this.#objects.get(key));
  }
}

function described(key, { bytes, etag, uploaded }) {
  const size = bytes.length;
  return { key, version: '1', size, etag, httpEtag: `"${etag}"`, uploaded, httpMetadata: {}, customMetadata: {} };
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
    head: (key) => bucket.head(key),
    put: (key, content, options) => bucket.put(key, content, options),
  };
}
