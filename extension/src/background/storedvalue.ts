/**
 * A value of the extension's storage that the background reads once and writes
 * through. Changes follow each other, so that two requests at once lose nothing.
 */
export interface StoredValue<T> {
  get(): Promise<T>;
  /** Resolves with the new value once it is written. */
  change(step: (value: T) => T): Promise<T>;
}

export function storedValue<T>(read: () => Promise<T>, write: (value: T) => Promise<void>): StoredValue<T> {
  let value: Promise<T> | undefined;
  let writing: Promise<unknown> = Promise.resolve();

  const get = (): Promise<T> => {
    value ??= read().catch((error: unknown) => {
      value = undefined; // the next reader tries again
      throw error;
    });
    return value;
  };

  return {
    get,
    async change(step) {
      const next = get().then(step);
      next.catch(() => undefined);
      const before = value;
      value = next;
      try {
        const changed = await next;
        writing = writing.catch(() => undefined).then(() => write(changed));
        await writing;
        return changed;
      } catch (error) {
        if (value === next) value = before;
        throw error;
      }
    },
  };
}
