/**
 * The main way once more against a real HTTPS server on loopback: intercepted
 * requests skip the browser's own checks of permissions and origins.
 */

import { LIST_SERVER } from '../../src/background/origin.ts';
import { selfSigned } from '../support/certificate.mjs';
import { launchWithExtension, workerOf } from '../support/chromium.mjs';
import { EXTENSION, expect, test } from '../support/extension.mjs';
import { MAILBOXES, serveMailbox } from '../support/mailboxes.mjs';
import { answer, expectHeld, pressSend, sent, type } from '../support/page.mjs';

test('a mailbox on a real server: held, changed, sent; and nothing else is asked for', async () => {
  const server = await serveMailbox('gmail', {}, selfSigned());
  const { context, discard } = await launchWithExtension({
    extensionDir: EXTENSION,
    args: [`--host-resolver-rules=MAP *:443 127.0.0.1:${server.port},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`],
  });
  try {
    await workerOf(context);
    const page = await context.newPage();
    await page.goto(MAILBOXES.gmail.url);
    await type(page, 'ann@army.ml', { commit: 'Enter' });
    await pressSend(page);
    await expectHeld(page);
    await answer(page, 'fix');
    await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.mil'] }]);
    const hosts = new Set(server.asked.map((url) => new URL(url).host));
    hosts.delete(new URL(MAILBOXES.gmail.url).host);
    hosts.delete(new URL(LIST_SERVER).host);
    expect([...hosts]).toEqual([]);
    for (const url of server.asked) expect(url).not.toMatch(/ann|army/u);
  } finally {
    await discard();
    await server.close();
  }
});
