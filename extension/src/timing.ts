/** Marks of our own work in the page's timeline, in builds for tests and measurements only. */

declare const __TEST__: boolean | undefined;

const IS_MEASURED = typeof __TEST__ !== 'undefined' && __TEST__;

/** Runs `work`; in measured builds its time appears as `nearmiss <name>`. */
export function measured<T>(name: string, work: () => T): T {
  if (!IS_MEASURED) return work();
  const start = performance.now();
  const result = work();
  performance.measure(`nearmiss ${name}`, { start, end: performance.now() });
  return result;
}
