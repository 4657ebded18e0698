/** The match patterns of the manifest, from the descriptors: the two cannot drift apart. */
import { bundledDescriptors } from './descriptors.ts';

/** Pages that the extension reads from the start. */
export function webmailHosts(): readonly string[] {
  return bundledDescriptors.flatMap((one) => one.hosts.map(pattern)).sort();
}

/** Pages that the extension reads once the person or an administrator permits it. */
export function webmailOptionalHosts(): readonly string[] {
  return bundledDescriptors.flatMap((one) => (one.optionalHosts ?? []).map(pattern)).sort();
}

function pattern(host: string): string {
  return `https://${host}/*`;
}
