/**
 * The texts of the front page: its own (worker/site/_locales) and those it shares
 * with the extension, in the same format, so that both say a thing in the same words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Messages = Readonly<
  Record<string, { readonly message: string; readonly placeholders?: Record<string, { readonly content: string }> }>
>;

export interface Locale {
  /** "pt-BR" */
  readonly tag: string;
  /** "pt-br", as in addresses. */
  readonly path: string;
  readonly direction: 'ltr' | 'rtl';
  /** "Deutsch" */
  readonly name: string;
  /** With U+E100 and so on for `$1` and so on: see `useTexts` in extension/src/browser/texts.ts. */
  readonly texts: Readonly<Record<string, string>>;
  /** Throws for a text that nobody wrote. */
  text(name: string, ...substitutions: readonly string[]): string;
  /** "12,345" */
  number(value: number): string;
}

const OWN = fileURLToPath(new URL('../_locales/', import.meta.url));
const SHARED = fileURLToPath(new URL('../../../extension/_locales/', import.meta.url));

/** Those that the extension has, English first. A text that one of them lacks is English, as in the extension. */
export function locales(shared = SHARED, own = OWN): readonly Locale[] {
  const english = { ...textsIn(shared, 'en'), ...textsIn(own, 'en') };
  const names = readdirSync(shared).sort(
    (one, other) => Number(other === 'en') - Number(one === 'en') || (one < other ? -1 : 1),
  );
  return names.map((name) => localeOf(name, { ...english, ...textsIn(shared, name), ...textsIn(own, name) }));
}

function localeOf(folder: string, texts: Readonly<Record<string, string>>): Locale {
  // Language and direction belong to the texts, which say them themselves.
  const { locale_language: tag = '', locale_direction } = texts;
  return {
    tag,
    path: tag.toLowerCase(),
    direction: locale_direction === 'rtl' ? 'rtl' : 'ltr',
    name: nameOf(tag),
    texts,
    text(name, ...substitutions) {
      const words = texts[name];
      if (words === undefined) throw new Error(`${folder}: no text is named ${name}`);
      return substitutions.reduce((line, word, at) => line.replaceAll(place(at), word), words);
    },
    number: (value) => value.toLocaleString(tag),
  };
}

function textsIn(parent: string, folder: string): Record<string, string> {
  const messages = JSON.parse(readFileSync(`${parent}${folder}/messages.json`, 'utf8')) as Messages;
  const entries = Object.entries(messages).map(([name, { message, placeholders = {} }]) => [
    name,
    message.replace(/\$(\w+)\$/g, (_all, key: string) => {
      const content = placeholders[key.toLowerCase()]?.content ?? '';
      return place(Number(content.slice(1)) - 1);
    }),
  ]);
  return Object.fromEntries(entries);
}

/** "Español": at the head of its own line, whatever the language does inside a sentence. */
function nameOf(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: 'language', languageDisplay: 'standard' }).of(tag) ?? tag;
  const [first = '', ...rest] = name;
  return first.toLocaleUpperCase(tag) + rest.join('');
}

const place = (at: number): string => String.fromCodePoint(0xe100 + at);
