import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asker } from '../browser/ask.ts';
import type { Personal } from '../messages/personal.ts';
import type { Verdict } from '../messages/verdict.ts';
import { NOTHING_PERSONAL } from '../personal.ts';
import { NO_POLICY } from '../policy.generated.ts';
import { ANSWERS_A_MINUTE, Budget, type Ledger } from './budget.ts';
import { KeyedDigest } from './digest.ts';
import { Judge } from './judge.ts';
import { PolicyKeeper } from './policy.ts';
import { storedValue } from './storedvalue.ts';

const webmail: Asker = {
  tab: 7,
  frame: 0,
  isPrivate: false,
  isOwnPage: false,
  host: 'mail.example',
  origin: 'https://mail.example',
};

const verdictOf = (recipient: string, more: Partial<Verdict> = {}): Verdict => ({
  recipient,
  level: 'none',
  action: 'allow',
  kind: '',
  domain: recipient.slice(recipient.lastIndexOf('@') + 1),
  target: '',
  category: '',
  suggestion: '',
  alternative: '',
  early: false,
  reason: '',
  external: '',
  decidedBy: '',
  ...more,
});

/**
 * Everybody's core finds a near miss in all of .ml. The person's own knows that
 * right.ml is meant, and that near<word>.com is a slip of the habit <word>.com.
 */
function makeWorld({
  addresses = [] as string[],
  canStore = true,
  hangs = false,
  external = '' as Verdict['external'],
} = {}) {
  const clock = { now: Date.UTC(2026, 10, 21, 12) };
  const asked = { common: 0, own: 0 };
  const inMemory = <T>(value: T) =>
    storedValue(
      async () => value,
      async () => {
        if (!canStore) throw new Error('the disk is full');
        if (hangs) await new Promise(() => {});
      },
    );
  const common = (recipient: string): Verdict =>
    recipient.endsWith('.ml')
      ? verdictOf(recipient, { level: 'warn', action: 'ask', kind: 'suffix-slip', target: 'army.mil', external })
      : verdictOf(recipient);
  const own = (recipient: string): Verdict => {
    const habit = /@near(\w+)\d\.com$/.exec(recipient)?.[1];
    if (recipient.endsWith('@right.ml')) return verdictOf(recipient);
    if (habit === undefined) return common(recipient);
    return verdictOf(recipient, { level: 'warn', action: 'ask', kind: 'history-lookalike', target: `${habit}.com` });
  };
  const reading = { policy: NO_POLICY, set: [], problems: [] };
  const digest = new KeyedDigest(
    storedValue(
      async () => 'k',
      async () => undefined,
    ),
  );
  const ledger = inMemory<Ledger>({});
  const judge = new Judge({
    own: {
      check: async (recipients) => {
        asked.own++;
        return recipients.map(own);
      },
    },
    common: {
      check: async (recipients) => {
        asked.common++;
        return recipients.map(common);
      },
    },
    policy: new PolicyKeeper(
      {
        managed: async () => ({}),
        remembered: async () => ({ raw: {}, reading }),
        remember: async () => undefined,
        read: async () => reading,
      },
      () => 0,
    ),
    personal: inMemory<Personal>({ ...NOTHING_PERSONAL, addresses }),
    passing: inMemory<readonly string[]>([]),
    digest,
    budget: new Budget(ledger, () => clock.now),
    privateBudget: new Budget(inMemory<Ledger>({}), () => clock.now),
  });
  const levels = async (recipients: readonly string[], isTouched = true, asker = webmail): Promise<string> =>
    (await judge.judge(recipients, '', asker, isTouched)).map(({ level }) => level).join(' ');
  return { judge, clock, asked, ledger, levels };
}

test('in a compose that nobody touched only what is the same for everybody decides', async () => {
  const { levels, asked } = makeWorld({ addresses: ['ann@army.ml'] });
  assert.equal(await levels(['a@nearkestrel1.com', 'a@right.ml', 'ann@army.ml'], false), 'none warn warn');
  assert.equal(asked.own, 0, 'the own knowledge is not even asked');
});

test('in a touched one history, own domains and remembered addresses count', async () => {
  const { levels } = makeWorld({ addresses: ['ann@army.ml'] });
  assert.equal(await levels(['a@nearkestrel1.com', 'a@right.ml', 'ann@army.ml', 'bob@army.ml']), 'warn none none warn');
});

test('beyond the budget private knowledge is empty, in both directions', async () => {
  const { judge, levels, clock } = makeWorld({ addresses: ['ann@army.ml'] });
  const guesses = Array.from({ length: ANSWERS_A_MINUTE + 2 }, (_, at) => `a@near${'abcdefg'[at]}1.com`);
  const verdicts = await judge.judge(guesses, '', webmail, true);
  assert.deepEqual(
    verdicts.map(({ level }) => level),
    [...Array(ANSWERS_A_MINUTE).fill('warn'), 'none', 'none'],
  );
  assert.equal(await judge.withheldUntil('mail.example', false), clock.now + 60_000);
  assert.equal(await levels(['a@right.ml', 'ann@army.ml', 'bob@army.ml']), 'warn warn warn');
  assert.equal(await levels(['a@nearz1.com'], true, { ...webmail, host: 'other.example' }), 'warn', 'another site');
  assert.equal(await levels(['a@nearz1.com'], true, { ...webmail, isPrivate: true }), 'warn', 'counted by itself');
  clock.now += 60_000;
  assert.equal(await levels(['a@right.ml']), 'none');
});

test('other tabs and frames of the site have no budget of their own', async () => {
  const { levels } = makeWorld();
  for (let at = 0; at < ANSWERS_A_MINUTE; at++) {
    const asker = { ...webmail, tab: at, frame: at };
    assert.equal(await levels([`a@near${'abcdefg'[at]}1.com`], true, asker), 'warn');
  }
  assert.equal(await levels(['a@nearz1.com'], true, { ...webmail, tab: 99 }), 'none');
});

test('each way to slip from one habit is one answer', async () => {
  const { levels } = makeWorld();
  for (let at = 0; at < 10; at++) assert.equal(await levels([`a@nearkestrel${at}.com`]), 'warn', String(at));
});

test('public near misses cost nothing, however many', async () => {
  const { judge, levels } = makeWorld();
  for (let at = 0; at < 20; at++) assert.equal(await levels([`a@d${at}.ml`]), 'warn');
  assert.equal(await judge.withheldUntil('mail.example', false), 0);
});

test('an address that a person said to be right there is no answer', async () => {
  const addresses = Array.from({ length: 12 }, (_, at) => `ann${at}@army.ml`);
  const { judge, levels } = makeWorld({ addresses });
  await judge.saidRight(addresses, webmail);
  assert.equal(await levels(addresses), Array(12).fill('none').join(' '));
});

for (const [external, level] of [
  ['ask', 'warn'],
  ['notice', 'notice'],
  ['block', 'warn'],
] as const) {
  test(`an address that is right and outside the organisation: the near miss is over, ${external} is not`, async () => {
    const { judge } = makeWorld({ addresses: ['ann@army.ml'], external });
    const verdicts = await judge.judge(['ann@army.ml', 'bob@army.ml'], '', webmail, true);
    const seen = verdicts.map(({ kind, level, action, target, suggestion }) => [
      kind,
      level,
      action,
      target,
      suggestion,
    ]);
    assert.deepEqual(seen, [
      ['external-recipient', level, external, '', ''],
      ['suffix-slip', 'warn', 'ask', 'army.mil', ''],
    ]);
    assert.equal(verdicts[0]?.reason, 'army.ml is outside your organisation');
  });
}

test('addresses that are right and outside are an answer each, as those inside are', async () => {
  const addresses = Array.from({ length: 12 }, (_, at) => `ann${at}@army.ml`);
  for (const external of ['', 'ask'] as const) {
    const { judge } = makeWorld({ addresses, external });
    const verdicts = await judge.judge(addresses, '', webmail, true);
    assert.equal(
      verdicts.filter(({ kind, level }) => kind !== 'suffix-slip' || level === 'none').length,
      ANSWERS_A_MINUTE,
    );
  }
});

test('what cannot be counted is not given away', async () => {
  const { judge } = makeWorld({ canStore: false });
  const [verdict] = await judge.judge(['a@nearkestrel1.com'], '', webmail, true);
  assert.equal(verdict?.level, 'none');
});

test('a disk that hangs keeps nobody from the public verdict', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { judge } = makeWorld({ hangs: true });
  for (const recipient of ['a@nearkestrel1.com', 'a@nearmerlin1.com']) {
    let level: string | undefined;
    judge.judge([recipient], '', webmail, true).then(([verdict]) => {
      level = verdict?.level;
    });
    for (let tries = 0; tries < 1000 && level === undefined; tries++) {
      await new Promise((resolve) => setImmediate(resolve));
      t.mock.timers.tick(100);
    }
    assert.equal(level, 'none');
  }
});

test('the extension’s own pages have no budget', async () => {
  const { levels, asked } = makeWorld();
  const options = { ...webmail, isOwnPage: true };
  for (const word of 'abcdefghij') assert.equal(await levels([`a@near${word}1.com`], false, options), 'warn');
  assert.equal(asked.common, 0);
});

test('no site and no domain is stored as it is', async () => {
  const { levels, ledger } = makeWorld();
  await levels(['a@nearkestrel1.com', 'a@right.ml']);
  const stored = JSON.stringify(await ledger.get());
  assert.match(stored, /[0-9a-f]{32}/);
  assert.doesNotMatch(stored, /mail|kestrel|right/);
});
