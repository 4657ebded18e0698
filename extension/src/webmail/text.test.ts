import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsName, indexOfAddress, isAddressList, nameIn, pickAddress, typedAddresses, visibleText } from './text.ts';

test('what nobody sees does not count', () => {
  assert.equal(visibleText('\u200bann\u2060@army.ml\ue711 '), 'ann@army.ml');
  assert.equal(visibleText('\u202a(Ctrl-Enter)\u202c'), '(Ctrl-Enter)');
});

const picked: readonly (readonly [text: string, address: string, why: string])[] = [
  ['ann@army.ml', 'ann@army.ml', 'bare'],
  ['Ann Example <ann@army.ml>', 'ann@army.ml', 'with a name'],
  ['ann@army.mil <ann@army.ml>', 'ann@army.ml', 'the name lies: brackets win'],
  ['|ann@army.ml', 'ann@army.ml', 'a bar in front, as Yahoo writes'],
  ['"Example, Ann" <ann@army.ml>', 'ann@army.ml', 'a comma in the name'],
  ['Ann Example', '', 'a name alone'],
  ['ann@ärmy.mil', 'ann@ärmy.mil', 'letters beyond ASCII stay'],
  ['"bob@example.org"@army.ml', '"bob@example.org"@army.ml', 'an address quoted before the domain'],
  ['To: "Ann E."@army.ml, more', '"Ann E."@army.ml', 'a name quoted before the domain'],
  ['"Ann" ann@army.ml', 'ann@army.ml', 'a quoted name beside'],
  ['ann"@army.ml', '', 'a quote that none begins'],
  ['ann@army..mil', 'ann@army..mil', 'malformed, yet sent by some webmails'],
  ['ann@army.ml، إزالة', 'ann@army.ml', 'a label that goes on behind an Arabic comma'],
  ['ann@army.ml、削除', 'ann@army.ml', 'a label that goes on behind a Japanese comma'],
];
for (const [text, address, why] of picked) {
  test(`picks an address: ${why}`, () => assert.equal(pickAddress(text), address));
}

const typed: readonly (readonly [text: string, addresses: readonly string[], why: string])[] = [
  ['', [], 'nothing'],
  ['ann', [], 'a search for a contact'],
  ['ann@army.ml', ['ann@army.ml'], 'one'],
  [
    'ann@army.ml, bob@navy.ml;carl@af.ml\ndee@x.org',
    ['ann@army.ml', 'bob@navy.ml', 'carl@af.ml', 'dee@x.org'],
    'all separators',
  ],
  ['ann@army.ml bob@navy.ml', ['ann@army.ml', 'bob@navy.ml'], 'a blank between'],
  ['Ann <ann@army.ml>, Bob <bob@navy.ml>', ['ann@army.ml', 'bob@navy.ml'], 'with names'],
  ['ann@gmail,com', ['ann@gmail,com'], 'comma for dot'],
  ['ann@gmail,com; bob@navy.ml', ['ann@gmail,com', 'bob@navy.ml'], 'comma for dot among others'],
  ['ann@army.ml,bob', ['ann@army.ml'], 'a search after a whole address'],
  ['ann@army.ml；bob@navy.ml', ['ann@army.ml', 'bob@navy.ml'], 'the semicolon of a Chinese keyboard'],
];
for (const [text, addresses, why] of typed) {
  test(`reads typed text: ${why}`, () => assert.deepEqual(typedAddresses(text), addresses));
}

test('a name is what is left of a label without its address', () => {
  assert.equal(nameIn('Ann Example <ann@army.ml>'), 'Ann Example');
  assert.equal(nameIn('Ann Example'), 'Ann Example');
  assert.equal(nameIn('ann@army.ml'), '');
});

test('a name without an address is told from the name of an address', () => {
  for (const text of ['Ann', 'Ann, bob@army.mil', 'bob@army.mil; Smith']) assert.ok(holdsName(text), text);
  for (const text of [
    '',
    ' \u200b',
    'ann@army.mil,',
    '"Smith, Ann" <ann@army.mil>',
    'Ann <ann@army.mil>; bob@gmail,com',
  ])
    assert.ok(!holdsName(text), text);
  assert.ok(holdsName(`${'"'.repeat(200_001)}Ann`));
});

test('a list of addresses is told from a sentence that has one', () => {
  for (const text of ['ann@army.ml', 'Ann <ann@army.ml>, bob@navy.ml', '', 'ann@army.ml;'])
    assert(isAddressList(text), text);
  for (const text of ['ask ann@army.ml', 'Re: ann@army.ml']) assert(!isAddressList(text), text);
});

test('an address is found where it stands by itself', () => {
  for (const [text, at] of [
    ['ann@army.ml', 0],
    ['joann@army.ml, ann@army.ml', 15],
    ['ann@army.mlx;<ann@army.ml>', 14],
    ['\u200bann@army.ml\u2060', 1],
    ["'ann@army.ml',", 1],
    ['joann@army.ml', -1],
    ['ann@army.ml.example.org', -1],
  ] as const)
    assert.equal(indexOfAddress(text, 'ann@army.ml'), at, text);
});

test('an address behind a long name is found, and no text takes more than linear time', () => {
  const long = 'a'.repeat(2_000_000);
  for (const [text, address] of [
    [`${long} <ann@army.ml>`, 'ann@army.ml'],
    [`${long} ann@army.ml`, 'ann@army.ml'],
    [`${"'".repeat(2_000_000)} ann@army.ml`, 'ann@army.ml'],
    [`${'<@'.repeat(1_000_000)} <ann@army.ml>`, 'ann@army.ml'],
    [`${'@'.repeat(2_000_000)} <ann@army.ml>`, 'ann@army.ml'],
  ] as const) {
    assert.equal(pickAddress(text), address);
    assert.ok(typedAddresses(text).includes(address));
  }
  assert.equal(typedAddresses(`${long}@${long}`).length, 1);
  assert.equal(typedAddresses('a@ '.repeat(200_000)).length, 0);
  assert.equal(typedAddresses(`a@b${',cc'.repeat(600_000)}`)[0], 'a@b,cc');
  assert.equal(nameIn(`${'<'.repeat(2_000_000)}x`).length, 2_000_001);
});
