import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEntry, listText, MAX_ENTRIES, NOTHING_PERSONAL, readPersonal, rememberedAddress } from './personal.ts';

for (const entry of ['example.org', '*.example.org', '*.mil', 'xn--rmy-pla.example', 'a-b.c1.example']) {
  test(`${entry} is an entry`, () => assert.ok(isEntry(entry)));
}
for (const entry of [
  '',
  '*',
  '*.',
  'ml',
  '1.2.3.4',
  '*.1',
  `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}`,
  'Example.org',
  'exa mple.org',
  'example..org',
  '-a.example',
  'a_b.example',
  'ann@example.org',
  'ärmy.example',
  7,
  null,
]) {
  test(`${JSON.stringify(entry)} is none`, () => assert.ok(!isEntry(entry)));
}

const addresses: readonly [name: string, recipient: string, domain: string, remembered: string][] = [
  ['plain', 'Ann@Army.ML', 'army.ml', 'ann@army.ml'],
  ['with a name', 'Ann Lee <ann@army.ml>', 'army.ml', 'ann@army.ml'],
  ['a domain alone', 'army.ml', 'army.ml', ''],
  ['no domain in the verdict', 'ann@', '', ''],
];
for (const [name, recipient, domain, remembered] of addresses) {
  test(`an address is remembered in one form: ${name}`, () =>
    assert.equal(rememberedAddress(recipient, domain), remembered));
}

test('storage or a file that holds anything else is read as far as it makes sense', () => {
  assert.deepEqual(readPersonal(undefined), NOTHING_PERSONAL);
  assert.deepEqual(
    readPersonal({
      protected: 'x',
      allowed: [1, 'b.example', 'a.example', 'a.example', '<script>'],
      keepsHistory: 'no',
    }),
    {
      ...NOTHING_PERSONAL,
      allowed: ['a.example', 'b.example'],
    },
  );
  assert.equal(
    readPersonal({ allowed: Array.from({ length: 9000 }, (_, at) => `d${at}.example`) }).allowed.length,
    MAX_ENTRIES,
  );
});

test('a personal list is in the list format, sorted, and absent when empty', () => {
  assert.equal(listText('allowed', []), undefined);
  const text = new TextDecoder().decode(listText('protected', ['b.example', '*.a.example', 'b.example']));
  assert.equal(
    text,
    '# nearmiss-list: 1\n# name: personal-protected\n# role: protected\n# category: personal\n\n*.a.example\nb.example\n',
  );
});
