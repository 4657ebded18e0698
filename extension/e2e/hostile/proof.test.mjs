/** Every attack here could win. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { KINDS } from './attacks.mjs';
import { WITHSTOOD } from './withstood.mjs';

test('each attack wins where its defence is missing, or it is said why not', () => {
  const undefended = JSON.parse(readFileSync(new URL('undefended.json', import.meta.url), 'utf8'));
  const wrong = [];
  for (const [kind, { attacks }] of Object.entries(KINDS)) {
    for (const { name, isControl } of attacks) {
      if (isControl) continue;
      const wins = Object.values(undefended[kind]?.[name] ?? {}).some((won) => won !== '');
      if (wins === (WITHSTOOD[kind]?.[name] !== undefined)) wrong.push(`${kind}: ${name}: ${wins ? 'won' : 'not won'}`);
    }
  }
  expect(wrong).toEqual([]);
});
