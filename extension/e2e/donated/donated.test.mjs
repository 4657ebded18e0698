/** Pages that people have donated; see README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkDonation, openAsker } from '../capture/capture.mjs';
import { privacyLeaks } from '../capture/privacyleaks.mjs';
import { expect, test } from '../support/extension.mjs';

const folder = fileURLToPath(new URL('./', import.meta.url));

for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
  test(`${name}: says nothing, and is read`, async ({ browserWithExtension: context }) => {
    const text = readFileSync(folder + name, 'utf8');
    const kept = await privacyLeaks(context, text);
    // Names that the donor let stay are names, wherever they stand.
    expect(kept.filter(([attribute, value]) => attribute === '#text' || !/^[\w:. -]+$/.test(value))).toEqual([]);
    const asker = await openAsker(context);
    await checkDonation(context, asker, text);
    await asker.close();
  });
}
