/**
 * Webmail pages on this machine under the webmails' own addresses: what a test
 * or the demonstration opens instead of the real thing.
 */
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';

const folder = fileURLToPath(new URL('../mailbox/', import.meta.url));

/** Where a demo page stands that is not at the top of its webmail's first host. */
const PLACES = {
  gmail: 'https://mail.google.com/mail/u/0/',
  outlook: 'https://outlook.office.com/mail/',
  yahoo: 'https://mail.yahoo.com/n/compose/',
  proton: 'https://mail.proton.me/u/0/inbox',
  fastmail: 'https://app.fastmail.com/mail/Inbox/',
  generic: 'https://www.icloud.com/mail/',
};

/** Of each webmail with hosts of its own its address and the script that draws its compose. */
export const MAILBOXES = Object.fromEntries(
  bundledDescriptors
    .filter(({ hosts }) => hosts.length > 0)
    .map(({ id, hosts }) => [id, { url: PLACES[id] ?? `https://${hosts[0]}/`, script: `${id}.js` }]),
);

/** Pages that are drawn by another script than the webmail's other ones. */
const WIDGETS = { react: 'react.js' };

/** As strict as the strictest webmail: only scripts with the nonce, Trusted Types enforced. */
const CONTENT_SECURITY_POLICY =
  "script-src 'nonce-mailbox' 'strict-dynamic'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'";

const built = new Map();

function bundle(file) {
  if (!built.has(file)) {
    const { outputFiles } = buildSync({
      entryPoints: [folder + file],
      bundle: true,
      write: false,
      define: { 'process.env.NODE_ENV': '"production"' },
      format: file.endsWith('.css') ? undefined : 'iife',
    });
    built.set(file, outputFiles[0].text);
  }
  return built.get(file);
}

/**
 * The page of one webmail.
 * @param {keyof typeof MAILBOXES} webmail
 * @param {object} options see `ORDINARY` in mailbox/mailbox.js
 * @returns {{url: string, headers: Record<string, string>, body: string}}
 */
export function mailboxPage(webmail, options = {}) {
  const { url } = MAILBOXES[webmail];
  const script = WIDGETS[options.widget] ?? MAILBOXES[webmail].script;
  const given = JSON.stringify({ webmail, ...options }).replaceAll('<', '\\u003c');
  const body = `<!doctype html>
<html><head><meta charset="utf-8"><title>Inbox (2)</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><style>${bundle('style.css')}</style></head>
<body><script nonce="mailbox">window.mailboxOptions = ${given};
${bundle(script)}</script></body></html>`;
  return {
    url,
    body,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY },
  };
}

/**
 * A self-signed HTTPS server on loopback: one mailbox page under its own host,
 * 404 for every other; `asked` lists all that was asked for, as URLs.
 */
export async function serveMailbox(webmail, options, { key, cert }) {
  const page = mailboxPage(webmail, options);
  const asked = [];
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(`https://${request.headers.host}${request.url}`);
    const isMailbox = request.headers.host === new URL(page.url).host;
    response.writeHead(isMailbox ? 200 : 404, isMailbox ? page.headers : {});
    response.end(isMailbox ? page.body : '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, asked, close };
}
