/**
 * One size under Node, in a process of its own: the programs and the peers on the
 * same names, and their results as JSON on standard output.
 */
import { readFileSync } from 'node:fs';
import { measure } from './clock.mjs';
import { peers } from './peers.mjs';
import { measurePrograms } from './programs.mjs';

const { names, queries, effort, benchFile, checkFile, withPeers } = JSON.parse(readFileSync(0, 'utf8'));

const started = performance.now();
const checkModule = await WebAssembly.compile(readFileSync(checkFile));
const compileTime = performance.now() - started;
const benchModule = await WebAssembly.compile(readFileSync(benchFile));

const result = await measurePrograms({ benchModule, checkModule }, { names, queries, effort });
result.compileTime = compileTime;
result.peers = {};
for (const peer of withPeers ? peers.filter(({ most }) => names.length <= most) : []) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const call = peer.open(names);
  const buildTime = performance.now() - start;
  globalThis.gc();
  // The slow ones take a third of a second for a query of a million names.
  const shorter = { ...effort, runs: 3 };
  result.peers[peer.name] = {
    buildTime,
    heapBytes: process.memoryUsage().heapUsed - before,
    exact: measure(call, queries.exact, shorter),
    unrelated: measure(call, queries.unrelated, shorter),
    'distance 1': measure(call, queries['distance 1'], shorter),
  };
}
process.stdout.write(JSON.stringify(result));
