/**
 * Texts with a count in them, in the form that the language has for it: `name_one`,
 * `name_few`… are named as Intl.PluralRules names them, and every locale has those
 * that its language uses.
 */
import { language, text } from './browser/texts.ts';

export const PLURAL_FORMS: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** `$1` of the text is the count. */
export function plural(name: string, count: number): string {
  const form = new Intl.PluralRules(language()).select(count);
  const shown = new Intl.NumberFormat(language()).format(count);
  // A text that was never translated comes from English, which has fewer forms.
  return text(`${name}_${form}`, shown) || text(`${name}_other`, shown);
}
