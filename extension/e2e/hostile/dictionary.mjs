/** Names that the published content script could give to events, attributes and elements. */

/** Longer ones are sentences or selectors. */
const LONGEST_WORD = 20;

/**
 * @param {string} source the content script as it is published
 * @returns {{events: string[], attributes: string[], elements: string[]}} every name with ours in it, and every
 *   beginning of such a name with every word that the script holds
 */
export function dictionaryOf(source) {
  const literals = new Set([...source.matchAll(/(["'`])((?:(?!\1)[^\\\n$])*)(?:\1|\$\{)/gu)].map(([, , text]) => text));
  const words = [...literals].filter((text) => text.length <= LONGEST_WORD && /^[a-z][a-z-]+$/u.test(text));
  const ours = [...literals].filter((text) => /^(?:data-)?nearmiss[\w:.-]*$/u.test(text));
  const starts = ours.filter((name) => /[:.-]$/u.test(name));
  const names = [
    ...ours.filter((name) => !starts.includes(name)),
    ...starts.flatMap((start) => words.map((word) => start + word)),
  ];
  const isElement = (name) => /^nearmiss-[a-z-]+$/u.test(name);
  return {
    events: [...new Set(names)],
    attributes: [...new Set([...names.filter((name) => /^[a-z][a-z-]*$/u.test(name)), ...ours])].filter(
      (name) => !name.includes(':') && !/[.-]$/u.test(name),
    ),
    elements: [
      ...new Set(['nearmiss-dialog', 'nearmiss-notice', 'nearmiss-status', 'nearmiss-x', ...ours.filter(isElement)]),
    ].filter((name) => !name.endsWith('-')),
  };
}
