/**
 * Pictures for the pages in extension/install: where each browser loads the
 * extension. Chromium's page of extensions, and Firefox's page of temporary add-ons.
 */
import { workerOf } from '../support/chromium.mjs';
import { launchFirefox } from '../support/firefox.mjs';

/** `context`: Chromium with the extension loaded. */
export async function chromePicture(context, path) {
  await workerOf(context);
  const page = await context.newPage();
  await page.setViewportSize({ width: 1000, height: 560 });
  await page.goto('chrome://extensions');
  await page.evaluate(() => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
  await page.waitForTimeout(1000);
  await page.screenshot({ path });
  await page.close();
}

/** False where no Firefox is installed. */
export async function firefoxPicture(path, extensionDir) {
  const browser = await launchFirefox({ extensionDir, opensOwnPages: true });
  if (browser === null) return false;
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1000, height: 700 });
    await page.goto('about:debugging#/runtime/this-firefox', { timeout: 5000 }).catch(() => undefined);
    // Nothing can be asked of the browser's own page.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    // Further down it names the folder on this machine.
    await page.screenshot({ path, clip: { x: 0, y: 0, width: 1000, height: 308 } });
    return true;
  } finally {
    await browser.close();
  }
}
