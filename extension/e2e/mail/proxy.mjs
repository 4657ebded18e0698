/** TLS in front of the webmails, which speak plain HTTP on loopback. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import { extname, join, normalize } from 'node:path';
import { selfSigned } from '../support/certificate.mjs';

const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * @typedef {object} Site
 * @property {number} port where its server listens
 * @property {(host: string) => Record<string, string>} [headers] added to each request
 * @property {{path: RegExp, folder: string}} [files] served from a folder: the path's first group is the name
 */

/**
 * @param {(host: string) => Site | undefined} siteOf
 * @param {{delay: number}} uploads how long files wait before they reach a server, in ms
 * @returns {Promise<{port: number, close: () => Promise<void>}>}
 */
export async function startProxy(siteOf, uploads) {
  const server = createServer(selfSigned(), (request, response) => {
    const { host = '' } = request.headers;
    const site = siteOf(host.replace(/:\d+$/u, ''));
    if (site === undefined) return void response.writeHead(404).end();
    if (sendFile(site.files, request.url, response)) return;
    const headers = {
      ...request.headers,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': host,
      ...site.headers?.(host),
      // sogod closes connections that it has called kept alive.
      connection: 'close',
    };
    const { method, url: path } = request;
    const upstream = forward({ agent: false, host: '127.0.0.1', port: site.port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', (error) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(String(error));
    });
    const isUpload = request.method === 'POST' && /multipart/u.test(request.headers['content-type'] ?? '');
    if (isUpload && uploads.delay > 0) setTimeout(() => request.pipe(upstream), uploads.delay);
    else request.pipe(upstream);
  });
  // A browser that takes up a connection in the moment in which it is closed gives up on a busy machine.
  server.keepAliveTimeout = 300_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, close };
}

function sendFile(files, url, response) {
  const name = files?.path.exec(url)?.[1];
  if (name === undefined) return false;
  const file = join(files.folder, normalize(`/${decodeURIComponent(name)}`));
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
  return true;
}
