/** What is kept: on this device, alike on all devices of a person, and until the browser is closed. */

/** Our own storage on this device. Absent keys are absent in the answer. */
export async function stored(...keys: string[]): Promise<Record<string, unknown>> {
  return chrome.storage.local.get(keys);
}

export async function store(values: Record<string, unknown>): Promise<void> {
  await chrome.storage.local.set(values);
}

export async function forget(...keys: string[]): Promise<void> {
  await chrome.storage.local.remove(keys);
}

/** What the browser keeps alike on a person's devices, where it is signed in; else on this one alone. */
export const syncArea = {
  get: async (): Promise<Record<string, unknown>> => chrome.storage.sync.get(null),
  set: async (items: Record<string, unknown>): Promise<void> => chrome.storage.sync.set(items),
  remove: async (names: readonly string[]): Promise<void> => chrome.storage.sync.remove([...names]),
};

/** Another device has written, or we have. */
export function onSynced(listen: () => void): void {
  chrome.storage.onChanged.addListener((_changes, area) => {
    if (area === 'sync') listen();
  });
}

/** Until the browser is closed; survives a stopped background. */
export async function sessionStored(key: string): Promise<unknown> {
  return (await chrome.storage.session.get(key))[key];
}

export async function sessionStore(key: string, value: unknown): Promise<void> {
  await chrome.storage.session.set({ [key]: value });
}

/**
 * Content scripts need nothing of our storage, and a webmail page that broke out
 * of its renderer should not find the history there. Firefox has no such switch.
 */
export async function closeStorageToPages(): Promise<void> {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  await chrome.storage.sync.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
