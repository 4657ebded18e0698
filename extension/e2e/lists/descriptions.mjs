/** What maintainers publish of a webmail that changed its pages, and what two who hold keys could sign instead. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a webmail that gives its boxes other names does to its page, and a maintainer to the description. */
export const renamed = (text) => text.replaceAll(/composer(?!:send-button)/g, 'letterbox');

/** Puts texts into staged metadata that the command would never stage. */
export const forge = (texts) => (staged) => {
  const [name] = readdirSync(join(staged, 'metadata')).filter((one) => one.endsWith('.targets.json'));
  const file = join(staged, 'metadata', name);
  const metadata = JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(join(staged, 'targets'), { recursive: true });
  for (const [webmail, text] of Object.entries(texts)) {
    const path = `webmail-${webmail}.json`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    metadata.signed.targets[path] = { hashes: { sha256 }, length: Buffer.byteLength(text) };
    writeFileSync(join(staged, 'targets', `${sha256}.${path}`), text);
  }
  writeFileSync(file, JSON.stringify(metadata));
};

/** The renamed page's description, as its maintainer writes it. */
export const describeRenamed = (channel) =>
  channel.describe('proton', (descriptor) =>
    Object.assign(descriptor, JSON.parse(renamed(JSON.stringify(descriptor)))),
  );

/** Of the extension itself. */
export const ownDescription = (channel, webmail) =>
  JSON.parse(readFileSync(join(channel.dir, 'lists', 'webmails', `${webmail}.json`), 'utf8'));

/** Bad descriptions by webmail: what is signed, what becomes of it, and why. */
export function hostileDescriptions(channel) {
  const changed = (webmail, change) => {
    const descriptor = ownDescription(channel, webmail);
    return JSON.stringify({ ...descriptor, version: descriptor.version + 5, ...change });
  };
  return {
    gmail: [
      changed('gmail', { hosts: ['mail.google.com', 'bank.example'] }),
      { fate: 'refused', why: 'hosts: bank.example is not in the manifest' },
    ],
    yahoo: [
      changed('yahoo', { body: ['[aria-label="Message body"]'] }),
      { fate: 'refused', why: 'body[0]: matches words of a language: Message body' },
    ],
    // What is no description at all is not even kept.
    outlook: [
      JSON.stringify({ id: 'outlook', version: 99 }),
      { fate: 'refused', why: 'hosts: is missing', version: 99 },
    ],
    // It reads nothing, so that all would seem quiet.
    fastmail: [
      changed('fastmail', {
        compose: [{ anchor: ['.nowhere'], having: [['.nowhere']] }],
        send: { ...ownDescription(channel, 'fastmail').send, buttons: [], detached: [] },
      }),
      { fate: 'unhealthy', why: 'no-compose-root' },
    ],
  };
}
