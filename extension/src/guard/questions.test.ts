import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice, Verdict } from '../messages/verdict.ts';
import { Questions } from './questions.ts';

const verdict: Verdict = {
  recipient: 'ann@exmaple.org',
  level: 'warn',
  action: 'ask',
  kind: 'label-typo',
  domain: 'exmaple.org',
  target: 'example.org',
  category: '',
  suggestion: 'ann@example.org',
  alternative: 'ann@examples.org',
  early: false,
  reason: '',
  external: '',
  decidedBy: '',
};

/** Asks about these; what was answered is gathered in `answers`. */
function ask(...verdicts: readonly Verdict[]) {
  const answers: (readonly [choice: Choice, more: object])[] = [];
  const questions = new Questions(() => {});
  questions.offer({
    isHeld: true,
    verdicts,
    canFix: () => true,
    allowsTrust: true,
    answer: (choice, more) => answers.push([choice, more]),
  });
  const [{ id } = { id: '' }] = questions.take({ question: 'pending' });
  return { questions, answers, answer: { question: 'answer', id } as const };
}

test('the suggestion and the other one are different answers', () => {
  const { questions, answers, answer } = ask(verdict);
  assert.equal(questions.take({ ...answer, choice: 'fix' }), true);
  assert.equal(questions.take({ ...answer, choice: 'fix', replacement: 'ann@examples.org' }), true);
  assert.deepEqual(answers, [
    ['fix', {}],
    ['fix', { replacement: 'ann@examples.org' }],
  ]);
});

test('nothing that was not offered is taken for an answer', () => {
  const { questions, answers, answer } = ask(verdict);
  assert.equal(questions.take({ ...answer, choice: 'fix', replacement: 'ann@evil.example' }), false);
  assert.equal(questions.take({ ...answer, choice: 'send', replacement: 'ann@examples.org' }), false);
  assert.equal(questions.take({ ...answer, id: 'another', choice: 'fix' }), false);
  assert.deepEqual(answers, []);
  const several = ask(verdict, { ...verdict, recipient: 'bob@exmaple.org', alternative: 'bob@examples.org' });
  const request = { ...several.answer, choice: 'fix', replacement: 'ann@examples.org' } as const;
  assert.equal(several.questions.take(request), false);
  assert.deepEqual(several.answers, []);
});

test('a reason is given where policy asks for one, and only then', () => {
  const { questions, answers, answer } = ask({ ...verdict, action: 'ask-reason' });
  assert.equal(questions.take({ ...answer, choice: 'send', reason: ' ' }), false);
  assert.equal(questions.take({ ...answer, choice: 'send', reason: ' agreed ' }), true);
  assert.equal(questions.take({ ...answer, choice: 'back', reason: 'none' }), true);
  assert.deepEqual(answers, [
    ['send', { reason: 'agreed' }],
    ['back', {}],
  ]);
});
