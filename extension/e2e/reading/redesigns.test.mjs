/** What becomes of us when a webmail renames its parts; see redesigns.mjs. */

import { expect, openWithRecipients, test } from './reader.mjs';
import { PAGES, takeNamesAway } from './redesigns.mjs';

for (const page of PAGES) {
  const [webmail, what] = page;
  test(`${webmail}, ${what}: no name is relied on alone`, async ({ tab }, info) => {
    const recipients = await openWithRecipients(tab, page);
    const report = await takeNamesAway(tab, recipients, { seed: 20261122, rounds: 300 });
    info.annotations.push({ type: 'names', description: JSON.stringify({ webmail, what, ...report }) });
    expect(report.silent).toEqual([]);
    expect(report.tried).toBeGreaterThan(300);
  });
}
