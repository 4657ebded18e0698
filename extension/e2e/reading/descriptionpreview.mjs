/**
 * Plays descriptions of webmails on the demo mailboxes, in Chromium and without the
 * extension: which recipients each reads there. `nearmiss list lint` and `sign` run it.
 *
 *   node extension/e2e/reading/descriptionpreview.mjs < descriptions.json
 *
 * Takes {"gmail": {"before": TEXT, "after": TEXT}}, either of which may be missing, and
 * writes {"gmail": [{"page": "new", "before": [ADDRESS…], "after": [ADDRESS…]}]}, with
 * "problem" where a description cannot be read by. A webmail without a demo mailbox has
 * no pages.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import { openWithRecipients } from './reader.mjs';
import { PAGES } from './redesigns.mjs';

/** @typedef {{page: string, before: string[], after: string[], problem?: string}} Reading addresses, sorted */

/**
 * @param {Record<string, {before?: string, after?: string}>} descriptions by webmail, as texts
 * @returns {Promise<Record<string, Reading[]>>}
 */
export async function readingsOf(descriptions) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: CHROMIUM_FLAGS });
  try {
    const readings = {};
    for (const [webmail, { before, after }] of Object.entries(descriptions)) {
      readings[webmail] = [];
      for (const page of PAGES.filter(([of]) => of === webmail)) {
        const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await openWithRecipients(tab, page);
        const reading = { page: page[1], before: [], after: [] };
        for (const [name, text] of Object.entries({ before, after })) {
          if (text === undefined) continue;
          try {
            reading[name] = await read(tab, text);
          } catch (error) {
            reading.problem = `${name}: ${error.message.split('\n')[0]}`;
          }
        }
        readings[webmail].push(reading);
        await tab.close();
      }
    }
    return readings;
  } finally {
    await browser.close();
  }
}

function read(tab, text) {
  return tab.evaluate((description) => {
    const webmail = new window.nearmissReader.Webmail(JSON.parse(description), document);
    const recipients = webmail.roots().flatMap((root) => webmail.read(root).recipients);
    return [...new Set(recipients.map(({ address }) => address))].sort();
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  process.stdout.write(`${JSON.stringify(await readingsOf(JSON.parse(Buffer.concat(chunks).toString())))}\n`);
}
