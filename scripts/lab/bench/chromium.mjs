/** Runs page.mjs in Chromium, served from this process on the loopback. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { CHROMIUM_FLAGS, chromiumPath } from '../../../extension/e2e/support/browsers.mjs';

/**
 * @param {{benchFile: string, checkFile: string}} programs
 * @param {{names: string[], queries: Record<string, string[]>, effort: object}[]} sizes
 */
export async function measureInChromium({ benchFile, checkFile }, sizes) {
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const served = {
    '/': ['text/html', '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', bundled.outputFiles[0].text],
    '/check.wasm': ['application/wasm', readFileSync(checkFile)],
    '/bench.wasm': ['application/wasm', readFileSync(benchFile)],
  };
  const server = createServer((request, response) => {
    const [type, body] = served[request.url] ?? ['text/plain', ''];
    // Isolated pages have a clock of 5 µs instead of 100.
    response.writeHead(type === 'text/plain' ? 404 : 200, {
      'content-type': type,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
  try {
    const results = [];
    for (const size of sizes) {
      const page = await browser.newPage();
      page.setDefaultTimeout(300_000);
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.waitForFunction(() => 'measureInPage' in globalThis);
      results.push(await page.evaluate((given) => globalThis.measureInPage(given), size));
      await page.close();
    }
    return { version: browser.version(), results };
  } finally {
    await browser.close();
    server.close();
  }
}
