/** The keys of our command are nobody else's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Browser, manifestOf, NOTICE_KEYS } from '../manifest.ts';
import { bundledDescriptors } from './webmail/descriptors.ts';

interface Manifest {
  commands: Record<string, { suggested_key: Record<string, string> }>;
}
const manifest = (browser: Browser): Manifest =>
  manifestOf(browser, {
    version: '1.2.3',
    hosts: [],
    optionalHosts: [],
    listServer: 'https://lists.example',
  }) as Manifest;

/** Key names that browsers take in commands and that write nothing in any layout, with any modifier. */
const SILENT = ['Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete', 'Up', 'Down', 'Left', 'Right'];

/**
 * What webmails and browsers say that they use, of keys with Alt or Ctrl and one of SILENT:
 * https://support.google.com/mail/answer/6594, https://support.microsoft.com (Outlook, keyboard shortcuts),
 * https://proton.me/support/keyboard-shortcuts, https://www.fastmail.help (keyboard shortcuts),
 * https://help.yahoo.com (keyboard shortcuts), https://support.mozilla.org (Firefox, keyboard shortcuts),
 * https://support.google.com/chrome/answer/157179; and what systems do in a text.
 */
const TAKEN = [
  ...['Ctrl+PageUp', 'Ctrl+PageDown', 'Ctrl+Shift+PageUp', 'Ctrl+Shift+PageDown'], // browsers: tabs
  ...['Alt+Home', 'Alt+Left', 'Alt+Right', 'Alt+Up', 'Alt+Down'], // browsers: home, history; lists that open
  ...['Alt+Shift+Up', 'Alt+Shift+Down', 'Alt+Shift+Left', 'Alt+Shift+Right'], // Macs: select by words and paragraphs
  ...['Ctrl+Up', 'Ctrl+Down', 'Ctrl+Home', 'Ctrl+End', 'Ctrl+Delete', 'Ctrl+Insert', 'Shift+Delete', 'Shift+Insert'],
  ...['Ctrl+Shift+Up', 'Ctrl+Shift+Down', 'Ctrl+Shift+Home', 'Ctrl+Shift+End', 'Ctrl+Shift+Delete'],
  ...['Ctrl+Left', 'Ctrl+Right', 'Ctrl+Shift+Left', 'Ctrl+Shift+Right'],
];

for (const browser of ['chromium', 'firefox'] as const) {
  test(`${browser}: one command, with the same keys everywhere`, () => {
    const { commands } = manifest(browser);
    assert.deepEqual(Object.keys(commands), ['show-notice']);
    assert.deepEqual(commands['show-notice']?.suggested_key, { default: NOTICE_KEYS });
  });
}

test('the keys write nothing with AltGr or Option, and no browser or webmail has them', () => {
  const words = NOTICE_KEYS.split('+');
  assert.ok(SILENT.includes(words.at(-1) ?? ''), 'a letter, digit or sign');
  assert.ok(!(words.includes('Ctrl') && words.includes('Alt')), 'Ctrl+Alt is AltGr');
  assert.ok(words.includes('Ctrl') || words.includes('Alt'), 'what browsers ask of commands');
  assert.ok(!TAKEN.includes(NOTICE_KEYS));
  const chords = bundledDescriptors.flatMap(({ send }) => send.chords);
  assert.ok(chords.length > 4, 'the descriptions still name chords');
  assert.ok(!chords.some((chord) => chord.toLowerCase() === NOTICE_KEYS.toLowerCase()));
});
