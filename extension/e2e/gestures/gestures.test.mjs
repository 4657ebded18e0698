/**
 * Random sends: none lost, none twice, none leaked. A short run here;
 * NEARMISS_GESTURES=2000 (`npm run test:gestures`) is the long one, which leaves
 * its counts in counts.json and COVERAGE.md.
 */

import { launchWithExtension, openMailbox } from '../support/chromium.mjs';
import { EXTENSION, expect, GUARDED, test, warmUp } from '../support/extension.mjs';
import { keepPlayed } from './counts.mjs';
import { FAILURES, playGestures } from './gestures.mjs';

const GESTURES = Number(process.env.NEARMISS_GESTURES ?? 30);
const LONG = 2000;
const SEED = Number(process.env.NEARMISS_SEED ?? 20261122);

for (const webmail of GUARDED) {
  test(`${webmail}: ${GESTURES} random gestures lose nothing and send nothing twice`, async () => {
    test.setTimeout(120_000 + GESTURES * 1_500);
    // A browser of its own: its worker is stopped and its extension reloaded.
    const { context, discard } = await launchWithExtension({ extensionDir: EXTENSION });
    try {
      await warmUp(context);
      const started = Date.now();
      const result = await playGestures({
        context,
        webmail,
        open: (options) => openMailbox(context, webmail, options),
        gestures: GESTURES,
        seed: SEED + GUARDED.indexOf(webmail),
      });
      const seconds = Math.round((Date.now() - started) / 1000);
      const browser = `Chromium ${context.browser()?.version() ?? ''}`.trim();
      const { troubles, ...counts } = result;
      const played = { date: new Date().toISOString().slice(0, 10), browser, seed: SEED, seconds, ...counts };
      console.log(`${webmail}:`, JSON.stringify({ ...played, troubles }));
      expect(troubles).toEqual([]);
      for (const fault of FAILURES) expect(result[fault], fault).toBe(0);
      expect(result.gestures).toBeGreaterThanOrEqual(GESTURES);
      if (GESTURES >= LONG) keepPlayed(webmail, played);
    } finally {
      await discard();
    }
  });
}
