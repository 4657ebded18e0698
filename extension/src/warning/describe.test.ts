import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Verdict } from '../messages/verdict.ts';
import type { Action } from '../policy.generated.ts';
import { answerFrom, describeQuestion } from './describe.ts';
import type { Question } from './question.ts';

before(() => {
  const i18n = {
    getMessage: (name: string, words: readonly string[] = []) =>
      name === 'locale_language' ? 'en' : [name, ...words].join(' '),
  };
  Object.assign(globalThis, { chrome: { i18n } });
});

const verdict = (recipient: string, action: Action, suggestion = ''): Verdict => ({
  recipient,
  level: 'warn',
  action,
  kind: 'suffix-slip',
  domain: recipient.slice(recipient.indexOf('@') + 1),
  target: '',
  category: '',
  suggestion,
  alternative: '',
  early: true,
  reason: '',
  external: '',
  decidedBy: '',
});
const question = (verdicts: readonly Verdict[], more: Partial<Question> = {}): Question => ({
  document: {} as Document,
  verdicts,
  canFix: () => true,
  organisation: { name: '', contact: '', help: '', allowsTrust: true },
  returnFocus: null,
  ...more,
});
const ann = verdict('ann@army.ml', 'ask', 'ann@army.mil');
const bob = verdict('bob@navy.ml', 'ask-reason', 'bob@navy.mil');
const eve = verdict('eve@army.ml', 'block');
const offered = (asked: Question): string[][] =>
  describeQuestion(asked).recipients.map(({ choices }) =>
    choices.map(({ choice, replacement }) => `${choice} ${replacement}`.trim()),
  );

test('a question says both domains, why, and what may be chosen', () => {
  const [first] = describeQuestion(question([ann])).recipients;
  const { local, typed, right, kind, needsReason } = first ?? {};
  assert.deepEqual(
    { local, typed, right, kind, needsReason },
    { local: 'ann', typed: 'army.ml', right: 'army.mil', kind: 'suffix-slip', needsReason: false },
  );
  assert.match(first?.reason ?? '', /^reason_country /);
  assert.deepEqual(offered(question([ann])), [['fix ann@army.mil', 'send', 'trust']]);
});

test('what is only hinted at is named and can be answered, too', () => {
  const hint = verdict('bob@yaho.com', 'notice', 'bob@yahoo.com');
  assert.deepEqual(offered(question([ann, hint])), [
    ['fix ann@army.mil', 'send', 'trust'],
    ['fix bob@yahoo.com', 'send', 'trust'],
  ]);
});

test('it offers what the dialog offers', () => {
  assert.deepEqual(offered(question([bob])), [['fix bob@navy.mil', 'send']]);
  assert.deepEqual(offered(question([eve])), [[]]);
  assert.deepEqual(offered(question([ann], { canFix: () => false })), [['copy ann@army.mil', 'send', 'trust']]);
  assert.deepEqual(offered(question([ann, eve], { canFix: () => false })), [['send', 'trust'], []]);
  const locked = { name: '', contact: '', help: '', allowsTrust: false };
  assert.deepEqual(offered(question([ann], { organisation: locked })), [['fix ann@army.mil', 'send']]);
});

test('an answer becomes a decision for each recipient', () => {
  const given = [
    { choice: 'fix', replacement: 'ann@army.mil' },
    { choice: 'send', reason: ' our partner ' },
  ];
  assert.deepEqual(answerFrom(question([ann, bob]), given), {
    choice: 'proceed',
    decisions: [
      { verdict: ann, choice: 'fix', replacement: 'ann@army.mil' },
      { verdict: bob, choice: 'send', reason: 'our partner' },
    ],
  });
  assert.deepEqual(answerFrom(question([eve]), 'back'), { choice: 'back' });
  assert.deepEqual(
    answerFrom(question([ann], { canFix: () => false }), [{ choice: 'copy', replacement: 'ann@army.mil' }]),
    { choice: 'back' },
  );
});

const wrong: readonly [name: string, asked: readonly Verdict[], given: unknown][] = [
  ['a way past a block', [eve], [{ choice: 'send' }]],
  ['an address that is not offered', [ann], [{ choice: 'fix', replacement: 'ann@evil.example' }]],
  ['no reason where one is needed', [bob], [{ choice: 'send', reason: ' ' }]],
  ['fewer answers than recipients', [ann, bob], [{ choice: 'send' }]],
  ['trust where a reason is needed', [bob], [{ choice: 'trust' }]],
  ['nothing', [ann], undefined],
  ['no list', [ann], { choice: 'send' }],
  ['no choice', [ann], [null]],
];
for (const [name, asked, given] of wrong) {
  test(`${name} is no answer`, () => assert.equal(answerFrom(question(asked), given), null));
}

test('a reason names what differs, and the keyboard', () => {
  const reason = (recipient: string, suggestion: string, kind: Verdict['kind']): string =>
    describeQuestion(question([{ ...verdict(recipient, 'ask', suggestion), kind }])).recipients[0]?.reason.replaceAll(
      /[\u2066\u2069]/g,
      '',
    ) ?? '';
  assert.equal(reason('ann@mod.giv.uk', 'ann@mod.gov.uk', 'suffix-slip'), 'reason_ending .giv.uk .gov.uk');
  assert.equal(reason('ann@mildenhall.com', 'ann@mildenhall.af.mil', 'suffix-slip'), 'reason_ending .com .mil');
  assert.equal(reason('ann@фкьн.ьшд', 'ann@army.mil', 'homoglyph'), 'reason_layout army.mil');
  assert.equal(reason('ann@аrmy.mil', 'ann@army.mil', 'homoglyph'), 'reason_homoglyph army.mil');
});
