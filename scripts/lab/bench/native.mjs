/** The same index and check as native code: Go's own benchmarks on the same names. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './clock.mjs';

/**
 * @param {string} root @param {{names: string[], queries: Record<string, string[]>}} size @param {boolean} quick
 * @returns {Record<string, number>} nanoseconds by "index/d1/unrelated" or "check/d3/exact"
 */
export function measureNative(root, { names, queries }, quick) {
  const folder = join(root, 'build', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'native.json');
  writeFileSync(file, JSON.stringify({ names, queries }));
  const effort = quick ? '-benchtime 50ms -count 1' : '-benchtime 100ms -count 3';
  const run = spawnSync('go', `test -run ^$ -bench ^BenchmarkGiven$ ${effort} ./core/index ./core`.split(' '), {
    cwd: root,
    env: { ...process.env, NEARMISS_BENCH: file },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(`go test -bench: ${run.stdout}${run.stderr}`);
  const times = {};
  for (const [, name, ns] of run.stdout.matchAll(/^BenchmarkGiven\/(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/gm)) {
    const kind = name.replaceAll('_', ' ');
    times[kind] = [...(times[kind] ?? []), Number(ns)];
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}
