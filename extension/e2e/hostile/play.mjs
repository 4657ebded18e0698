/** The tests of one browser. */
import { appendFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { KINDS } from './attacks.mjs';

/** NEARMISS_RECORD names a file that gets a line for each attack: what it won. Nothing fails then. */
const record = process.env.NEARMISS_RECORD;

/** What `npm test` plays; all kinds in both browsers take half an hour: `npm run test:hostile`. */
const isInShort = (browser, kind) =>
  process.env.NEARMISS_ALL !== undefined ||
  (browser === 'Chromium' && ['silence', 'documents', 'text', 'untruth'].includes(kind));

/** @param launch resolves with a scene, or with null where there is no such browser */
export function playAttacks(browser, launch) {
  for (const [kind, { attacks, before }] of Object.entries(KINDS)) {
    test.describe(`${browser}, ${kind}`, () => {
      test.describe.configure({ timeout: 90_000 });
      test.skip(!isInShort(browser, kind), 'played by npm run test:hostile');
      let scene;
      test.beforeAll(async () => {
        scene = await launch();
        if (scene !== null) await before?.(scene);
      });
      test.afterAll(() => scene?.discard());

      for (const { name, play, isControl = false, isVariant = false, only = browser, timeout } of attacks) {
        if (only !== browser || (isVariant && !process.env.NEARMISS_ALL)) continue;
        test(isControl ? `${name} (control)` : name, async () => {
          test.skip(scene === null, `no ${browser} is installed`);
          if (timeout !== undefined) test.setTimeout(timeout);
          const won = await play(scene);
          if (record !== undefined) {
            appendFileSync(record, `${JSON.stringify({ browser, kind, name, isControl, won })}\n`);
            return;
          }
          expect(won).toBe('');
        });
      }
    });
  }
}
