/** The webmails that ship with the extension, and which of them a page is. */
import type { Descriptor } from './descriptor.ts';
import { DESCRIPTORS } from './descriptors.generated.ts';

/** Lint (lint.ts, run by the tests) has checked what the compiler cannot: words and closed shape. */
export const bundledDescriptors = DESCRIPTORS as readonly Descriptor[];

/** What is true of composes on most pages. */
export const generic = bundledDescriptors.find(({ id }) => id === 'generic') as Descriptor;

/** The descriptor for a page, or null where none knows the host. */
export function descriptorFor(origin: string): Descriptor | null {
  const host = URL.canParse(origin) ? new URL(origin).hostname : '';
  return bundledDescriptors.find((one) => hostsOf(one).some((name) => isHost(name, host))) ?? null;
}

export function hostsOf({ hosts, optionalHosts = [] }: Descriptor): readonly string[] {
  return [...hosts, ...optionalHosts];
}

/** Whether `host` is the name, or lies under it where the name begins with "*.". */
function isHost(name: string, host: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}
