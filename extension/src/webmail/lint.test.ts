import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundledDescriptors, descriptorFor } from './descriptors.ts';
import { webmailHosts, webmailOptionalHosts } from './hosts.ts';
import { lintDescriptor, lintReplacement, MAX_DESCRIPTOR_LENGTH } from './lint.ts';

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

const refused: readonly (readonly [why: string, value: unknown, finding: string])[] = [
  ['nothing at all', null, ': shape'],
  ['a key nobody knows could become code one day', changed({ script: 'alert(1)' }), 'script: shape'],
  ['a missing part', { ...changed({}), send: undefined }, 'send: shape'],
  ['an unknown word', changed({ replay: 'eval' }), 'replay: shape'],
  ['an English label', changed({ body: ['[aria-label="Message Body"]'] }), 'body[0]: locale'],
  ['part of a label', changed({ body: ['div[title^="To"] span'] }), 'body[0]: locale'],
  ['a label in another script, without quotes', changed({ body: ['[aria-label=宛先]'] }), 'body[0]: locale'],
  ['a tooltip', changed({ body: ['[data-tooltip*="Enter"]'] }), 'body[0]: locale'],
  ['a host that is a pattern', changed({ hosts: ['*'] }), 'hosts[0]: shape'],
  ['a host with a path', changed({ hosts: ['mail.google.com/x'] }), 'hosts[0]: shape'],
  [
    'letters between name and address',
    changed({ memory: [{ select: ['a'], label: { from: 'text' }, split: ' at ' }] }),
    'memory[0].split: shape',
  ],
  ['a selector of enormous length', changed({ body: [`.${'x'.repeat(300)}`] }), 'body[0]: shape'],
  ['too much of it', changed({ padding: 'x'.repeat(MAX_DESCRIPTOR_LENGTH) }), ': size'],
];
for (const [why, value, finding] of refused) {
  test(`refuses ${why}`, () =>
    assert(rules(value).includes(finding), `got ${rules(value).join('; ')}, want ${finding}`));
}

test('a label without words of a language is no finding', () => {
  assert.deepEqual(rules(changed({ body: ['[title*="@"]', '[aria-label]', '[aria-label*=" - "]'] })), []);
});

test('a selector that does not parse is a finding', () => {
  const findings = lintDescriptor(changed({ body: ['[['] }), (selector) => selector !== '[[');
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['selector'],
  );
});

test('a replacement may be newer, never wider or weaker', () => {
  const findings = (change: Record<string, unknown>): string[] =>
    lintReplacement(changed(change), bundledDescriptors).map((one) => one.rule);
  assert.deepEqual(findings({ version: 2 }), []);
  assert.deepEqual(findings({ version: 1 }), ['version']);
  assert.deepEqual(findings({ version: 2, hosts: ['mail.google.com', 'bank.example'] }), ['hosts']);
  assert.deepEqual(findings({ version: 2, id: 'other' }), ['hosts']);
  assert.deepEqual(findings({ version: 2, guards: 'hint' }), ['hosts']);
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
