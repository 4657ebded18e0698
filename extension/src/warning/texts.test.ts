import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WARNING_TEXTS } from './texts.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const english = JSON.parse(readFileSync(`${folder}../../_locales/en/messages.json`, 'utf8')) as Record<string, unknown>;

test('an orphan has every text that the warnings ask for, and no other', () => {
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('test') && name !== 'texts.ts')
    .map((name) => readFileSync(folder + name, 'utf8'))
    .join('\n');
  const quoted = new Set([...code.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, name]) => name));
  const asked = Object.keys(english).filter((name) => quoted.has(name) || name.startsWith('category_'));
  assert.deepEqual([...WARNING_TEXTS], asked.sort());
});
