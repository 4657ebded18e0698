/** Which of the page's languages a visitor reads. */

/** The first wanted language that is offered, by its tag or by its language alone; undefined for none. */
export function pickLocale(wanted: readonly string[], offered: readonly string[]): string | undefined {
  const languageOf = (tag: string): string | undefined => tag.toLowerCase().split('-')[0];
  for (const tag of wanted) {
    const found =
      offered.find((one) => one.toLowerCase() === tag.toLowerCase()) ??
      offered.find((one) => languageOf(one) === languageOf(tag));
    if (found !== undefined) return found;
  }
  return undefined;
}
