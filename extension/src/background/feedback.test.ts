import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../messages/verdict.ts';
import { type FeedbackFacts, feedbackText, formAddress, isNear } from './feedback.ts';

const verdict = (domain: string, target: string, more: Partial<Verdict> = {}): Verdict => ({
  recipient: `ann.private@${domain}`,
  level: target === '' ? 'none' : 'warn',
  action: target === '' ? 'allow' : 'ask',
  kind: target === '' ? '' : 'label-typo',
  domain,
  target,
  category: target === '' ? '' : 'us-military',
  suggestion: target === '' ? '' : `ann.private@${target}`,
  alternative: '',
  early: false,
  reason: '',
  decidedBy: '',
  external: '',
  ...more,
});
const textOf = (own: Verdict, more: Partial<FeedbackFacts> = {}) =>
  feedbackText({
    what: own.level === 'none' ? 'missed' : 'wrong',
    own,
    common: own,
    isPublic: (_target, category) => category === 'us-military',
    private: [],
    organisation: [],
    version: '1.2.3',
    listVersion: 2026113000,
    ...more,
  });

test('a warning of public lists is named with kind, target and typed domain, and never an address', () => {
  const { text, domain } = textOf(verdict('amry.mil', 'army.mil'));
  assert.equal(
    text,
    'A warning was wrong\nKind: label-typo\nTarget: army.mil\nTyped domain: amry.mil\nNearmiss 1.2.3, lists 2026113000',
  );
  assert.equal(domain, 'amry.mil');
  assert.doesNotMatch(text, /ann|private|@/);
});

test('one that was missed names the typed domain', () => {
  const { text, domain } = textOf(verdict('stranger.example', ''));
  assert.match(text, /^A near miss was missed\nKind: none\nTarget: none\nTyped domain: stranger\.example\n/);
  assert.equal(domain, 'stranger.example');
});

for (const [name, own, more] of [
  ['history', verdict('wroks.example', 'works.example', { category: 'history', kind: 'history-lookalike' }), {}],
  ['the own domain', verdict('wroks.example', 'works.example', { category: 'own', kind: 'own-lookalike' }), {}],
  ['the organisation', verdict('wroks.example', 'works.example', { category: 'organisation' }), {}],
  ['own lists alone', verdict('wroks.example', 'works.example'), { common: verdict('wroks.example', '') }],
] as const) {
  test(`a target of ${name} is left out, and the typed domain with it`, () => {
    const { text, domain } = textOf(own, more);
    assert.doesNotMatch(text, /works|wroks/);
    assert.equal(domain, '');
  });
}

test('a typed domain that lies near a private one is left out, whatever was warned about', () => {
  for (const [typed, known] of [
    ['contoso-mali.com', 'contoso-mail.com'],
    ['kestrel-holdinsg.net', '*.kestrel-holdings.com'],
    ['mail.wotherspoon.org', 'wotherspoon.example'],
  ] as const) {
    assert.equal(textOf(verdict(typed, ''), { private: [known] }).domain, '', typed);
    assert.equal(textOf(verdict(typed, ''), { organisation: [known] }).domain, '', typed);
  }
  assert.equal(
    textOf(verdict('stranger.example', ''), { private: ['kestrel-holdings.com'] }).domain,
    'stranger.example',
  );
});

test('a person may name a domain of their own history, but not one of the organisation', () => {
  const own = verdict('amry.mil', 'army.mil');
  assert.equal(textOf(own, { private: ['amry.mil'] }).domain, 'amry.mil');
  assert.equal(textOf(own, { organisation: ['amry.mil'] }).domain, '');
});

test('what two names share by chance is not near', () => {
  assert.equal(isNear('mail.google.com', 'mail.proton.me'), false);
  assert.equal(isNear('example.com', 'kestrel.com'), false);
  assert.equal(isNear('a.co', 'b.co'), false);
});

test('the form gets the text where its address has a place for it', () => {
  assert.equal(formAddress('https://f.example/?b={text}', 'a b\nc'), 'https://f.example/?b=a%20b%0Ac');
  assert.equal(formAddress('https://f.example/', 'x'), 'https://f.example/');
  assert.equal(formAddress('', 'x'), '');
});
