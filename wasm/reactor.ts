/**
 * Starting our WebAssembly programs and moving bytes over their border, in a browser
 * and in Node. All are WASI reactors with one buffer in and one out (wasm/check,
 * wasm/update).
 */
import { ConsoleStdout, OpenFile, File as StandardInput, WASI } from '@bjorn3/browser_wasi_shim';

/** What every program exports. */
export interface Border {
  readonly memory: WebAssembly.Memory;
  input(size: number): number;
  output(): number;
  error_length(): number;
}

/** What a program refused, with its own words. The instance stays usable. */
export class CoreError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'CoreError';
    this.status = status;
  }
}

/** The instance trapped and must not be called again. */
export class CoreBroken extends Error {
  constructor(cause: unknown) {
    super(`the core stopped: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'CoreBroken';
  }
}

export function isOfCore(error: unknown): boolean {
  return [CoreError, CoreBroken, WebAssembly.CompileError, WebAssembly.LinkError].some((kind) => error instanceof kind);
}

export function compile(program: Promise<Response>): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(program);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: false });

/** Up to here a loop is faster than TextEncoder: recipients with their senders, in UTF-16 units. */
const SHORT = 256;

/** Whether all texts were ASCII, and are there with the bytes. */
function writeShort(bytes: Uint8Array, parts: readonly (string | Uint8Array)[]): boolean {
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      for (let i = 0; i < part.length; i++) {
        const code = part.charCodeAt(i);
        if (code > 127) return false;
        bytes[at++] = code;
      }
    } else {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return true;
}

/** A running program; `calls` are the exports that it must have beyond the border. */
export class Reactor<Calls extends string> {
  /** The program's own, for tests of its border. */
  readonly exports: Border & Record<Calls, (...numbers: number[]) => number>;
  #isBroken = false;

  private constructor(exports: Border & Record<Calls, (...numbers: number[]) => number>) {
    this.exports = exports;
  }

  static async start<Calls extends string>(
    module: WebAssembly.Module,
    calls: readonly Calls[],
  ): Promise<Reactor<Calls>> {
    const files = [
      new OpenFile(new StandardInput([])),
      ConsoleStdout.lineBuffered((line) => console.info('core:', line)),
      ConsoleStdout.lineBuffered((line) => console.error('core:', line)),
    ];
    const wasi = new WASI([], [], files, { debug: false }); // the shim's own logging is on by default
    const { exports } = await WebAssembly.instantiate(module, {
      wasi_snapshot_preview1: wasi.wasiImport as WebAssembly.ModuleImports,
    });
    for (const name of ['input', 'output', 'error_length', ...calls]) {
      if (typeof exports[name] !== 'function') throw new CoreError(2, `the program has no export ${name}`);
    }
    wasi.initialize({ exports } as { exports: { memory: WebAssembly.Memory } });
    return new Reactor(exports as unknown as Border & Record<Calls, (...numbers: number[]) => number>);
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Several border calls as one: a trap leaves Go's runtime in an unknown state, so such an instance is never called again. */
  run<T>(body: () => T): T {
    if (this.#isBroken) throw new CoreBroken('called after it stopped');
    try {
      return body();
    } catch (error) {
      if (error instanceof CoreError) throw error;
      this.#isBroken = true;
      throw new CoreBroken(error);
    }
  }

  /** The raw export. */
  call(name: Calls, ...numbers: number[]): number {
    return this.exports[name](...numbers);
  }

  /** An export that answers a status. */
  must(name: Calls, ...numbers: number[]): void {
    const status = this.call(name, ...numbers);
    if (status !== 0) throw new CoreError(status, this.output(this.exports.error_length()));
  }

  /** An export that answers the length of its output, or minus a status. */
  read(name: Calls, ...numbers: number[]): string {
    const length = this.call(name, ...numbers);
    if (length < 0) throw new CoreError(-length, this.output(this.exports.error_length()));
    return this.output(length);
  }

  /** Copies texts or bytes, one behind the other, into the input; the length of each. */
  put(...parts: readonly (string | Uint8Array)[]): number[] {
    let size = 0;
    for (const part of parts) size += part.length;
    if (size <= SHORT) {
      const bytes = this.#room(size);
      if (writeShort(bytes, parts)) return parts.map(({ length }) => length);
    }
    const encoded = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
    const bytes = this.#room(encoded.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of encoded) {
      bytes.set(part, at);
      at += part.length;
    }
    return encoded.map(({ length }) => length);
  }

  /** The input's first bytes. A new view each time: a call may have grown the memory, which detaches the old ones. */
  #room(size: number): Uint8Array {
    const at = this.exports.input(size);
    if (at === 0 && size > 0) throw new CoreError(1, `${size} bytes are more than the core takes`);
    return new Uint8Array(this.exports.memory.buffer, at, size);
  }

  /** A copy of the output's first bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.exports.memory.buffer, this.exports.output(), length).slice() as Uint8Array<ArrayBuffer>;
  }

  output(length: number): string {
    return decoder.decode(new Uint8Array(this.exports.memory.buffer, this.exports.output(), length));
  }
}
