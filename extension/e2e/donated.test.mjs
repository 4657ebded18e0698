/** Pages that people have donated; see donated/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkDonation, openAsker } from './capture.mjs';
import { expect, test } from './extension.mjs';
import { strangers } from './strangers.mjs';

const folder = fileURLToPath(new URL('donated/', import.meta.url));

for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
  test(`${name}: says nothing, and is read`, async ({ browserWithExtension: context }) => {
    const text = readFileSync(folder + name, 'utf8');
    const kept = await strangers(context, text);
    // Names that the donor let stay are names, wherever they stand.
    expect(kept.filter(([attribute, value]) => attribute === '#text' || !/^[\w:. -]+$/.test(value))).toEqual([]);
    const asker = await openAsker(context);
    await checkDonation(context, asker, text);
    await asker.close();
  });
}
