/** No attack stands here that could not win. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { KINDS } from './attacks.mjs';

test('each attack wins where its defence is missing', () => {
  const undefended = JSON.parse(readFileSync(new URL('undefended.json', import.meta.url), 'utf8'));
  const unproven = [];
  for (const [kind, { attacks }] of Object.entries(KINDS)) {
    for (const { name, isControl, proof } of attacks) {
      if (isControl || proof !== undefined) continue;
      const wins = Object.values(undefended[kind]?.[name] ?? {}).some((won) => won !== '');
      if (!wins) unproven.push(`${kind}: ${name}`);
    }
  }
  expect(unproven).toEqual([]);
});
