/** Tables in Markdown from what was measured. */

const kinds = ['exact', 'unrelated', 'distance 1', 'distance 2', 'family', 'IDN', 'hostile'];

/** @param {any} run @returns {string} */
export function report({ measured, browser, program, machine, real }) {
  return `# Benchmarks

Made by \`npm run bench\`; ${machine}. Times are medians of several batches of the thread's own
time, in microseconds (µs) unless said otherwise. The machine decides about microseconds: read the ratios.

Names: ${real}, filled up to each size with names of the same make (a Markov chain over their letters, seeded) and,
from 50,000 on, with families of 500 names that differ in a number. Unrelated names are real ones held back. "Distance 1"
and "distance 2" are slips of the finger in protected names; hostile ones are up to 253 bytes long and repeat themselves.

## Size

\`wasm/check\`: ${program.raw.toLocaleString('en')} bytes, ${program.gzip.toLocaleString('en')} gzipped (budget 1,000,000).

## The whole check, from bytes to verdict, in WebAssembly under Node

${checkTable(measured.map(({ size, node }) => ({ size, result: node })))}

## The lookup index alone, through its export, in WebAssembly under Node

${indexTable(measured.map(({ size, node }) => ({ size, result: node })))}

## Against npm packages, the same names, the same process

Ratios are how many times longer the package takes than we do for an unrelated name (Map: for one that is there): the
index alone at the same distance, for mailcheck and email-spell-checker the whole check. Memory is what lives in the heap,
ours that of an index for distances up to 3 where it is for more than 1.

${peerTable(measured)}
${browser === undefined ? '' : browserPart(browser, measured)}
## Native

Go's own benchmarks, by the clock on the wall: what else the machine does counts here.

${nativeTable(measured)}
`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

const micro = (ns) =>
  ns === undefined
    ? ''
    : ns < 99_950
      ? (ns / 1000).toPrecision(ns < 1000 ? 2 : 3)
      : Math.round(ns / 1000).toLocaleString('en');
const count = (n) => n.toLocaleString('en');
const mega = (bytes) => (bytes / 1e6).toFixed(1);

function checkTable(rows) {
  return table(
    ['names', 'distances', ...kinds, 'slowest', 'load, ms', 'heap, MB', 'memory, MB'],
    rows.flatMap(({ size, result }) =>
      [1, 3].map((distance) => {
        const times = result.check[`d${distance}`];
        return [
          count(size),
          distance === 1 ? '1' : '1–3',
          ...kinds.map((kind) => micro(times[kind])),
          micro(times.worst.ns),
          times.loadTime.toFixed(0),
          mega(times.heapBytes),
          mega(times.memoryBytes),
        ];
      }),
    ),
  );
}

function indexTable(rows) {
  return table(
    ['names', 'distance', ...kinds, 'slowest', 'bytes/name', 'build, ms'],
    rows.flatMap(({ size, result: { index } }) => [
      [count(size), '0', micro(index.exact), ...kinds.slice(1).map(() => ''), '', '', ''],
      ...[1, 2, 3].map((distance) => [
        count(size),
        distance === 3 ? '1–3' : distance === 2 ? '1–2' : '1',
        ...kinds.map((kind) => micro(index[`d${distance}`][kind])),
        micro(index[`worst${distance}`]?.ns),
        distance === 1 ? index.bytesPerName1.toFixed(0) : distance === 3 ? index.bytesPerName3.toFixed(0) : '',
        distance === 1 ? index.buildTime1.toFixed(0) : distance === 3 ? index.buildTime3.toFixed(0) : '',
      ]),
    ]),
  );
}

/** What of ours answers the same question as the peer. @returns {{what: string, time: number, kind: string, bytes?: number}[]} */
function ours(name, node) {
  if (name === 'Map') return [{ what: 'exact', time: node.index.exact, kind: 'exact' }];
  if (/ d2/.test(name)) {
    return [{ what: 'index, 1–2', time: node.index.d2.unrelated, kind: 'unrelated', bytes: node.index.heapBytes3 }];
  }
  if (/ d1|fastest/.test(name)) {
    return [{ what: 'index, 1', time: node.index.d1.unrelated, kind: 'unrelated', bytes: node.index.heapBytes1 }];
  }
  return [
    { what: 'check, 1', time: node.check.d1.unrelated, kind: 'unrelated' },
    { what: 'check, 1–3', time: node.check.d3.unrelated, kind: 'unrelated' },
  ];
}

function peerTable(measured) {
  return table(
    ['names', 'package', 'theirs', 'ours', '', 'ratio', 'their heap, MB', 'ours', 'ratio', 'their build, ms'],
    measured.flatMap(({ size, node }) =>
      Object.entries(node.peers).flatMap(([name, peer]) =>
        ours(name, node).map((mine) => {
          const holds = mine.bytes !== undefined && peer.heapBytes > 1e5;
          return [
            count(size),
            name,
            micro(peer[mine.kind]),
            micro(mine.time),
            mine.what,
            `${ratio(peer[mine.kind] / mine.time)}×`,
            holds ? mega(peer.heapBytes) : '',
            holds ? mega(mine.bytes) : '',
            holds ? `${ratio(peer.heapBytes / mine.bytes)}×` : '',
            peer.buildTime.toFixed(0),
          ];
        }),
      ),
    ),
  );
}

const ratio = (x) => (x < 10 ? x.toFixed(1) : Math.round(x).toLocaleString('en'));

function browserPart({ version, results }, measured) {
  const rows = results.map((result, i) => ({ size: measured[i].size, result })); // the first ones, all or up to a size
  return `
## In Chromium ${version}

The whole check:

${checkTable(rows)}

The index alone:

${indexTable(rows)}
`;
}

function nativeTable(measured) {
  const rows = ['index/exact', 'index/d1', 'index/d2', 'index/d3', 'check/d1', 'check/d3'];
  return table(
    ['names', 'what', ...kinds],
    measured.flatMap(({ size, native }) =>
      rows.map((row) => [count(size), row.replace('/', ', '), ...kinds.map((kind) => micro(native[`${row}/${kind}`]))]),
    ),
  );
}
