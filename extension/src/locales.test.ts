import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../_locales/', import.meta.url));
const sources = fileURLToPath(new URL('.', import.meta.url));

type Messages = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;
const messagesOf = (locale: string): Messages =>
  JSON.parse(readFileSync(`${folder}${locale}/messages.json`, 'utf8')) as Messages;
const english = messagesOf('en');
const locales = readdirSync(folder);
const placeholdersOf = (message: string): string[] =>
  [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name ?? '').sort();

test('the locales that people were promised', () => {
  for (const locale of ['en', 'de', 'fr', 'es', 'pt_BR', 'ja', 'ar']) assert.ok(locales.includes(locale), locale);
});

for (const locale of locales) {
  test(`${locale}: every text is there, and none is left over`, () => {
    assert.deepEqual(Object.keys(messagesOf(locale)).sort(), Object.keys(english).sort());
  });

  test(`${locale}: texts are filled and take what the English ones take`, () => {
    for (const [name, { message, placeholders = {} }] of Object.entries(messagesOf(locale))) {
      assert.notEqual(message.trim(), '', name);
      assert.deepEqual(placeholdersOf(message), placeholdersOf(english[name]?.message ?? ''), name);
      for (const used of placeholdersOf(message)) {
        assert.match(placeholders[used.toLowerCase()]?.content ?? '', /^\$[1-9]$/, `${name}: $${used}$`);
      }
    }
  });

  test(`${locale}: translated, not copied`, () => {
    if (locale === 'en') return;
    // Names, and words that languages share.
    const shared = new Set(['extension_name', 'health_version']);
    const same = Object.entries(messagesOf(locale)).filter(
      ([name, { message }]) => !shared.has(name) && message === english[name]?.message,
    );
    assert.deepEqual(same, []);
  });
}

test('every text that the code asks for exists, and none is forgotten', () => {
  const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(`${sources}${name}`, 'utf8'))
    .concat(readFileSync(`${sources}../manifest.ts`, 'utf8'))
    .join('\n');
  // text('name'), text(condition ? 'one' : 'other'), names that are passed on, and `prefix_${…}`.
  const quoted = new Set([...code.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, name]) => name));
  for (const [, name = ''] of code.matchAll(/__MSG_(\w+?)__/g)) quoted.add(name);
  const prefixes = [...code.matchAll(/`([a-z_]+_)\$\{/g)].map(([, prefix]) => prefix ?? '');
  const suffixes = [...code.matchAll(/`\$\{\w+\}(_[a-z]+)`/g)].map(([, suffix]) => suffix ?? '');
  const isUsed = (name: string): boolean =>
    quoted.has(name) ||
    prefixes.some((prefix) => name.startsWith(prefix)) ||
    suffixes.some((suffix) => name.endsWith(suffix));
  assert.deepEqual(
    Object.keys(english).filter((name) => !isUsed(name)),
    [],
  );
  const direct = [...code.matchAll(/\btext\('(\w+)'/g)].map(([, name]) => name ?? '');
  assert.deepEqual(
    direct.filter((name) => !(name in english)),
    [],
  );
  assert.ok(direct.length > 50, 'the pattern still finds the calls');
});
