/** A publisher of a signed channel, with all versions of it, right or wrong. */
import { keyPair, sha256, signed } from '../../../../wasm/update/testdata/author.mjs';

export const NOW = Date.UTC(2026, 10, 21, 12);
export const day = (days: number): string => new Date(NOW + days * 86_400_000).toISOString().replace('.000', '');
export const listText = (entry: string): string =>
  `# nearmiss-list: 1\n# name: one\n# role: protected\n# category: test\n\n${entry}\n`;

export type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';
export type Versions = readonly [root: number, timestamp: number, snapshot: number, targets: number];
export type Key = ReturnType<typeof keyPair>;

export class Publisher {
  readonly files = new Map<string, string>();
  readonly version: Record<Role, number> = { root: 0, timestamp: 0, snapshot: 0, targets: 0 };
  readonly keys: Record<Role, Key[]> = {
    root: [1, 2].map(keyPair),
    timestamp: [keyPair(3)],
    snapshot: [4, 5].map(keyPair),
    targets: [6, 7].map(keyPair),
  };
  readonly expires: Record<Role, string> = { root: day(365), timestamp: day(7), snapshot: day(90), targets: day(90) };
  /** Files besides targets.json that the snapshot names. */
  others: Record<string, { version: number }> = {};
  #next = 10;

  constructor() {
    this.publishRoot();
    this.publish('army.mil');
  }

  replaceKeys(role: Role): void {
    this.keys[role] = this.keys[role].map(() => keyPair(this.#next++));
  }

  publishRoot(signers: readonly Key[] = this.keys.root): void {
    const all = Object.values(this.keys).flat();
    this.#sign(
      'root',
      {
        consistent_snapshot: true,
        keys: Object.fromEntries(all.map(({ id, key }) => [id, key])),
        roles: Object.fromEntries(
          Object.entries(this.keys).map(([role, keys]) => [
            role,
            { keyids: keys.map(({ id }) => id), threshold: keys.length },
          ]),
        ),
      },
      signers,
    );
  }

  publish(entry: string): void {
    const text = listText(entry);
    const described = { length: text.length, hashes: { sha256: sha256(text) } };
    this.files.set(`targets/${described.hashes.sha256}.one.txt`, text);
    this.#sign('targets', { targets: { 'one.txt': described } });
    this.publishSnapshot();
  }

  publishSnapshot(): void {
    this.#sign('snapshot', { meta: { 'targets.json': { version: this.version.targets }, ...this.others } });
    this.publishTimestamp();
  }

  publishTimestamp(): void {
    this.#sign('timestamp', { meta: { 'snapshot.json': { version: this.version.snapshot } } });
  }

  pathOf(role: Role): string {
    return role === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${this.version[role]}.${role}.json`;
  }

  /** The newest file of a role without its last signature. */
  unsign(role: Role): void {
    const file = JSON.parse(this.files.get(this.pathOf(role)) ?? '');
    file.signatures.pop();
    this.files.set(this.pathOf(role), JSON.stringify(file));
  }

  without(...parts: readonly string[]): Map<string, string> {
    return new Map([...this.files].filter(([path]) => !parts.some((part) => path.includes(part))));
  }

  #sign(role: Role, rest: object, signers: readonly Key[] = this.keys[role]): void {
    this.version[role]++;
    const text = signed(role, this.version[role], { ...rest, expires: this.expires[role] }, [...signers]);
    this.files.set(this.pathOf(role), text);
  }
}
