import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asker } from '../browser.ts';
import type { Action, Counts, Decided, Level, Personal, Verdict } from '../messages.ts';
import { NOTHING_PERSONAL } from '../personal.ts';
import { type Kind, NO_POLICY, type Policy } from '../policy.generated.ts';
import { Answers } from './answers.ts';
import type { History } from './history.ts';
import { kept } from './kept.ts';
import type { NearMissReport } from './nearmissreport.ts';
import { PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';
import type { Pages } from './tabs.ts';

const webmail: Asker = { tab: 7, frame: 0, isPrivate: false, isOwnPage: false, host: 'mail.google.com' };
const privately: Asker = { ...webmail, isPrivate: true };
const options: Asker = { ...webmail, isOwnPage: true, host: '' };

const inMemory = <T>(value: T) => {
  const cell = { value };
  return Object.assign(
    kept<T>(
      async () => cell.value,
      async (next) => {
        cell.value = next;
      },
    ),
    { cell },
  );
};

/** Answers over a core that finds a near miss in every .ml domain. */
function makeWorld(policy: Partial<Policy> = {}, action: Action = 'ask', kind: Kind = 'suffix-slip') {
  const reading = { policy: { ...NO_POLICY, ...policy }, set: [], problems: [] };
  const keeping = {
    personal: inMemory<Personal>(NOTHING_PERSONAL),
    passing: inMemory<readonly string[]>([]),
    history: inMemory<History>({}),
    counts: inMemory<Counts>({}),
    pages: inMemory<Pages>({}),
  };
  const happened: string[] = [];
  const protection = {
    revision: 1,
    health: { state: 'ready', problems: [] },
    warm: async () => undefined,
    check: async (recipients: readonly string[]): Promise<Verdict[]> =>
      recipients.map((recipient) => {
        const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
        const isNear = domain.endsWith('.ml');
        const level: Level = isNear ? 'warn' : 'none';
        return {
          recipient,
          level,
          action: isNear ? action : 'allow',
          kind: isNear ? kind : '',
          domain,
          target: '',
          category: '',
          suggestion: '',
          alternative: '',
          early: true,
          reason: '',
        };
      }),
  };
  const keeper = new PolicyKeeper(
    {
      managed: async () => ({}),
      remembered: async () => ({ raw: { some: 'policy' }, reading }),
      remember: async () => undefined,
      read: async () => reading,
    },
    () => 0,
  );
  const reported: Decided[] = [];
  const count = async (_day: string, decisions: readonly Decided[]) => void reported.push(...decisions);
  const report = { count, preview: async () => ({}) } as unknown as NearMissReport;
  const answers = new Answers(protection as unknown as Protection, keeper, keeping, report, {
    now: () => new Date(2026, 10, 21, 12).getTime(),
    changed: async () => void happened.push('changed'),
    changedAtLeisure: () => void happened.push('changed at leisure'),
    showReport: (tab, shown) => void happened.push(`badge ${tab} ${shown?.state}`),
    listsOverview: async () => {
      throw new Error('not asked for');
    },
    updateLists: async () => false,
    descriptions: {
      offer: async (id) => (id === 'gmail' ? { sha256: 'aa', text: '{}' } : null),
      tried: async ({ fate }) => fate === 'refused',
      standing: async () => [],
    },
    tellPages: async () => void happened.push('told'),
    version: '1',
  });
  const levelOf = async (recipient: string): Promise<Level | undefined> =>
    (await answers.serve('check', { recipients: [recipient], sender: '' }, webmail)).verdicts[0]?.level;
  const verdictOf = async (recipient: string): Promise<Verdict> => {
    const [verdict] = (await answers.serve('check', { recipients: [recipient], sender: '' }, webmail)).verdicts;
    assert.ok(verdict);
    return verdict;
  };
  return { answers, keeping, protection, reported, happened, levelOf, verdictOf };
}

test('what policy says of guarding is known without the core', async () => {
  const { answers, protection } = makeWorld({ failure: 'hold' });
  protection.warm = () => Promise.reject(new Error('no core'));
  assert.equal((await answers.serve('guarding', {}, webmail)).failure, 'hold');
  await assert.rejects(answers.serve('warm', {}, webmail), /no core/);
});

test('an address said to be right is right, and nothing else of its domain', async () => {
  const { answers, keeping, levelOf, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('Ann@Army.ml'), choice: 'trust' as const }];
  await answers.serve('decided', { decisions }, webmail);
  assert.deepEqual(keeping.personal.cell.value.addresses, ['ann@army.ml']);
  assert.deepEqual([await levelOf('ann@army.ml'), await levelOf('bob@army.ml')], ['none', 'warn']);
  await answers.serve('untrust', { recipient: 'ann@army.ml' }, webmail);
  assert.equal(await levelOf('ann@army.ml'), 'warn');
});

for (const action of ['block', 'ask-reason'] as const) {
  test(`what policy wants to ${action} is not silenced by a person`, async () => {
    const { answers, levelOf, verdictOf } = makeWorld({}, action);
    await answers.serve(
      'decided',
      { decisions: [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' }] },
      webmail,
    );
    assert.equal(await levelOf('ann@army.ml'), 'warn');
  });
}

test('where policy locks it, nobody says that an address is right', async () => {
  const { answers, keeping, levelOf, verdictOf } = makeWorld({ locked: ['allow-addresses'] });
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  const guarding = await answers.serve('decided', { decisions }, webmail);
  assert.equal(guarding.organisation.allowsTrust, false);
  assert.deepEqual([keeping.personal.cell.value.addresses, await levelOf('ann@army.ml')], [[], 'warn']);
});

test('private windows leave no history, no counts, no address', async () => {
  const { answers, keeping, levelOf, verdictOf } = makeWorld();
  await answers.serve('sent', { recipients: ['ann@example.org'], sender: '' }, privately);
  await answers.serve(
    'decided',
    { decisions: [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' }] },
    privately,
  );
  assert.deepEqual(
    [keeping.history.cell.value, keeping.counts.cell.value, keeping.personal.cell.value],
    [{}, {}, NOTHING_PERSONAL],
  );
  assert.equal(await levelOf('ann@army.ml'), 'none', 'right until the browser is closed');
});

test('a sent mail is remembered by its domain alone, and the core hears of it later', async () => {
  const { answers, keeping, happened } = makeWorld();
  await answers.serve('sent', { recipients: ['ann.secret@example.org', 'bob@example.org'], sender: '' }, webmail);
  assert.deepEqual(Object.keys(keeping.history.cell.value), ['example.org']);
  assert.doesNotMatch(JSON.stringify(keeping.history.cell.value), /ann|bob|secret/);
  assert.deepEqual(happened, ['changed at leisure']);
});

for (const [name, personal, policy] of [
  ['the person', { ...NOTHING_PERSONAL, keepsHistory: false }, {}],
  ['policy', NOTHING_PERSONAL, { history: false }],
] as const) {
  test(`${name} can switch the history off`, async () => {
    const { answers, keeping } = makeWorld(policy);
    keeping.personal.cell.value = personal;
    await answers.serve('sent', { recipients: ['ann@example.org'], sender: '' }, webmail);
    assert.deepEqual(keeping.history.cell.value, {});
  });
}

test('switching the history off forgets it', async () => {
  const { answers, keeping } = makeWorld();
  await answers.serve('sent', { recipients: ['ann@example.org'], sender: '' }, webmail);
  await answers.serve('personal', { change: { keepsHistory: false }, isImport: false }, options);
  assert.deepEqual(keeping.history.cell.value, {});
});

test('decisions are counted by day, kind and choice, without the address', async () => {
  const { answers, keeping, verdictOf } = makeWorld();
  const verdict = await verdictOf('ann@army.ml');
  await answers.serve(
    'decided',
    {
      decisions: [
        { verdict, choice: 'fix' },
        { verdict, choice: 'fix' },
        { verdict, choice: 'back' },
      ],
    },
    webmail,
  );
  assert.deepEqual(keeping.counts.cell.value, { '2026-11-21': { 'suffix-slip:fix': 2, 'suffix-slip:back': 1 } });
});

test('decisions of two windows at once are all counted', async () => {
  const { answers, keeping, verdictOf } = makeWorld();
  const verdict = await verdictOf('ann@army.ml');
  await Promise.all(
    Array.from({ length: 20 }, () => answers.serve('decided', { decisions: [{ verdict, choice: 'fix' }] }, webmail)),
  );
  assert.deepEqual(keeping.counts.cell.value, { '2026-11-21': { 'suffix-slip:fix': 20 } });
});

test('the capture tool is off until the person turns it on, and policy can keep it off', async () => {
  const on = { change: { mayCapture: true }, isImport: false };
  const free = makeWorld();
  assert.equal(free.keeping.personal.cell.value.mayCapture, false);
  assert.equal((await free.answers.serve('personal', on, options)).mayCapture, true);
  for (const lock of ['capture', 'all'] as const) {
    const { answers, keeping } = makeWorld({ locked: [lock] });
    keeping.personal.cell.value = { ...NOTHING_PERSONAL, mayCapture: true };
    assert.equal((await answers.serve('personal', on, options)).mayCapture, false, lock);
  }
});

test('locked entries stay what they are, and imports can be locked', async () => {
  const { answers, keeping } = makeWorld({ locked: ['protected-domains', 'import'] });
  const change = { protected: ['example.org'], allowed: ['example.com'] };
  await answers.serve('personal', { change, isImport: false }, options);
  assert.deepEqual([keeping.personal.cell.value.protected, keeping.personal.cell.value.allowed], [[], ['example.com']]);
  await assert.rejects(answers.serve('personal', { change, isImport: true }, options), /does not allow imports/);
});

test('a webmail page gets no settings and changes none', async () => {
  const { answers } = makeWorld();
  await assert.rejects(answers.serve('overview', {}, webmail), /own pages/);
  await assert.rejects(answers.serve('personal', { change: {}, isImport: false }, webmail), /own pages/);
  await assert.rejects(answers.serve('forget', { what: 'history' }, webmail), /own pages/);
  await assert.rejects(answers.serve('update', {}, webmail), /own pages/);
});

test('the worst frame of a tab is what its badge shows', async () => {
  const { answers, happened } = makeWorld();
  const report = { webmail: 'gmail', problems: [] } as const;
  await answers.serve(
    'page',
    { report: { ...report, state: 'not-protecting', problems: ['no-send-control'] } },
    { ...webmail, frame: 3 },
  );
  await answers.serve('page', { report: { ...report, state: 'protecting' } }, webmail);
  assert.deepEqual(happened, ['badge 7 not-protecting', 'badge 7 not-protecting']);
});

test('too many recipients are refused, overlong ones are cut', async () => {
  const { answers } = makeWorld();
  await assert.rejects(
    answers.serve('check', { recipients: Array(501).fill('a@b.cc'), sender: '' }, webmail),
    /at most 500/,
  );
  const long = `${'x'.repeat(100_000)}@army.ml`;
  const { verdicts } = await answers.serve('check', { recipients: [long], sender: '' }, webmail);
  assert.equal(verdicts[0]?.recipient, long, 'the page finds its answer by what it asked');
});

test('policy names the webmail of a host of its own', async () => {
  const { answers } = makeWorld({ webmailHosts: [{ webmail: 'outlook', host: 'owa.works.example' }] });
  assert.equal((await answers.serve('warm', {}, { ...webmail, host: 'owa.works.example' })).webmail, 'outlook');
  assert.equal((await answers.serve('warm', {}, webmail)).webmail, '');
});

test('a page gets the description of its webmail, and others hear when it drops it', async () => {
  const { answers, happened } = makeWorld();
  assert.deepEqual(await answers.serve('describe', { webmail: 'gmail' }, webmail), { sha256: 'aa', text: '{}' });
  assert.equal(await answers.serve('describe', { webmail: 'other' }, webmail), null);
  const trial = { webmail: 'gmail', sha256: 'aa', why: '' };
  await answers.serve('described', { ...trial, fate: 'used' }, webmail);
  assert.deepEqual(happened, []);
  await answers.serve('described', { ...trial, fate: 'refused' }, webmail);
  assert.deepEqual(happened, ['told']);
});

test('nobody’s "this address is right" reaches a domain that policy blocks', async () => {
  for (const kind of ['blocked-domain', 'external-recipient'] as const) {
    const { answers, keeping, levelOf, verdictOf } = makeWorld({}, 'ask', kind);
    keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses: ['ann@army.ml'] };
    assert.equal(await levelOf('ann@army.ml'), 'warn', kind);
    const verdict = await verdictOf('bob@army.ml');
    await answers.serve('decided', { decisions: [{ verdict, choice: 'trust' }] }, webmail);
    assert.equal(await levelOf('bob@army.ml'), 'warn', kind);
  }
});

test('that a mail leaves the organisation is counted nowhere', async () => {
  const { answers, keeping, reported, verdictOf } = makeWorld({}, 'ask', 'external-recipient');
  const verdict = await verdictOf('ann@army.ml');
  await answers.serve('decided', { decisions: [{ verdict, choice: 'send' }] }, webmail);
  assert.deepEqual([keeping.counts.cell.value, reported], [{}, []]);
  const near = makeWorld();
  const other = await near.verdictOf('ann@army.ml');
  await near.answers.serve('decided', { decisions: [{ verdict: other, choice: 'send' }] }, webmail);
  assert.equal(near.reported.length, 1);
});
