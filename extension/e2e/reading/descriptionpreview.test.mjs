/** What maintainers are shown of a changed description before they sign it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { readingsOf } from './descriptionpreview.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const own = (webmail) =>
  readFileSync(join(root, 'extension/src/webmail/descriptors', webmail, `${webmail}.json`), 'utf8');
const changed = (webmail, change) => {
  const description = JSON.parse(own(webmail));
  return JSON.stringify({ ...description, version: description.version + 1, ...change(description) });
};

/** A description that sees no compose any more, as after a redesign. */
const blind = (webmail) =>
  changed(webmail, ({ send }) => ({
    compose: [{ anchor: ['.nowhere'], having: [['.nowhere']] }],
    send: { ...send, buttons: [], detached: [] },
  }));

test('a description is read on each page of its demo mailbox, beside the one of before', async () => {
  const readings = await readingsOf({
    gmail: { before: own('gmail'), after: blind('gmail') },
    proton: { after: own('proton') },
    yahoo: { before: own('yahoo'), after: '{"id":"yahoo"}' },
    roundcube: { after: own('roundcube') },
  });
  expect(readings.gmail[0]).toEqual({
    page: 'new',
    before: ['ann@army.ml', 'bob@navy.ml', 'cy@af.mil'],
    after: [],
  });
  expect(readings.proton.map(({ before }) => before)).toEqual(readings.proton.map(() => []));
  expect(readings.proton[0].after).toEqual(['ann@army.ml', 'bob@navy.ml', 'cy@af.mil']);
  expect(readings.yahoo[0].before).toContain('ann@army.ml');
  expect(readings.yahoo[0].problem).toContain('after: ');
  expect(readings.roundcube).toEqual([]);
});

test('list lint names each address that only the own description reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-readings-'));
  try {
    const file = join(folder, 'fastmail.json');
    writeFileSync(
      file,
      changed('fastmail', ({ fields }) => ({ fields: { ...fields, cc: fields.to } })),
    );
    const lint = () =>
      spawnSync('go', ['run', './scripts/nearmiss', 'list', 'lint', file], { cwd: root, encoding: 'utf8' });
    expect(lint().stdout).toContain('webmail fastmail on the demo page "new" reads ');
    writeFileSync(file, blind('fastmail'));
    const { stdout, status } = lint();
    expect(stdout).toContain('look twice: ann@army.ml is read by the one of before alone');
    expect(status).toBe(0);
    writeFileSync(file, own('fastmail'));
    expect(lint().stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
