/**
 * Keyed digests: names that nobody can guess who has not got this installation's
 * key, and marks of things that shall not be stored themselves.
 */
import type { StoredValue } from './storedvalue.ts';

/** Hexadecimal digits of a digest: 128 bits. */
const LENGTH = 32;

export class KeyedDigest {
  readonly #key: StoredValue<string>;
  #imported: Promise<CryptoKey> | undefined;

  /** `key` is '' until the first digest; it must survive an update of the extension. */
  constructor(key: StoredValue<string>) {
    this.#key = key;
  }

  /** Equal for equal parts, and 32 lower-case hexadecimal digits. */
  async of(...parts: readonly (string | number)[]): Promise<string> {
    this.#imported ??= this.#import().catch((error: unknown) => {
      this.#imported = undefined; // the next one tries again
      throw error;
    });
    // As JSON, so that no two lists of parts read the same.
    const bytes = new TextEncoder().encode(JSON.stringify(parts));
    return toHex(await crypto.subtle.sign('HMAC', await this.#imported, bytes)).slice(0, LENGTH);
  }

  async #import(): Promise<CryptoKey> {
    const known = (await this.#key.get()) || (await this.#key.change((key) => key || makeKey()));
    return crypto.subtle.importKey('raw', new TextEncoder().encode(known), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
  }
}

function makeKey(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)).buffer);
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Storage's value; anything but a key of ours is none. */
export function readKey(raw: unknown): string {
  return typeof raw === 'string' && /^[0-9a-f]{64}$/.test(raw) ? raw : '';
}
