/**
 * Runs the WebAssembly programs under Node and in a bench page: instances with
 * nothing but what Go's runtime asks for, and typed access to wasm/check.
 */
import { ConsoleStdout, WASI } from '@bjorn3/browser_wasi_shim';

/** @param {WebAssembly.Module} module @returns {Promise<any>} the exports, initialised */
export async function startReactor(module) {
  const silent = () => ConsoleStdout.lineBuffered(() => {});
  const wasi = new WASI([], [], [silent(), silent(), silent()], { debug: false });
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  wasi.initialize(instance);
  return instance.exports;
}

/** What the hot program answered with a status instead of a result. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const fields = [
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

/** Up to here a loop is faster than TextEncoder: every recipient. */
const shortText = 256;

/** @param {Uint8Array} bytes @param {string[]} texts @returns {boolean} whether they were ASCII, and are there */
function writeASCII(bytes, texts) {
  let at = 0;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      bytes[at++] = code;
    }
  }
  return true;
}

/** The same for long texts. @param {Uint8Array} bytes @param {string[]} texts @returns {boolean} */
function writeLong(bytes, texts) {
  let at = 0;
  for (const text of texts) {
    if (encoder.encodeInto(text, bytes.subarray(at, at + text.length)).read !== text.length) return false;
    at += text.length;
  }
  return true;
}

/** The exports of wasm/check with text in the place of bytes. */
export class CheckProgram {
  /** @param {any} exports */
  constructor(exports) {
    this.exports = exports;
  }

  /** Writes the texts one after the other; @returns their lengths in bytes. @param {string[]} texts */
  write(...texts) {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    const pointer = this.exports.input(length);
    if (pointer !== 0) {
      const bytes = new Uint8Array(this.exports.memory.buffer, pointer, length);
      if (length <= shortText ? writeASCII(bytes, texts) : writeLong(bytes, texts)) {
        return texts.map((text) => text.length);
      }
    }
    const parts = texts.map((text) => encoder.encode(text));
    let at = this.exports.input(parts.reduce((sum, part) => sum + part.length, 0));
    if (at === 0) throw new Refusal(1, 'the input is over the limit');
    for (const part of parts) {
      new Uint8Array(this.exports.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
    return parts.map((part) => part.length);
  }

  read(length) {
    return decoder.decode(new Uint8Array(this.exports.memory.buffer, this.exports.output(), length));
  }

  #accept(status) {
    if (status !== 0) throw new Refusal(status, this.read(this.exports.error_length()));
  }

  #result(length) {
    if (length < 0) this.#accept(-length);
    return this.read(length);
  }

  /** @param {string[]} lists texts @param {string} policy JSON or '' @param {number} distance see core.Config */
  configure(lists, policy = '', distance = 0) {
    this.exports.reset();
    for (const list of lists) this.#accept(this.exports.add_list(this.write(list)[0]));
    this.#accept(this.exports.set_policy(this.write(policy)[0]));
    this.#accept(this.exports.set_distance(distance));
    this.#accept(this.exports.build());
  }

  /** @returns {Record<string, string>} the verdict's fields */
  check(recipient, sender = '') {
    const [n, m] = this.write(recipient, sender);
    const values = this.#result(this.exports.check(n, m)).split('\x1f');
    return Object.fromEntries(fields.map((name, i) => [name, values[i]]));
  }

  /** @returns {any} the reading of a policy */
  readPolicy(policy) {
    return JSON.parse(this.#result(this.exports.read_policy(this.write(policy)[0])));
  }
}
