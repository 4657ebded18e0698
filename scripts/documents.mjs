/** Markdown of the repository as a page that stands alone. */
import { marked } from 'marked';

/** For a page without a style sheet beside it. */
const PLAIN = `<style>body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
table { border-collapse: collapse } td, th { border: 1px solid #8888; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top }
pre { overflow-x: auto }</style>`;

/**
 * @param {string} markdown begins with a heading, which becomes the title
 * @param {{style?: string, beside?: Record<string, string>, after?: string}} more style: a style sheet's address;
 *   beside: pages made of other documents, by these documents' names; after: HTML at the end
 */
export function documentPage(markdown, { style, beside = {}, after = '' } = {}) {
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? 'Nearmiss';
  const html = marked
    .parse(withoutSourceLinks(markdown, beside))
    .replace(/<h([2-4])>(.*?)<\/h\1>/g, (_, level, words) => `<h${level} id="${anchorOf(words)}">${words}</h${level}>`);
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nearmiss: ${title.toLowerCase()}</title>
${style === undefined ? PLAIN : `<link rel="stylesheet" href="${style}">`}
</head>
<body>
<main>
${scrollable(html)}${after}</main>
</body>
</html>
`;
}

/** Links into the sources lead nowhere on a page of its own: their words stay, but for those to a page beside it. */
function withoutSourceLinks(markdown, beside) {
  return markdown.replace(/\[([^\]]+)\]\((?!#|https:)([^)]*)\)/g, (_, words, address) =>
    address in beside ? `[${words}](${beside[address]})` : words,
  );
}

/** As forges make them: "For administrators" is #for-administrators. */
function anchorOf(words) {
  return words
    .replace(/<[^>]*>|&#?\w+;/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');
}

/** A wide table or line of code scrolls by itself, by keyboard too. */
function scrollable(html) {
  return html
    .replaceAll('<table>', '<div class="table" tabindex="0" role="group" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">');
}
