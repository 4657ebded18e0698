/**
 * The only door to WebAssembly: the core (wasm/check) as typed calls.
 *
 * One Checker is one WebAssembly instance. Bytes go in and out through the
 * module's own buffers; every view of its memory is made anew after a call,
 * because memory.grow detaches the old ones.
 */
import { ConsoleStdout, OpenFile, File as StandardInput, WASI } from '@bjorn3/browser_wasi_shim';
import type { Action, Kind, Level, Verdict } from '../messages.ts';
import type { PolicyReading } from '../policy.generated.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  input(size: number): number;
  reset(): number;
  add_list(length: number): number;
  set_policy(length: number): number;
  read_policy(length: number): number;
  build(): number;
  check(recipient: number, sender: number): number;
  output(): number;
  error_length(): number;
}

const EXPORTS = [
  'input',
  'reset',
  'add_list',
  'set_policy',
  'read_policy',
  'build',
  'check',
  'output',
  'error_length',
] as const;

/** What the core refused: a list, a policy. The instance stays usable. */
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

export interface Configuration {
  /** List texts (core/list), personal lists among them. */
  readonly lists: readonly Uint8Array[];
  /** Policy JSON, or '' for none. */
  readonly policy: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: false });
const FIELD_SEPARATOR = '\x1f';
const RESULT_FIELDS = 9;

export class Checker {
  readonly #exports: Exports;
  #broken = false;

  private constructor(exports: Exports) {
    this.#exports = exports;
  }

  /** Instantiates a compiled wasm/check; throws when it is not one. */
  static async start(module: WebAssembly.Module): Promise<Checker> {
    const wasi = new WASI(
      [],
      [],
      [
        new OpenFile(new StandardInput([])),
        ConsoleStdout.lineBuffered((line) => console.info('core:', line)),
        ConsoleStdout.lineBuffered((line) => console.error('core:', line)),
      ],
      { debug: false }, // the shim's own logging is on by default
    );
    const instance = await WebAssembly.instantiate(module, {
      wasi_snapshot_preview1: wasi.wasiImport as WebAssembly.ModuleImports,
    });
    const exports = instance.exports as unknown as Exports;
    for (const name of EXPORTS) {
      if (typeof exports[name] !== 'function') throw new CoreError(2, `wasm/check has no export ${name}`);
    }
    wasi.initialize(instance as { exports: { memory: WebAssembly.Memory } });
    return new Checker(exports);
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  /** Swaps in a checker made of these lists; on CoreError the one before stays. */
  configure({ lists, policy }: Configuration): void {
    this.#call(() => {
      this.#exports.reset();
      for (const list of lists) this.#must(this.#exports.add_list(this.#put(list)));
      this.#must(this.#exports.set_policy(policy === '' ? 0 : this.#put(encoder.encode(policy))));
      this.#must(this.#exports.build());
    });
  }

  /** Judges one recipient as typed. `sender` is an address, a domain or ''. */
  check(recipient: string, sender: string): Verdict {
    return this.#call(() => {
      const [first, second] = [encoder.encode(recipient), encoder.encode(sender)];
      const bytes = new Uint8Array(first.length + second.length);
      bytes.set(first);
      bytes.set(second, first.length);
      this.#put(bytes);
      const length = this.#exports.check(first.length, second.length);
      if (length < 0) throw new CoreError(-length, this.#output(this.#exports.error_length()));
      const fields = this.#output(length).split(FIELD_SEPARATOR);
      if (fields.length !== RESULT_FIELDS) {
        throw new CoreError(2, `the core's record has ${fields.length} fields, not ${RESULT_FIELDS}`);
      }
      const [level, action, kind, domain, target, category, suggestion, alternative, reason] = fields as [
        Level,
        Action | '',
        Kind,
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      return {
        recipient,
        level,
        action: action === '' ? 'allow' : action,
        kind,
        domain,
        target,
        category,
        suggestion,
        alternative,
        reason,
      };
    });
  }

  /** What the core makes of the browser's managed storage, values checked and defaults filled in. */
  readPolicy(json: string): PolicyReading {
    return this.#call(() => {
      const length = this.#exports.read_policy(this.#put(encoder.encode(json)));
      if (length < 0) throw new CoreError(-length, this.#output(this.#exports.error_length()));
      return JSON.parse(this.#output(length)) as PolicyReading;
    });
  }

  /** Copies bytes into the module's input buffer. */
  #put(bytes: Uint8Array): number {
    const at = this.#exports.input(bytes.length);
    if (at === 0 && bytes.length > 0) throw new CoreError(1, `${bytes.length} bytes are more than the core takes`);
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  }

  #output(length: number): string {
    return decoder.decode(new Uint8Array(this.#exports.memory.buffer, this.#exports.output(), length));
  }

  #must(status: number): void {
    if (status !== 0) throw new CoreError(status, this.#output(this.#exports.error_length()));
  }

  /** A trap leaves Go's runtime in an unknown state: such an instance is never called again. */
  #call<T>(body: () => T): T {
    if (this.#broken) throw new CoreBroken('called after it stopped');
    try {
      return body();
    } catch (error) {
      if (error instanceof CoreError) throw error;
      this.#broken = true;
      throw new CoreBroken(error);
    }
  }
}
