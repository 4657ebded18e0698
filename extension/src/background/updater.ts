/**
 * The verifier (wasm/update) as typed calls: what to fetch of a channel and
 * whether it is believed. Started for one check and dropped afterwards.
 */
import { CoreError, Reactor } from '../../../wasm/reactor.ts';

export type Scope = 'public' | 'protect' | 'allow' | 'protect+allow';

export interface Beginning {
  /** Milliseconds since 1970, by the person's clock. */
  readonly now: number;
  /** Text of the root metadata that is trusted first. */
  readonly root: string;
  /** What `kept` answered in the last check; null before the first. Nobody reads it but the verifier. */
  readonly state: unknown;
  /** SHA-256 of the texts that are at hand, of any channel. */
  readonly held: readonly string[];
  readonly scope: Scope;
}

/** One file to fetch, below the channel's address. */
export interface Fetching {
  readonly fetch: string;
  /** Bytes; a longer body is an error. */
  readonly limit: number;
  /** That the server has none is an answer, too. */
  readonly optional?: boolean;
  /** SHA-256 of the held text that this delta changes. */
  readonly base?: string;
  /** SHA-256 of the text that comes of it; absent for metadata. */
  readonly makes?: string;
  /** It is at hand: give it without fetching it. */
  readonly held?: boolean;
}

/** One file that the signatures name. */
export interface Signed {
  readonly name: string;
  readonly sha256: string;
  readonly length: number;
}

export interface Done {
  readonly state: unknown;
  /** Of the lists, as people call it. */
  readonly version: number;
  readonly changed: boolean;
  /** Milliseconds since 1970: until when the signatures hold. */
  readonly expires: number;
  readonly lists: readonly Signed[];
  /** Descriptions of webmails; the name is the webmail's. */
  readonly webmails: readonly Signed[];
}

const CALLS = ['begin', 'next', 'kept', 'give', 'give_delta', 'missing', 'text_length'] as const;

export class Updater {
  readonly #program: Reactor<(typeof CALLS)[number]>;

  private constructor(program: Reactor<(typeof CALLS)[number]>) {
    this.#program = program;
  }

  static async start(module: WebAssembly.Module): Promise<Updater> {
    return new Updater(await Reactor.start(module, CALLS));
  }

  /** Throws CoreError when the root cannot be used. */
  begin(beginning: Beginning): void {
    const program = this.#program;
    program.run(() => program.must('begin', ...program.put(JSON.stringify(beginning))));
  }

  next(): Fetching | { readonly done: Done } {
    const program = this.#program;
    return JSON.parse(program.run(() => program.read('next'))) as Fetching | { readonly done: Done };
  }

  /** The metadata verified until now, for the next check; to be stored even where this one fails. */
  kept(): unknown {
    const program = this.#program;
    return JSON.parse(program.run(() => program.read('kept')));
  }

  /** The body of what `next` asked for; throws CoreError when it is not believed. */
  give(body: Uint8Array): void {
    const program = this.#program;
    program.run(() => program.must('give', ...program.put(body)));
  }

  /** The text that the delta makes of its base; undefined when it makes another than was signed (`next` then asks for the list). */
  giveDelta(delta: Uint8Array, base: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const program = this.#program;
    return program.run(() => {
      try {
        program.must('give_delta', ...program.put(delta, base));
      } catch (error) {
        if (error instanceof CoreError && error.status === 1) return undefined;
        throw error;
      }
      return program.bytes(program.call('text_length'));
    });
  }

  /** The server has no such file. */
  missing(): void {
    const program = this.#program;
    program.run(() => program.must('missing'));
  }
}
