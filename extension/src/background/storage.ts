/** What the background keeps, by its name in the browser's storage. */
import { sessionStore, sessionStored, store, stored } from '../browser/storage.ts';
import type { Counts } from '../messages/personal.ts';
import { readPersonal } from '../personal.ts';
import { readContacts } from './contacts.ts';
import { type HeldPresses, readHeld } from './held.ts';
import type { History } from './history.ts';
import { readPauses } from './pause.ts';
import { storedValue } from './storedvalue.ts';
import type { Said } from './undo.ts';

/** On this device. */
export const local = <T>(key: string, parse: (raw: unknown) => T) =>
  storedValue<T>(
    async () => parse((await stored(key))[key]),
    (value) => store({ [key]: value }),
  );

/** Until the browser is closed. */
export const session = <T>(key: string, empty: T) =>
  storedValue<T>(
    async () => ((await sessionStored(key)) ?? empty) as T,
    (value) => sessionStore(key, value),
  );

export const keeping = {
  personal: local('personal', readPersonal),
  history: local('history', (raw) => (raw ?? {}) as History),
  contacts: local('contacts', readContacts),
  counts: local('counts', (raw) => (raw ?? {}) as Counts),
  passing: session<readonly string[]>('passing', []),
  said: session<readonly Said[]>('said', []),
  held: local('held', readHeld),
  pauses: local('pauses', readPauses),
  privatelyHeld: session<HeldPresses>('held', {}),
};
