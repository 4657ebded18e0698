/**
 * Nanoseconds per call: the median of several batches, each long enough for a
 * clock of some milliseconds. Under Node it is the thread's own time, so that what
 * else the machine does counts less.
 */
const now =
  globalThis.process?.threadCpuUsage === undefined
    ? () => performance.now()
    : () => {
        const { user, system } = process.threadCpuUsage();
        return (user + system) / 1000;
      };

/**
 * @param {(query: string) => unknown} call
 * @param {readonly string[]} queries
 * @param {{runs: number, milliseconds: number}} effort
 */
export function measure(call, queries, { runs, milliseconds }) {
  let calls = 1;
  let elapsed = batch(call, queries, calls); // the first also warms up
  while (elapsed < milliseconds && calls < 1e8) {
    calls *= elapsed < milliseconds / 16 ? 8 : 2;
    elapsed = batch(call, queries, calls);
  }
  const times = Array.from({ length: runs }, () => batch(call, queries, calls) / calls);
  return median(times) * 1e6;
}

function batch(call, queries, calls) {
  const start = now();
  for (let i = 0; i < calls; i++) call(queries[i % queries.length]);
  return now() - start;
}

/**
 * The slowest query: each has several turns, of which the best counts, because a
 * single turn measures the machine.
 * @returns {{ns: number, query: string}}
 */
export function slowest(call, queries) {
  let worst = { ns: 0, query: '' };
  for (const query of queries) {
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 4; turn++) {
      const start = performance.now();
      for (let i = 0; i < 5; i++) call(query);
      best = Math.min(best, (performance.now() - start) / 5);
    }
    if (best * 1e6 > worst.ns) worst = { ns: best * 1e6, query };
  }
  return worst;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
