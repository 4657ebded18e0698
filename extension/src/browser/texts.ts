/** The texts of _locales. */

/** A text of _locales; `$1`… are the substitutions. An orphan has those of `rememberTexts`. */
export function text(name: string, ...substitutions: string[]): string {
  try {
    return chrome.i18n.getMessage(name, substitutions);
  } catch {
    const known = remembered.get(name) ?? '';
    return substitutions.reduce((words, substitution, at) => words.replaceAll(place(at), substitution), known);
  }
}

/**
 * BCP 47 tag of the words that `text` gives, such as "de" or "pt-BR": not the browser's own, as one in
 * Persian is given English words. Each locale says its own tag, so both always come from the same file.
 */
export function language(): string {
  return text('locale_language') || 'en';
}

/** "rtl" where the words that `text` gives are written from right to left. */
export function direction(): 'ltr' | 'rtl' {
  return text('locale_direction') === 'rtl' ? 'rtl' : 'ltr';
}

/** BCP 47 tag of the browser's interface: only for saying that we lack its language. */
export function browserLanguage(): string {
  return chrome.i18n.getUILanguage();
}

const remembered = new Map<string, string>();

/** Stands for a substitution; Chromium drops U+0000 from substitutions. */
const place = (at: number): string => String.fromCodePoint(0xe100 + at);

/** Content scripts: keep these texts for the time after an update, when the browser gives an orphan none. */
export function rememberTexts(names: readonly string[]): void {
  const places = Array.from({ length: 9 }, (_, at) => place(at));
  for (const name of ['locale_language', 'locale_direction', ...names]) remembered.set(name, text(name, ...places));
}

/** A page of the web has no texts of the browser's: it brings its own, with U+E100 to U+E108 for `$1` to `$9`. */
export function useTexts(texts: Readonly<Record<string, string>>): void {
  for (const [name, words] of Object.entries(texts)) remembered.set(name, words);
}
