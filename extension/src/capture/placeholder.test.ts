import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickAddress, typedAddresses } from '../webmail/text.ts';
import { Placeholders, shapeOf } from './placeholder.ts';

const rows: readonly (readonly [text: string, want: string, why: string])[] = [
  ['Ann Bó <ann.bo7@army.ml>', 'Xxx Xx <xxx.xx9@xxxx.xx>', 'case, digits and punctuation stay'],
  ['إرسال \u202a(Ctrl-Enter)\u202c', 'سسسسس \u202a(Xxxx-Xxxxx)\u202c', 'a script stays, direction marks too'],
  ['宛先', '字字', 'Han'],
  ['An: Жуков', 'Xx: Xxxxx', 'other scripts with case become Latin'],
  ['٠١٢', '999', 'digits of any script'],
  ['e\u0301', 'x', 'a combining mark is part of its letter'],
  ['\ue711\u200b|ann@army.ml', '\ue000\u200b|xxx@xxxx.xx', 'which icon it was is not told'],
  ['paid 5 € – “now” 😀', 'xxxx 9 • · ·xxx· •', 'symbols and quotes say nothing'],
  ['a\u00a0b\tc\r\nd', 'x x x\n\nx', 'spaces are spaces'],
];

for (const [text, want, why] of rows) {
  test(`shape: ${why}`, () => assert.equal(shapeOf(text), want));
}

test('different addresses of one shape stay different, the same one the same', () => {
  const placeholders = new Placeholders();
  assert.equal(
    placeholders.of('ann@army.ml, bob@navy.us; ann@army.ml <eve@army.ml>'),
    'xxx@xxxx.xx, yxx@xxxx.xx; xxx@xxxx.xx <zxx@xxxx.xx>',
  );
  const many = Array.from(
    { length: 27 },
    (_, at) => `${String.fromCharCode(97 + (at % 26))}k${at > 25 ? 'b' : 'a'}@a.b`,
  );
  assert.equal(new Set(many.map((one) => placeholders.of(one))).size, 27);
});

test('what is cut is cut after it was replaced, and between characters', () => {
  assert.equal(new Placeholders().of('ann@army.ml and more', 5), 'xxx@x');
  assert.equal(new Placeholders().of('\ud83d\ude00\ud83d\ude00\ud83d\ude00', 2), '••');
});

/** A bounded linear congruential generator: the same run every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('two texts of one shape have one placeholder, whatever they say', () => {
  const next = random(7);
  const alike = [
    [
      'abcdefghijklmnopqrstuvwxyzäßøñ',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÇ',
      '0123456789٣',
      'ابتثجحخد',
      '漢字東京都',
      '€😀→©',
    ],
    ['@', '.', '-', '_', '<', '>', ' ', '\n', ',', '\u200b', '"'],
  ] as const;
  for (let round = 0; round < 3000; round++) {
    let [one, other] = ['', ''];
    for (let length = next(40); length > 0; length--) {
      const classes = alike[next(3) === 0 ? 1 : 0];
      const letters = Array.from(classes[next(classes.length)] ?? '');
      one += letters[next(letters.length)] ?? '';
      other += letters[next(letters.length)] ?? '';
    }
    assert.equal(shapeOf(one), shapeOf(other), JSON.stringify([one, other]));
    const [shape] = [new Placeholders().of(one)];
    assert.doesNotMatch(shape, /[a-wA-W0-8]|[^\W\dxyzXYZ_]/u, shape);
  }
});

test('addresses are found in placeholders where they were found in texts', () => {
  const texts = [
    'ann@army.ml',
    'Ann <ann@army.ml>',
    '|ann@army.ml',
    'ann@gmail,com, bob@x.example',
    'Müller, Jürgen <j.mueller@bär.example>',
    'nobody here',
    '"a@b" <c@d.example>',
    "'ann@army.ml',",
    'مدير <a@b.مثال>',
    'ann@army.ml; bob@navy.mil\neve@af.mil',
  ];
  for (const text of texts) {
    const shape = new Placeholders().of(text);
    assert.equal(typedAddresses(shape).length, typedAddresses(text).length, `${text} → ${shape}`);
    assert.equal(pickAddress(shape) === '', pickAddress(text) === '', `${text} → ${shape}`);
    assert.equal(pickAddress(shape).length, pickAddress(text).length, `${text} → ${shape}`);
  }
});
