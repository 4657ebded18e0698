import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)));

/** As GitHub makes anchors of headings. */
function anchors(text) {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('links in our pages lead somewhere', () => {
  assert.ok(pages.length > 10, pages.join(' '));
  const broken = [];
  let seen = 0;
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '');
    for (const [, link] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      seen++;
      const [path, anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) broken.push(`${page}: ${link}`);
      else if (
        anchor &&
        target.endsWith('.md') &&
        !anchors(readFileSync(join(root, target), 'utf8')).includes(anchor)
      ) {
        broken.push(`${page}: ${link} (no such heading)`);
      }
    }
  }
  assert.ok(seen > 50, `only ${seen} links were looked at`);
  assert.deepEqual(broken, []);
});
