/**
 * Downloaded lists between starts of the background, in IndexedDB: storage.local
 * holds 10 MB at most and is read whole.
 */
import type { UpdateState } from '../messages/lists.ts';
import type { ListDatabase } from './liststore.ts';
import type { Held, SignedWebmail, Verified } from './trust.ts';

const DATABASE = 'nearmiss-lists';
const STORE = 'shelf';

/** The stored lists, in a database of this extension's own; every call is one transaction. */
export function listDatabase(factory: IDBFactory = indexedDB): ListDatabase {
  let opening: Promise<IDBDatabase> | undefined;

  const open = (): Promise<IDBDatabase> => {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('the list database is blocked'));
    }).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  const read = async <T>(key: string): Promise<T | undefined> => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const request = database.transaction(STORE).objectStore(STORE).get(key);
      request.onsuccess = () => resolve(request.result as T | undefined);
      request.onerror = () => reject(request.error);
    });
  };

  const write = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      for (const [key, value] of Object.entries(values)) transaction.objectStore(STORE).put(value, key);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the list database refused to write'));
    });
  };

  // Beside the lists: a page that opens asks for its description, and should not wait for megabytes.
  const webmails = async (channel: string): Promise<readonly SignedWebmail[]> =>
    (await read<readonly SignedWebmail[]>(`webmails:${channel}`)) ?? [];

  return {
    held: async (channel) => {
      const held = await read<Omit<Held, 'webmails'>>(`channel:${channel}`);
      return held === undefined ? undefined : { ...held, webmails: await webmails(channel) };
    },
    hold: (channel, { webmails, ...held }) => {
      const { root, state } = held;
      return write({
        [`channel:${channel}`]: held,
        [`webmails:${channel}`]: webmails,
        [`verified:${channel}`]: { root, state },
      });
    },
    verified: (channel) => read<Verified>(`verified:${channel}`),
    keep: (channel, verified) => write({ [`verified:${channel}`]: verified }),
    webmails,
    state: () => read<UpdateState>('state'),
    remember: (state) => write({ state }),
  };
}
