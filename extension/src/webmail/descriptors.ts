/** The webmails that ship with the extension, and which of them a page is. */
import type { Descriptor } from './descriptor.ts';
import fastmailParts from './descriptors/fastmail/capture.json' with { type: 'json' };
import fastmail from './descriptors/fastmail/fastmail.json' with { type: 'json' };
import genericParts from './descriptors/generic/capture.json' with { type: 'json' };
import any from './descriptors/generic/generic.json' with { type: 'json' };
import gmailParts from './descriptors/gmail/capture.json' with { type: 'json' };
import gmail from './descriptors/gmail/gmail.json' with { type: 'json' };
import outlookParts from './descriptors/outlook/capture.json' with { type: 'json' };
import outlook from './descriptors/outlook/outlook.json' with { type: 'json' };
import protonParts from './descriptors/proton/capture.json' with { type: 'json' };
import proton from './descriptors/proton/proton.json' with { type: 'json' };
import roundcubeParts from './descriptors/roundcube/capture.json' with { type: 'json' };
import roundcube from './descriptors/roundcube/roundcube.json' with { type: 'json' };
import sogoParts from './descriptors/sogo/capture.json' with { type: 'json' };
import sogo from './descriptors/sogo/sogo.json' with { type: 'json' };
import yahooParts from './descriptors/yahoo/capture.json' with { type: 'json' };
import yahoo from './descriptors/yahoo/yahoo.json' with { type: 'json' };

/** What is true of composes on most pages. */
export const generic = any as unknown as Descriptor;

/** Lint (lint.ts, run by the tests) has checked what the compiler cannot: words and closed shape. */
export const bundledDescriptors = [
  gmail,
  outlook,
  yahoo,
  proton,
  fastmail,
  roundcube,
  sogo,
  generic,
] as readonly unknown[] as readonly Descriptor[];

/** What a capture of each webmail says: its name, and names of parts that are known beyond those of its description. */
export const CAPTURED: Readonly<Record<string, { readonly title: string; readonly parts: readonly string[] }>> = {
  gmail: gmailParts,
  outlook: outlookParts,
  yahoo: yahooParts,
  proton: protonParts,
  fastmail: fastmailParts,
  roundcube: roundcubeParts,
  sogo: sogoParts,
  generic: genericParts,
};

/** The descriptor for a page, or null where none knows the host. */
export function descriptorFor(origin: string): Descriptor | null {
  const host = URL.canParse(origin) ? new URL(origin).hostname : '';
  const isOn = ({ hosts, optionalHosts = [] }: Descriptor): boolean =>
    [...hosts, ...optionalHosts].some((name) => isHost(name, host));
  return bundledDescriptors.find(isOn) ?? null;
}

/** Whether `host` is the name, or lies under it where the name begins with "*.". */
function isHost(name: string, host: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}
