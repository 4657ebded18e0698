/**
 * Captured structures of composes: how a test takes one, and how it opens one as
 * a page again. What stands in a capture's head is told to the test by `factsOf`.
 */
import { workerOf } from '../support/chromium.mjs';
import { expect } from '../support/extension.mjs';
import { MAILBOXES } from '../support/mailboxes.mjs';

/** An own page of the extension, from which open webmails can be asked. */
export async function openAsker(context) {
  const page = await context.newPage();
  await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  return page;
}

/**
 * Asks every tab as the capture tool does; the replies of those that have one.
 * `brings`: whether its script is put into them first.
 */
export function askTabs(asker, request, { brings = true } = {}) {
  return asker.evaluate(
    async ([wanted, isBrought]) => {
      const tabs = await chrome.tabs.query({});
      const asked = tabs.map(async ({ id }) => {
        const script = { target: { tabId: id, allFrames: true }, files: ['capture.js'] };
        if (isBrought) await chrome.scripting.executeScript(script).catch(() => undefined);
        return chrome.tabs.sendMessage(id, wanted).catch(() => undefined);
      });
      return (await Promise.all(asked)).filter((reply) => reply !== undefined && reply !== null);
    },
    [request, brings],
  );
}

/** The composes of all open webmails; `capture` is 'seen' or 'likely'. */
export async function composesOf(asker, capture = 'seen') {
  return (await askTabs(asker, { capture })).flat();
}

/** One compose as a capture, with its text as it would be saved: `keeps` are names that somebody lets stay. */
export async function take(asker, { id }, keeps = []) {
  const [capture] = await askTabs(asker, { capture: 'take', id });
  if (capture === undefined) return undefined;
  return { ...capture, text: textOf(capture, keeps) };
}

export function textOf({ pieces, names }, keeps = []) {
  const name = (at) => (keeps.includes(names[at].name) ? names[at].name : names[at].placeholder);
  return `<!doctype html>\n${pieces.map((piece) => (typeof piece === 'string' ? piece : name(piece))).join('')}`;
}

/** What a capture says of itself. */
export function factsOf(text) {
  const facts = {};
  for (const [, name, content] of text.matchAll(/<meta name="capture-([a-z]+)" content="([^"]*)">/g)) {
    facts[name] = content.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  }
  return { ...facts, reading: JSON.parse(facts.reading) };
}

/** A capture as a page of the webmail that it was taken from. */
async function openCapture(context, text) {
  const { url } = MAILBOXES[factsOf(text).webmail];
  const page = await context.newPage();
  await page.route('**', (route) => {
    if (route.request().url() !== url) return route.abort('addressunreachable');
    return route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: text });
  });
  await page.goto(url);
  return page;
}

/**
 * What is asked of every donated page: it is read at least as it was read when
 * it was taken, and nothing in it keeps the page from being protected.
 * @returns the capture of the capture
 */
export async function checkDonation(context, asker, text) {
  const { seen, reading } = factsOf(text);
  const page = await openCapture(context, text);
  try {
    await expect.poll(() => composesOf(asker), { message: 'one compose is seen' }).toHaveLength(1);
    const [found] = await composesOf(asker);
    if (seen === 'true') expect(found.reading).toEqual(reading);
    else expect(found.reading.problems).toEqual([]);
    return await take(asker, found);
  } finally {
    await page.close();
  }
}
