import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PLURAL_FORMS } from './plural.ts';
import { POLICY_KEYS } from './policy.generated.ts';

const folder = fileURLToPath(new URL('../_locales/', import.meta.url));
const sources = fileURLToPath(new URL('.', import.meta.url));

type Messages = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;
const messagesOf = (locale: string): Messages =>
  JSON.parse(readFileSync(`${folder}${locale}/messages.json`, 'utf8')) as Messages;
const english = messagesOf('en');
const locales = readdirSync(folder);
const placeholdersOf = (message: string): string[] =>
  [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name ?? '').sort();

/** Texts with a count: in English they come as `_one` and `_other`. */
const families = Object.keys(english)
  .filter((name) => name.endsWith('_other') && name.replace(/_other$/, '_one') in english)
  .map((name) => name.slice(0, -'_other'.length));
const familyOf = (name: string): string | undefined =>
  families.find((family) => PLURAL_FORMS.some((form) => name === `${family}_${form}`));

/** More than anybody is ever shown: a mail of more recipients is not checked. */
const COUNTS = Array.from({ length: 10_001 }, (_, count) => count);

/** The texts of a locale that speaks this language, with the plural forms that Intl has for it. */
function wantedIn(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  const forms = new Set(COUNTS.map((count) => rules.select(count))).add('other');
  return [
    ...Object.keys(english).filter((name) => familyOf(name) === undefined),
    ...families.flatMap((family) => [...forms].map((form) => `${family}_${form}`)),
  ].sort();
}

test('the locales that people were promised', () => {
  const promised = ['en', 'de', 'fr', 'es', 'pt_BR', 'ja', 'ar', 'he', 'uk', 'pl', 'ko', 'it', 'tr', 'nl'];
  for (const locale of promised) assert.ok(locales.includes(locale), locale);
});

for (const locale of locales) {
  const language = locale.replace('_', '-');

  // What is missing here would be shown in English.
  test(`${locale}: every text is there, in every plural form, and none is left over`, () => {
    assert.deepEqual(Object.keys(messagesOf(locale)).sort(), wantedIn(language));
  });

  test(`${locale}: says its own name, its direction and who has read it`, () => {
    const { locale_language, locale_direction, locale_read_by_a_native_speaker } = messagesOf(locale);
    assert.equal(locale_language?.message, language);
    const isRightToLeft = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo'].includes(
      new Intl.Locale(language).maximize().script ?? '',
    );
    assert.equal(locale_direction?.message, isRightToLeft ? 'rtl' : 'ltr');
    // English is what the others are translated from.
    const answers = locale === 'en' ? ['source'] : ['yes', 'no'];
    assert.ok(answers.includes(locale_read_by_a_native_speaker?.message ?? ''));
  });

  test(`${locale}: texts are filled and take what the English ones take`, () => {
    for (const [name, { message, placeholders = {} }] of Object.entries(messagesOf(locale))) {
      assert.notEqual(message.trim(), '', name);
      const family = familyOf(name);
      const wanted = placeholdersOf(english[family === undefined ? name : `${family}_other`]?.message ?? '');
      // "One address" or a dual needs no figure.
      const mayLack = family !== undefined && /_(?:zero|one|two)$/.test(name) && placeholdersOf(message).length === 0;
      assert.deepEqual(placeholdersOf(message), mayLack ? [] : wanted, name);
      for (const used of placeholdersOf(message)) {
        assert.match(placeholders[used.toLowerCase()]?.content ?? '', /^\$[1-9]$/, `${name}: $${used}$`);
      }
    }
  });

  test(`${locale}: what stands inside sentences ends none`, () => {
    const inside = Object.entries(messagesOf(locale)).filter(([name]) => name.startsWith('category_'));
    assert.ok(locale !== 'en' || inside.length > 3);
    assert.deepEqual(
      inside.filter(([, { message }]) => /[.。]$/.test(message)),
      [],
    );
  });

  test(`${locale}: translated, not copied`, () => {
    if (locale === 'en') return;
    // Languages share words, and no sentences.
    const same = Object.entries(messagesOf(locale)).filter(
      ([name, { message }]) => message === english[name]?.message && message.split(' ').length > 2,
    );
    assert.deepEqual(same, []);
  });
}

test('every key of policy and every kind has words', () => {
  const generated = readFileSync(`${sources}policy.generated.ts`, 'utf8');
  const [, kinds = ''] = /export type Kind =([^;]*);/.exec(generated) ?? [];
  const names = [
    ...POLICY_KEYS.map(({ key }) => `policy_key_${key}`),
    ...[...kinds.matchAll(/'([a-z-]+)'/g)].map(([, kind = '']) => `kind_${kind.replaceAll('-', '_')}`),
  ];
  assert.ok(names.length > 20);
  assert.deepEqual(
    names.filter((name) => english[name] === undefined),
    [],
  );
});

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
    quoted.has(familyOf(name) ?? '') ||
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
  const counted = [...code.matchAll(/\bplural\('(\w+)'/g)].map(([, name]) => name ?? '');
  assert.deepEqual([...new Set(counted)].sort(), [...families].sort());
});
