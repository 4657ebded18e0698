/**
 * A store with R2's manners, as far as the Worker uses them, on the disk of the machine
 * that workerd runs on: one Durable Object with SQLite, so that a write is whole or not
 * at all, and conditions hold for one at a time.
 */
import { DurableObject } from 'cloudflare:workers';

/** SQLite in workerd takes values of 2 MB. */
const CHUNK = 1 << 20;

/** The one object that has all files. */
export class Disk extends DurableObject {
  #sql;

  constructor(state, env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS files (key TEXT PRIMARY KEY, etag TEXT NOT NULL, size INTEGER NOT NULL, written INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS chunks (key TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (key, n));
    `);
  }

  /** What is known of a file, or null. */
  head(key) {
    return this.#sql.exec('SELECT etag, size, written FROM files WHERE key = ?', key).toArray()[0] ?? null;
  }

  /** The same with its bytes. */
  read(key) {
    const file = this.head(key);
    if (file === null) return null;
    const bytes = new Uint8Array(file.size);
    let at = 0;
    for (const chunk of this.#sql.exec('SELECT bytes FROM chunks WHERE key = ? ORDER BY n', key)) {
      bytes.set(new Uint8Array(chunk.bytes), at);
      at += chunk.bytes.byteLength;
    }
    return { ...file, bytes };
  }

  /** Null when the file is not as the condition wants it; without a wait, so that nothing comes in between. */
  write(key, bytes, etag, { absent, match }) {
    const before = this.head(key);
    if ((absent && before !== null) || (match !== null && before?.etag !== match)) return null;
    this.ctx.storage.transactionSync(() => {
      this.remove(key);
      for (let n = 0; n * CHUNK < bytes.length; n++) {
        this.#sql.exec('INSERT INTO chunks VALUES (?, ?, ?)', key, n, bytes.slice(n * CHUNK, (n + 1) * CHUNK).buffer);
      }
      this.#sql.exec('INSERT INTO files VALUES (?, ?, ?, ?)', key, etag, bytes.length, Date.now());
    });
    return this.head(key);
  }

  remove(key) {
    this.#sql.exec('DELETE FROM chunks WHERE key = ?', key);
    this.#sql.exec('DELETE FROM files WHERE key = ?', key);
  }
}

/** What the Worker takes for its R2 bucket. */
export class Bucket {
  #namespace;

  constructor(namespace) {
    this.#namespace = namespace;
  }

  /** Anew for each request: a stub belongs to the one that it was made in. */
  get #disk() {
    return this.#namespace.get(this.#namespace.idFromName('lists'));
  }

  async get(key) {
    const file = await this.#disk.read(key);
    return file === null ? null : { ...described(key, file), body: new Response(file.bytes).body };
  }

  async head(key) {
    const file = await this.#disk.head(key);
    return file === null ? null : described(key, file);
  }

  async put(key, content, { onlyIf, sha256 } = {}) {
    const bytes = new Uint8Array(await new Response(content).arrayBuffer());
    const sum = hexOf(await crypto.subtle.digest('SHA-256', bytes));
    if (sha256 !== undefined && sha256 !== sum) {
      throw new Error('put: The SHA-256 checksum you specified did not match what we received. (10037)');
    }
    const file = await this.#disk.write(key, bytes, sum.slice(0, 32), {
      absent: onlyIf?.get('If-None-Match') === '*',
      match: onlyIf?.get('If-Match')?.replaceAll('"', '') ?? null,
    });
    return file === null ? null : described(key, file);
  }

  delete(key) {
    return this.#disk.remove(key);
  }
}

function described(key, { etag, size, written }) {
  const uploaded = new Date(written);
  return { key, version: etag, size, etag, httpEtag: `"${etag}"`, uploaded, httpMetadata: {}, customMetadata: {} };
}

function hexOf(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
