import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pickLocale } from '../client/locale.ts';
import { locales } from './locales.ts';

const own = fileURLToPath(new URL('../_locales/', import.meta.url));
const shared = fileURLToPath(new URL('../../../extension/_locales/', import.meta.url));

type Messages = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;
const messagesOf = (locale: string): Messages => JSON.parse(readFileSync(`${own}${locale}/messages.json`, 'utf8'));
const english = messagesOf('en');
const placeholdersOf = (message: string): string[] =>
  [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name ?? '').sort();

test('the page speaks every language that the extension speaks', () => {
  const folders = readdirSync(own);
  for (const folder of readdirSync(shared))
    assert.ok(folders.includes(folder), `worker/site/_locales/${folder} is missing`);
  assert.equal(locales()[0]?.tag, 'en');
});

for (const folder of readdirSync(own)) {
  test(`${folder}: complete, filled, and translated`, () => {
    const messages = messagesOf(folder);
    assert.deepEqual(Object.keys(messages), Object.keys(english));
    for (const [name, { message, placeholders = {} }] of Object.entries(messages)) {
      assert.notEqual(message.trim(), '', name);
      assert.deepEqual(placeholdersOf(message), placeholdersOf(english[name]?.message ?? ''), name);
      for (const used of placeholdersOf(message))
        assert.match(placeholders[used.toLowerCase()]?.content ?? '', /^\$[1-9]$/, name);
    }
    // Names of browsers, and words that languages share.
    const names = [
      'install_chromium',
      'install_firefox',
      'install_firefox_open',
      'lists_version',
      'lists_history_version',
    ]
      .concat('foot_privacy')
      .map((name) => `site_${name}`);
    const same = Object.keys(english).filter((name) => messages[name]?.message === english[name]?.message);
    if (folder !== 'en')
      assert.deepEqual(
        same.filter((name) => !names.includes(name)),
        [],
      );
  });
}

test('every own text is used, and none is asked for that nobody wrote', () => {
  const sources = fileURLToPath(new URL('../', import.meta.url));
  const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(sources + name, 'utf8'))
    .join('\n');
  const quoted = new Set([...code.matchAll(/'(site_[a-z_]+)'/g)].map(([, name]) => name));
  const patterns = [...code.matchAll(/`(site_[a-z_]+)\$\{\w+\}([a-z_]*)`/g)].map(
    ([, start, end]) => new RegExp(`^${start}[a-z]+${end}$`),
  );
  const isUsed = (name: string): boolean => quoted.has(name) || patterns.some((pattern) => pattern.test(name));
  assert.deepEqual(
    Object.keys(english).filter((name) => !isUsed(name)),
    [],
  );
  assert.deepEqual(
    [...quoted].filter((name) => !((name as string) in english)),
    [],
  );
});

test('language, direction and name belong to the text', () => {
  const arabic = locales().find(({ tag }) => tag === 'ar');
  assert.deepEqual([arabic?.direction, arabic?.name], ['rtl', 'العربية']);
  const portuguese = locales().find(({ tag }) => tag === 'pt-BR');
  assert.deepEqual([portuguese?.direction, portuguese?.path], ['ltr', 'pt-br']);
  assert.equal(portuguese?.text('site_lists_history_version', '3'), 'Versão 3');
  assert.throws(() => arabic?.text('site_nothing'), /no text is named/);
});

test('a text that a language lacks is English', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-locales-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (parent: string, locale: string, texts: Record<string, string>): void => {
    mkdirSync(join(folder, parent, locale), { recursive: true });
    const messages = Object.entries(texts).map(([name, message]) => [name, { message }]);
    writeFileSync(join(folder, parent, locale, 'messages.json'), JSON.stringify(Object.fromEntries(messages)));
  };
  write('shared', 'en', { locale_language: 'en', locale_direction: 'ltr', close: 'Close', undo: 'Undo' });
  write('own', 'en', { site_title: 'Title', site_skip: 'Skip' });
  write('shared', 'eo', { locale_language: 'eo', locale_direction: 'ltr', undo: 'Malfari' });
  write('own', 'eo', { site_skip: 'Preterpasi' });
  const [, esperanto] = locales(join(folder, 'shared/'), join(folder, 'own/'));
  assert.equal(esperanto?.tag, 'eo');
  const words = ['close', 'undo', 'site_title', 'site_skip'].map((name) => esperanto?.text(name));
  assert.deepEqual(words, ['Close', 'Malfari', 'Title', 'Preterpasi']);
});

test('a visitor gets the first language of theirs that there is', () => {
  const offered = ['en', 'de', 'pt-BR', 'ar'];
  assert.equal(pickLocale(['de-AT', 'en'], offered), 'de');
  assert.equal(pickLocale(['pt-PT'], offered), 'pt-BR');
  assert.equal(pickLocale(['fa', 'ar-EG'], offered), 'ar');
  assert.equal(pickLocale(['fa'], offered), undefined);
});
