/**
 * wasm/check with texts in the place of bytes, for tests, benches and builds. The
 * extension's own calls are typed, extension/src/background/checker.ts.
 */
import { Reactor } from '../reactor.ts';

const CALLS = ['reset', 'add_list', 'set_policy', 'set_distance', 'read_policy', 'build', 'check'];
const FIELDS = [
  'level',
  'action',
  'kind',
  'domain',
  'target',
  'category',
  'suggestion',
  'alternative',
  'early',
  'reason',
  'external',
  'decidedBy',
];

export class CheckProgram {
  #core;

  /** @param {Reactor<string>} core */
  constructor(core) {
    this.#core = core;
  }

  /** @param {WebAssembly.Module} module */
  static async start(module) {
    return new CheckProgram(await Reactor.start(module, CALLS));
  }

  get exports() {
    return this.#core.exports;
  }

  /** Writes the texts one after the other; @returns their lengths in bytes. @param {string[]} texts */
  write(...texts) {
    return this.#core.put(...texts);
  }

  read(length) {
    return this.#core.output(length);
  }

  /** @param {string[]} lists texts @param {string} policy JSON or '' @param {number} distance see core.Config */
  configure(lists, policy = '', distance = 0) {
    this.#core.call('reset');
    for (const list of lists) this.#core.must('add_list', ...this.write(list));
    this.#core.must('set_policy', ...this.write(policy));
    this.#core.must('set_distance', distance);
    this.#core.must('build');
  }

  /** @returns {Record<string, string>} the verdict's fields */
  check(recipient, sender = '') {
    const values = this.#core.read('check', ...this.write(recipient, sender)).split('\x1f');
    return Object.fromEntries(FIELDS.map((name, i) => [name, values[i]]));
  }

  /** @returns {any} the reading of a policy */
  readPolicy(policy) {
    return JSON.parse(this.#core.read('read_policy', ...this.write(policy)));
  }
}
