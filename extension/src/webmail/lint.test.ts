import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CAPTURED } from './descriptors.generated.ts';
import { bundledDescriptors, descriptorFor } from './descriptors.ts';
import { webmailHosts, webmailOptionalHosts } from './hosts.ts';
import shared from './lint.cases.json' with { type: 'json' };
import { lintDescriptor, lintReplacement, MAX_DESCRIPTOR_LENGTH } from './lint.ts';
import { lintNewcomer } from './newcomer.ts';

const gmail = bundledDescriptors.find((one) => one.id === 'gmail');
assert(gmail);
/** A copy of Gmail's with one thing changed. */
const changed = (change: Record<string, unknown>): object => ({ ...structuredClone(gmail), ...change });
const rules = (value: unknown): string[] => lintDescriptor(value).map((one) => `${one.path}: ${one.rule}`);

for (const descriptor of bundledDescriptors) {
  test(`the bundled descriptor of ${descriptor.id} has no finding`, () => {
    assert.deepEqual(lintDescriptor(descriptor), []);
  });
}

test('every webmail is a folder with its description, its names for captures and notes', () => {
  const folder = new URL('descriptors/', import.meta.url);
  const ids = bundledDescriptors.map(({ id }) => id).sort();
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), ids);
  assert.deepEqual(Object.keys(CAPTURED).sort(), ids);
  for (const id of ids) {
    const files = readdirSync(new URL(id, folder));
    for (const name of [`${id}.json`, 'capture.json', 'NOTES.md']) assert.ok(files.includes(name), `${id}/${name}`);
  }
});

interface SharedCase {
  readonly why: string;
  readonly change?: Record<string, unknown>;
  readonly remove?: readonly string[];
  readonly findings: readonly string[];
}

/** The command that publishes descriptions reads the same cases: what passes there is not dropped here. */
for (const { why, change = {}, remove = [], findings } of shared.cases as readonly SharedCase[]) {
  test(`of a descriptor with ${why}`, () => {
    const all = { ...shared.base, ...change };
    const names = Object.keys(all).filter((name) => !remove.includes(name));
    const value = Object.fromEntries(names.sort().map((name) => [name, all[name as keyof typeof all]]));
    // Which texts are selectors is the browser's to say; here it says what the case says.
    const broken = findings.flatMap((one) => /: selector: not a selector: (.*)$/u.exec(one)?.[1] ?? []);
    const said = lintDescriptor(value, (selector) => !broken.includes(selector));
    assert.deepEqual(
      said.map((one) => `${one.path}: ${one.rule}: ${one.message}`),
      findings,
    );
  });
}

test('nothing at all, or too much of it, is no descriptor', () => {
  assert.deepEqual(rules(null), [': shape']);
  assert.deepEqual(rules(changed({ padding: 'x'.repeat(MAX_DESCRIPTOR_LENGTH) })), [': size']);
});

test('a selector that does not parse is a finding', () => {
  const findings = lintDescriptor(changed({ body: ['[['] }), (selector) => selector !== '[[');
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['selector'],
  );
});

test('a replacement may be newer, never wider or weaker', () => {
  const newer = gmail.version + 1;
  const findings = (change: Record<string, unknown>): string[] =>
    lintReplacement(changed(change)).map((one) => one.rule);
  assert.deepEqual(findings({ version: newer }), []);
  assert.deepEqual(findings({ version: newer - 1 }), ['version']);
  assert.deepEqual(findings({ version: newer, hosts: ['mail.google.com', 'bank.example'] }), ['hosts']);
  assert.deepEqual(findings({ version: newer, id: 'other' }), ['hosts']);
  assert.deepEqual(findings({ version: newer, guards: 'hint' }), ['hosts']);
});

test('a webmail that only signed lists know names no host and says what tells its pages', () => {
  const newcomer = { id: 'hermes', hosts: [], optionalHosts: [], detect: ['#hermes'] };
  const findings = (change: Record<string, unknown>): string[] =>
    lintNewcomer(changed({ ...newcomer, ...change })).map(({ path }) => path);
  assert.deepEqual(findings({}), []);
  assert.deepEqual(findings({ hosts: ['mail.example.org'] }), ['hosts']);
  assert.deepEqual(findings({ optionalHosts: ['*.example.org'] }), ['hosts']);
  assert.deepEqual(findings({ detect: [] }), ['detect']);
  assert.deepEqual(findings({ id: 'proton' }), ['id']);
  assert.deepEqual(findings({ words: 'more' }), ['words']);
  assert.deepEqual(findings({ body: ['[aria-label="Message body"]'] }), ['body[0]']);
});

test('pages are told apart by their origin', () => {
  const cases: readonly (readonly [origin: string, id: string | undefined])[] = [
    ['https://mail.google.com', 'gmail'],
    ['https://outlook.cloud.microsoft', 'outlook'],
    ['https://webmail.apps.mil', 'outlook'],
    ['https://apps.mil', undefined], // the suffix itself is no webmail
    ['https://mail.google.com.example', undefined],
    ['null', undefined],
  ];
  for (const [origin, id] of cases) assert.equal(descriptorFor(origin)?.id, id, origin);
});

test('match patterns come from the descriptors', () => {
  assert(webmailHosts().includes('https://mail.google.com/*'));
  assert(webmailOptionalHosts().includes('https://*.apps.mil/*'));
  for (const pattern of [...webmailHosts(), ...webmailOptionalHosts()]) assert.match(pattern, /^https:\/\/[^/]+\/\*$/u);
});
