/** The WebAssembly programs as calls of a query, for Node and for a page alike. */
import { CheckProgram } from '../../../wasm/check/program.mjs';
import { Reactor } from '../../../wasm/reactor.ts';
import { measure, median, slowest } from './clock.mjs';

const encoder = new TextEncoder();

/**
 * The index alone (wasm/bench).
 * @param {WebAssembly.Module} module @param {readonly string[]} names @param {{two: number, three: number}} reach
 */
async function openIndex(module, names, { two, three }) {
  const { exports } = await Reactor.start(module, []);
  const text = encoder.encode(`${names.join('\n')}\n`);
  const before = exports.heap_bytes();
  let pointer = exports.input(text.length);
  new Uint8Array(exports.memory.buffer).set(text, pointer);
  const start = performance.now();
  exports.build(text.length, two, three);
  const buildTime = performance.now() - start;
  const heapBytes = exports.heap_bytes() - before;
  pointer = exports.input(512);
  const memory = new Uint8Array(exports.memory.buffer);
  const write = (query) => {
    if (query.length > 512) return 0;
    let n = 0;
    // A loop is faster than TextEncoder.encodeInto for texts as short as these.
    for (; n < query.length; n++) {
      const code = query.charCodeAt(n);
      if (code > 127) return encoder.encodeInto(query, memory.subarray(pointer, pointer + 512)).written;
      memory[pointer + n] = code;
    }
    return n;
  };
  return {
    buildTime,
    heapBytes,
    indexBytes: exports.index_bytes(),
    exact: (query) => exports.exact(write(query)),
    search: (distance) => (query) => exports.search(write(query), distance),
  };
}

/** @param {string} name @param {readonly string[]} names */
export function listText(name, names) {
  const sorted = names.toSorted((a, b) => (a < b ? -1 : 1));
  return `# nearmiss-list: 1\n# name: ${name}\n# role: protected\n# category: ${name}\n\n${sorted.join('\n')}\n`;
}

/** The whole check, from bytes to verdict (wasm/check). */
async function openCheck(module, listTexts, distance) {
  const start = performance.now();
  const program = await CheckProgram.start(module);
  const startTime = performance.now() - start;
  const loadStart = performance.now();
  program.configure(listTexts, '', distance);
  return {
    startTime,
    loadTime: performance.now() - loadStart,
    memoryBytes: program.exports.memory.buffer.byteLength,
    heapBytes: program.exports.heap(),
    check: (recipient) => {
      const [n, m] = program.write(recipient, '');
      return program.exports.check(n, m);
    },
    verdict: (recipient) => program.check(recipient),
  };
}

/**
 * Everything that is measured of the programs at one size.
 * @returns {Promise<Record<string, any>>} nanoseconds, bytes and milliseconds
 */
export async function measurePrograms({ benchModule, checkModule }, { names, queries, effort }) {
  const result = { index: {}, check: {} };
  const list = listText('bench', names);

  const near = await openIndex(benchModule, names, { two: 0, three: 0 });
  result.index.bytesPerName1 = near.indexBytes / names.length;
  result.index.heapBytes1 = near.heapBytes;
  result.index.buildTime1 = near.buildTime;
  result.index.exact = measure(near.exact, queries.exact, effort);
  result.index.d1 = perKind(near.search(1), queries, effort);
  result.index.worst1 = slowest(near.search(1), Object.values(queries).flat());

  const far = await openIndex(benchModule, names, { two: 4, three: 12 });
  result.index.bytesPerName3 = far.indexBytes / names.length;
  result.index.heapBytes3 = far.heapBytes;
  result.index.buildTime3 = far.buildTime;
  result.index.d2 = perKind(far.search(2), queries, effort);
  result.index.d3 = perKind(far.search(3), queries, effort);
  result.index.worst2 = slowest(far.search(2), Object.values(queries).flat());

  for (const distance of [1, 3]) {
    const loads = [];
    let opened;
    for (let i = 0; i < 3; i++) {
      opened = await openCheck(checkModule, [list], distance);
      loads.push(opened.loadTime);
    }
    const recipients = Object.fromEntries(
      Object.entries(queries).map(([kind, domains]) => [kind, domains.map((domain) => `jane.doe@${domain}`)]),
    );
    result.check[`d${distance}`] = {
      startTime: opened.startTime,
      loadTime: median(loads),
      memoryBytes: opened.memoryBytes,
      heapBytes: opened.heapBytes,
      ...perKind(opened.check, recipients, effort),
      worst: slowest(opened.check, Object.values(recipients).flat()),
    };
  }
  return result;
}

function perKind(call, queries, effort) {
  return Object.fromEntries(Object.entries(queries).map(([kind, texts]) => [kind, measure(call, texts, effort)]));
}
