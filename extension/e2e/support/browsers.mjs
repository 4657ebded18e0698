/**
 * Where the browsers for tests and for the demo are. Branded Chrome and Edge no
 * longer load unpacked extensions from the command line, so only Chromium
 * builds are looked for.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium'];
const FIREFOX_NAMES = ['firefox-esr', 'firefox'];

/** @returns {string | undefined} the path of Chromium; NEARMISS_CHROMIUM overrides. */
export function chromiumPath() {
  return process.env.NEARMISS_CHROMIUM || onPath(CHROMIUM_NAMES);
}

/** @returns {string | undefined} the path of Firefox; NEARMISS_FIREFOX overrides. */
export function firefoxPath() {
  return process.env.NEARMISS_FIREFOX || onPath(FIREFOX_NAMES);
}

/** What each is called, the variable that names its program, and where that is. */
export const BROWSERS = {
  chromium: { name: 'Chromium', setting: 'NEARMISS_CHROMIUM', path: chromiumPath },
  firefox: { name: 'Firefox', setting: 'NEARMISS_FIREFOX', path: firefoxPath },
};

/** Flags for a headless Chromium that touches nothing but what a test gives it. */
export const CHROMIUM_FLAGS = [
  // Chromium refuses its sandbox to root, which is who containers and CI are.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function onPath(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // look on
      }
    }
  }
  return undefined;
}
