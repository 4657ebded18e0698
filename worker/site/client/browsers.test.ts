import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf } from './browsers.ts';

test('the browsers that an extension can be installed in', () => {
  const start = 'Mozilla/5.0 (X11; Linux x86_64';
  assert.equal(browserOf(`${start}; rv:140.0) Gecko/20100101 Firefox/140.0`), 'firefox');
  assert.equal(
    browserOf(`${start}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`),
    'chromium',
  );
  assert.equal(
    browserOf(
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    ),
    'chromium',
  );
  assert.equal(
    browserOf('Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'),
    undefined,
  );
  assert.equal(browserOf('Mozilla/5.0 (Linux; Android 14) Chrome/140.0.0.0 Mobile Safari/537.36'), undefined);
});
