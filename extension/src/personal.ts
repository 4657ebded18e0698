/**
 * What this person told the extension: own protected domains, domains and
 * addresses that are right, and the history switch. Everything that is read back
 * from storage or from a file is checked here.
 */
import type { Personal } from './messages/personal.ts';

export const NOTHING_PERSONAL: Personal = {
  protected: [],
  allowed: [],
  addresses: [],
  keepsHistory: true,
  mayCapture: false,
};

/** More than anybody types by hand, less than slows the core's start. */
export const MAX_ENTRIES = 5000;

/**
 * The core refuses a whole list for one label alone and for an ending that begins
 * with a digit, as an IP address has.
 */
const DOMAIN =
  /^(?=(?:\*\.)?.{1,253}$)(?:\*\.|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ADDRESS = /^[^\s@\p{Cc}]{1,128}@[a-z0-9.-]{1,253}$/u;

/** Whether this is an entry in the list format's canonical form. */
export function isEntry(value: unknown): value is string {
  return typeof value === 'string' && DOMAIN.test(value);
}

/** Storage's or a file's value; what is not understood is left out. */
export function readPersonal(raw: unknown): Personal {
  const value = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  return {
    protected: entriesOf(value.protected, isEntry),
    allowed: entriesOf(value.allowed, isEntry),
    addresses: entriesOf(value.addresses, (entry) => typeof entry === 'string' && ADDRESS.test(entry)),
    keepsHistory: value.keepsHistory !== false,
    mayCapture: value.mayCapture === true,
  };
}

function entriesOf(raw: unknown, isGood: (entry: unknown) => boolean): string[] {
  if (!Array.isArray(raw)) return [];
  return [...new Set(raw.filter((entry): entry is string => isGood(entry)))].slice(0, MAX_ENTRIES).sort();
}

/** The form in which an address is remembered, or '' when there is no address to remember. */
export function rememberedAddress(recipient: string, domain: string): string {
  const local = /([^\s<>@"]+)@[^@]*$/.exec(recipient)?.[1] ?? '';
  const address = `${local.toLowerCase()}@${domain}`;
  return ADDRESS.test(address) ? address : '';
}

/** A personal list in the list format (core/list), or undefined when it would be empty. */
export function listText(
  role: 'protected' | 'allowed' | 'history' | 'own',
  entries: readonly string[],
): Uint8Array<ArrayBuffer> | undefined {
  if (entries.length === 0) return undefined;
  const sorted = [...new Set(entries)].sort();
  const header = ['nearmiss-list: 1', `name: personal-${role}`, `role: ${role}`, 'category: personal'];
  return new TextEncoder().encode(`${header.map((line) => `# ${line}\n`).join('')}\n${sorted.join('\n')}\n`);
}
