/** An installation with the built verifier: what it came with, and what its browser keeps. */
import { sha256 } from '../../../../wasm/update/testdata/author.mjs';
import type { UpdateState } from '../../messages/lists.ts';
import { type ListDatabase, ListStore, PUBLIC } from '../liststore.ts';
import { type Channel, checkSigned, type Held, type Verified } from '../trust.ts';
import { Updater } from '../updater.ts';
import { listText, NOW, type Publisher, type Role, type Versions } from './publisher.ts';

const URL_OF_CHANNEL = 'https://lists.example/v1/';
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

export class Installation {
  readonly #program: WebAssembly.Module;
  readonly #disk: { held?: Held; verified?: Verified; state?: UpdateState } = {};
  root: string;
  now = NOW;

  constructor(program: WebAssembly.Module, publisher: Publisher) {
    this.#program = program;
    this.root = publisher.files.get('metadata/1.root.json') ?? '';
  }

  /** Looks for news after a restart; why it failed, or ''. */
  async check(files: ReadonlyMap<string, string>): Promise<string> {
    return this.#open(files)
      .update(async () => undefined)
      .then(
        () => '',
        (error: Error) => error.message,
      );
  }

  /** What protects. */
  async entries(): Promise<string[]> {
    const { lists } = await this.#open(new Map()).lists();
    return lists.map(({ text }) => new TextDecoder().decode(text).split('\n\n')[1]?.trim() ?? '');
  }

  /** The versions that it has verified; 0 for none. */
  get verified(): Versions {
    const state = this.#disk.verified?.state as Record<Role, string> | undefined;
    const of = (role: Role): number => (state?.[role] ? JSON.parse(state[role]).signed.version : 0);
    return [of('root'), of('timestamp'), of('snapshot'), of('targets')];
  }

  #open(files: ReadonlyMap<string, string>): ListStore {
    const channel: Channel = { name: PUBLIC, url: URL_OF_CHANNEL, scope: 'public', root: this.root };
    return new ListStore({
      channels: async () => [channel],
      withVerifier: (work) =>
        work(async (of, known, fetchFile) => checkSigned(await Updater.start(this.#program), of, known, fetchFile, this.now)),
      interval: async () => 1,
      database: this.#database,
      bundled: async (path) => {
        const text = listText('bundled.mil');
        const entry = { name: 'one', role: 'protected', category: 'test', length: text.length, sha256: sha256(text) };
        return bytes(path.endsWith('.json') ? JSON.stringify({ version: 1, lists: [entry] }) : text);
      },
      fetch: (async (url: string) => {
        const body = files.get(url.slice(URL_OF_CHANNEL.length));
        return body === undefined ? new Response('', { status: 404 }) : new Response(body);
      }) as typeof fetch,
      now: () => this.now,
      random: () => 0.5,
    });
  }

  /** As listdatabase.ts does it in IndexedDB. */
  get #database(): ListDatabase {
    const disk = this.#disk;
    return {
      held: async () => disk.held,
      hold: async (_, held) => {
        disk.held = held;
        disk.verified = { root: held.root, state: held.state };
      },
      verified: async () => disk.verified,
      keep: async (_, verified) => {
        disk.verified = verified;
      },
      webmails: async () => disk.held?.webmails ?? [],
      state: async () => disk.state,
      remember: async (state) => {
        disk.state = state;
      },
    };
  }
}
