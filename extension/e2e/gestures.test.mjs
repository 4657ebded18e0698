/**
 * Random sends: none lost, none twice. A short run here; NEARMISS_GESTURES=2000
 * (`npm run test:gestures`) is the long one.
 */

import { launchWithExtension, openMailbox, workerOf } from './browser.mjs';
import { EXTENSION, expect, GUARDED, test } from './extension.mjs';
import { playGestures } from './gestures.mjs';

const GESTURES = Number(process.env.NEARMISS_GESTURES ?? 30);
const SEED = Number(process.env.NEARMISS_SEED ?? 20261121);

for (const webmail of GUARDED) {
  test(`${webmail}: ${GESTURES} random gestures lose nothing and send nothing twice`, async () => {
    test.setTimeout(120_000 + GESTURES * 3_000);
    // A browser of its own: its worker is stopped and its extension reloaded.
    const { context, discard } = await launchWithExtension({ extensionDir: EXTENSION });
    try {
      await workerOf(context);
      const open = () => openMailbox(context, webmail, { windowCapture: false, open: [] });
      const result = await playGestures({ context, open, gestures: GESTURES, seed: SEED });
      console.log(`${webmail}:`, JSON.stringify(result));
      expect(result).toMatchObject({ lost: 0, double: 0, leaked: 0, needless: 0, troubles: [] });
      expect(result.gestures).toBeGreaterThanOrEqual(GESTURES);
    } finally {
      await discard();
    }
  });
}
