/** Generated from the folders of descriptors/ by "nearmiss policy generate". Do not edit. */
import fastmailParts from './descriptors/fastmail/capture.json' with { type: 'json' };
import fastmail from './descriptors/fastmail/fastmail.json' with { type: 'json' };
import genericParts from './descriptors/generic/capture.json' with { type: 'json' };
import generic from './descriptors/generic/generic.json' with { type: 'json' };
import gmailParts from './descriptors/gmail/capture.json' with { type: 'json' };
import gmail from './descriptors/gmail/gmail.json' with { type: 'json' };
import outlookParts from './descriptors/outlook/capture.json' with { type: 'json' };
import outlook from './descriptors/outlook/outlook.json' with { type: 'json' };
import protonParts from './descriptors/proton/capture.json' with { type: 'json' };
import proton from './descriptors/proton/proton.json' with { type: 'json' };
import roundcubeParts from './descriptors/roundcube/capture.json' with { type: 'json' };
import roundcube from './descriptors/roundcube/roundcube.json' with { type: 'json' };
import snappymailParts from './descriptors/snappymail/capture.json' with { type: 'json' };
import snappymail from './descriptors/snappymail/snappymail.json' with { type: 'json' };
import sogoParts from './descriptors/sogo/capture.json' with { type: 'json' };
import sogo from './descriptors/sogo/sogo.json' with { type: 'json' };
import yahooParts from './descriptors/yahoo/capture.json' with { type: 'json' };
import yahoo from './descriptors/yahoo/yahoo.json' with { type: 'json' };
import zimbraParts from './descriptors/zimbra/capture.json' with { type: 'json' };
import zimbra from './descriptors/zimbra/zimbra.json' with { type: 'json' };

/** In the order of their names, but generic, which fits any page, stands last. */
// biome-ignore format: a line each, however many there are
export const DESCRIPTORS: readonly unknown[] = [
  fastmail,
  gmail,
  outlook,
  proton,
  roundcube,
  snappymail,
  sogo,
  yahoo,
  zimbra,
  generic,
];

/** What a capture of each webmail says: its name, and names of parts that are known beyond those of its description. */
export const CAPTURED: Readonly<Record<string, { readonly title: string; readonly parts: readonly string[] }>> = {
  fastmail: fastmailParts,
  generic: genericParts,
  gmail: gmailParts,
  outlook: outlookParts,
  proton: protonParts,
  roundcube: roundcubeParts,
  snappymail: snappymailParts,
  sogo: sogoParts,
  yahoo: yahooParts,
  zimbra: zimbraParts,
};
