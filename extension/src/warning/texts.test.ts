import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WARNING_TEXTS } from './texts.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const locales = `${folder}../../_locales/`;
const textsOf = (locale: string): string[] =>
  Object.keys(JSON.parse(readFileSync(`${locales}${locale}/messages.json`, 'utf8')) as object);

test('an orphan has every text that the warnings ask for, and no other, in every language', () => {
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('test') && name !== 'texts.ts')
    .map((name) => readFileSync(folder + name, 'utf8'))
    .join('\n');
  const quoted = new Set([...code.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, name]) => name));
  const counted = new Set([...code.matchAll(/\bplural\('(\w+)'/g)].map(([, family]) => family));
  const isCounted = (name: string): boolean => counted.has(name.slice(0, name.lastIndexOf('_')));
  const all = [...new Set(readdirSync(locales).flatMap(textsOf))];
  const asked = all.filter((name) => quoted.has(name) || name.startsWith('category_') || isCounted(name));
  assert.deepEqual(WARNING_TEXTS.filter((name) => all.includes(name)).sort(), asked.sort());
  assert.ok(WARNING_TEXTS.includes('dialog_title_several_few'), 'the forms that English lacks');
});
