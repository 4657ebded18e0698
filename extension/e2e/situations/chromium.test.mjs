/** Every situation and way to send in Chromium; see situations.mjs. */
import { test } from '../support/extension.mjs';
import { cells, optionsOf, playAll } from './situations.mjs';

for (const [webmail, situation, ways] of cells()) {
  test(`${webmail}, ${situation}: ${ways.join(', ')}`, async ({ open }, info) => {
    test.setTimeout(ways.length * 30_000);
    const page = await open(webmail, optionsOf(situation));
    for await (const cell of playAll(page, webmail, situation, ways)) {
      info.annotations.push({ type: 'cell', description: JSON.stringify({ browser: 'Chromium', ...cell }) });
    }
  });
}
