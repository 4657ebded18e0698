import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asker } from '../browser/ask.ts';
import type { Counts, Personal } from '../messages/personal.ts';
import type { Decided, Level, Verdict } from '../messages/verdict.ts';
import { NOTHING_PERSONAL } from '../personal.ts';
import { type Action, type Kind, NO_POLICY, type Policy } from '../policy.generated.ts';
import { Answers } from './answers.ts';
import { Budget, type Ledger } from './budget.ts';
import { type Contacts, NO_CONTACTS } from './contacts.ts';
import { KeyedDigest } from './digest.ts';
import { Frames } from './frames.ts';
import type { HeldPresses } from './held.ts';
import type { History } from './history.ts';
import { Judge } from './judge.ts';
import { kept } from './kept.ts';
import type { NearMissReport } from './nearmissreport.ts';
import { NO_PAUSES, type Pauses, Pausing } from './pause.ts';
import { PolicyKeeper } from './policy.ts';
import type { Protection } from './protection.ts';
import { NOT_SYNCED, Sync, type Synced } from './sync.ts';
import type { Pages } from './tabs.ts';
import type { Said } from './undo.ts';

const webmail: Asker = {
  tab: 7,
  frame: 0,
  isPrivate: false,
  isOwnPage: false,
  host: 'mail.google.com',
  origin: 'https://mail.google.com',
};
const privately: Asker = { ...webmail, isPrivate: true };
const options: Asker = { ...webmail, isOwnPage: true, host: '', origin: 'chrome-extension://abc' };

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
    said: inMemory<readonly Said[]>([]),
    history: inMemory<History>({}),
    contacts: inMemory<Contacts>(NO_CONTACTS),
    counts: inMemory<Counts>({}),
    held: inMemory<HeldPresses>({}),
    privatelyHeld: inMemory<HeldPresses>({}),
    budget: inMemory<Ledger>({}),
    privateBudget: inMemory<Ledger>({}),
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
          external: '',
          decidedBy: '',
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
  const clock = { now: new Date(2026, 10, 21, 12).getTime() };
  const now = (): number => clock.now;
  const digest = new KeyedDigest(inMemory(''));
  const own = protection as unknown as Protection;
  const common = {
    warm: async () => void happened.push('warm'),
    check: (recipients: readonly string[]) => protection.check(recipients),
  };
  const judge = new Judge(
    {
      own,
      common,
      policy: keeper,
      personal: keeping.personal,
      passing: keeping.passing,
      digest,
      budget: new Budget(keeping.budget, now),
      privateBudget: new Budget(keeping.privateBudget, now),
    },
    now,
  );
  const pages = inMemory<Pages>({});
  const open = { frames: new Set<number>() };
  const frames = new Frames(pages, {
    isThere: async (_tab, frame) => open.frames.has(frame),
    show: (tab, shown) => void happened.push(`badge ${tab} ${shown?.state}`),
  });
  const pausing = new Pausing(inMemory<Pauses>(NO_PAUSES), {
    now,
    policy: () => keeper.current(),
    wakeAt: () => undefined,
    changed: async () => void happened.push('paused'),
  });
  const shared: Record<string, unknown> = {};
  const sync = new Sync(inMemory<Synced>(NOT_SYNCED), {
    now,
    isAllowed: async () => !reading.policy.locked.includes('sync'),
    personal: () => keeping.personal.get(),
    take: (lists) => answers.takeSynced(lists),
    review: (before, wanted) => answers.reviewSynced(before, wanted),
    area: {
      get: async () => shared,
      set: async (items) => void Object.assign(shared, items),
      remove: async () => undefined,
    },
  });
  const answers: Answers = new Answers(
    { protection: own, common, judge, policy: keeper, keeping, frames, report, digest, pausing, sync },
    {
      now,
      changed: async () => void happened.push('changed'),
      changedAtLeisure: () => void happened.push('changed at leisure'),
      listsOverview: async () => {
        throw new Error('not asked for');
      },
      updateLists: async () => false,
      descriptions: {
        offer: async (id) => (id === 'gmail' ? { sha256: 'aa', text: '{}' } : null),
        newcomers: async (known) => (known.includes('gmail') ? {} : { gmail: { sha256: 'aa', text: '{}' } }),
        tried: async ({ fate }) => fate === 'refused',
        standing: async () => [],
      },
      feedback: { isPublic: async () => true, listVersion: async () => 7, form: 'https://form.example/?t={text}' },
      tellPages: async () => void happened.push('told'),
      version: '1',
    },
  );
  const levelOf = async (recipient: string, asker = webmail, isTouched = true): Promise<Level | undefined> =>
    (await answers.serve('check', { recipients: [recipient], sender: '', isTouched }, asker)).verdicts[0]?.level;
  const verdictOf = async (recipient: string): Promise<Verdict> => {
    const [verdict] = (await answers.serve('check', { recipients: [recipient], sender: '' }, webmail)).verdicts;
    assert.ok(verdict);
    return verdict;
  };
  return {
    answers,
    shared,
    sync,
    keeping,
    pages,
    open,
    protection,
    common,
    clock,
    reported,
    happened,
    levelOf,
    verdictOf,
  };
}

test('what policy says of guarding is known without the core', async () => {
  const { answers, protection } = makeWorld({ failure: 'hold' });
  protection.warm = () => Promise.reject(new Error('no core'));
  assert.equal((await answers.serve('guarding', {}, webmail)).failure, 'hold');
  await assert.rejects(answers.serve('warm', {}, webmail), /no core/);
});

test('a pause is begun by our own pages alone, and told to pages of that site alone', async () => {
  const { answers, happened } = makeWorld();
  const report = { webmail: 'gmail', state: 'idle' as const, problems: [] };
  await answers.serve('page', { report }, webmail);
  await assert.rejects(answers.serve('pause', { tab: 7, what: 'site' }, webmail), /own pages/);
  const state = await answers.serve('pause', { tab: 7, what: 'site' }, options);
  assert.deepEqual([state.isAllowed, state.hosts, happened.includes('paused')], [true, ['mail.google.com'], true]);
  assert.equal((await answers.serve('guarding', {}, webmail)).pausedUntil, state.until);
  assert.equal((await answers.serve('guarding', {}, { ...webmail, host: 'mail.proton.me' })).pausedUntil, undefined);
  await answers.serve('pause', { tab: 7, what: 'nothing' }, options);
  assert.equal((await answers.serve('guarding', {}, webmail)).pausedUntil, undefined);
});

test('a report of a wrong warning is composed for our own pages, and sends nothing', async () => {
  const { answers, reported } = makeWorld();
  await assert.rejects(answers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, webmail), /own pages/);
  const reply = await answers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, options);
  assert.match(reply.text, /Typed domain: army\.ml/);
  assert.doesNotMatch(reply.text, /ann|@/);
  assert.equal(reply.form, `https://form.example/?t=${encodeURIComponent(reply.text)}`);
  assert.deepEqual(reported, []);
  const near = makeWorld({ ownDomains: ['armyworks.example', 'arny.example'] });
  const left = await near.answers.serve('feedback', { recipient: 'ann@army.ml', what: 'wrong' }, options);
  assert.equal(left.domain, '');
  const locked = makeWorld({ locked: ['feedback'] });
  await assert.rejects(locked.answers.serve('feedback', { recipient: 'a@b.ml', what: 'wrong' }, options), /policy/);
});

test('contacts are a source of their own: taken after a review, outside of the daily limit, gone as a whole', async () => {
  const { answers, keeping } = makeWorld();
  const domains = [...Array.from({ length: 600 }, (_, at) => `d${at}.example`), 'army.ml'];
  await assert.rejects(answers.serve('contacts', { domains, chosen: [] }, webmail), /own pages/);
  const review = await answers.serve('reviewContacts', { domains }, options);
  assert.deepEqual([review.fresh.length, review.typos.map(({ domain }) => domain)], [600, ['army.ml']]);
  assert.deepEqual(keeping.contacts.cell.value, NO_CONTACTS, 'a review keeps nothing');
  assert.equal((await answers.serve('contacts', { domains, chosen: [] }, options)).count, 600);
  assert.deepEqual(keeping.history.cell.value, {});
  await answers.serve('forget', { what: 'contacts' }, options);
  assert.deepEqual(keeping.contacts.cell.value, NO_CONTACTS);
  const locked = makeWorld({ locked: ['import'] });
  await assert.rejects(locked.answers.serve('reviewContacts', { domains }, options), /policy/);
});

test('sync is turned on in our own pages, and not from private windows; near misses that arrive exempt nothing', async () => {
  const { answers, shared, sync, levelOf } = makeWorld();
  await assert.rejects(answers.serve('sync', { isOn: true }, webmail), /own pages/);
  await assert.rejects(answers.serve('sync', { isOn: true }, { ...options, isPrivate: true }), /private/);
  assert.equal((await answers.serve('sync', { isOn: true }, options)).isOn, true);
  await answers.serve('personal', { change: { allowed: ['right.example'] }, isImport: false }, options);
  await sync.pull();
  assert.match(JSON.stringify(shared), /a right\.example /);
  shared['domains-9'] = ['a army.ml zzzzzz', 'a fine.example zzzzzz'];
  await sync.pull();
  const { arrived } = await sync.overview();
  assert.deepEqual(
    arrived.map(({ entry, isRefused }) => [entry, isRefused]),
    [
      ['army.ml', true],
      ['fine.example', false],
    ],
  );
  assert.equal(await levelOf('ann@army.ml'), 'warn');
});

test('where policy holds mail nobody pauses', async () => {
  const { answers } = makeWorld({ failure: 'hold' });
  await assert.rejects(answers.serve('pause', { what: 'everywhere' }, options), /policy/);
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

test('taking back that an address is right counts what became of the mail', async () => {
  const { answers, keeping, levelOf, verdictOf } = makeWorld();
  const day = '2026-11-21';
  for (const [isAtSend, counted] of [
    [true, { 'suffix-slip:send': 1 }],
    [false, {}],
  ] as const) {
    await answers.serve('forget', { what: 'counts' }, options);
    const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
    await answers.serve('decided', { decisions, isAtSend }, webmail);
    assert.deepEqual(keeping.counts.cell.value[day], { 'suffix-slip:trust': 1 });
    assert.deepEqual(
      keeping.said.cell.value.map(({ address }) => address),
      ['ann@army.ml'],
    );
    // The popup takes it back, too.
    await answers.serve('untrust', { recipient: 'ann@army.ml' }, options);
    assert.deepEqual(keeping.counts.cell.value[day], counted);
    assert.deepEqual([keeping.said.cell.value, await levelOf('ann@army.ml')], [[], 'warn']);
  }
});

test('the popup takes back what was said in a private window, and leaves other windows alone', async () => {
  const { answers, keeping, levelOf, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await answers.serve('decided', { decisions }, privately);
  await answers.serve('untrust', { recipient: 'ann@army.ml' }, options);
  assert.deepEqual([keeping.said.cell.value, keeping.passing.cell.value], [[], []]);
  assert.equal(await levelOf('ann@army.ml', privately), 'warn');
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
  await answers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, privately);
  await answers.serve(
    'decided',
    { decisions: [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' }] },
    privately,
  );
  assert.deepEqual(
    [keeping.history.cell.value, keeping.counts.cell.value, keeping.personal.cell.value],
    [{}, {}, NOTHING_PERSONAL],
  );
  assert.equal(await levelOf('ann@army.ml', privately), 'none', 'right until the private windows are closed');
  assert.equal(await levelOf('ann@army.ml'), 'warn', 'other windows know nothing of it');
});

test('a sent mail is remembered by its domain alone, and the core hears of it later', async () => {
  const { answers, keeping, happened } = makeWorld();
  await answers.serve(
    'sent',
    { recipients: ['ann.secret@example.org', 'bob@example.org'], sender: '', isTrusted: true },
    webmail,
  );
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
    await answers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, webmail);
    assert.deepEqual(keeping.history.cell.value, {});
  });
}

test('switching the history off forgets it', async () => {
  const { answers, keeping } = makeWorld();
  await answers.serve('sent', { recipients: ['ann@example.org'], sender: '', isTrusted: true }, webmail);
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
  await assert.rejects(answers.serve('review', { change: {} }, webmail), /own pages/);
});

test('the worst frame of a tab is what its badge shows, as long as it is there', async () => {
  const { answers, happened } = makeWorld();
  const report = { webmail: 'gmail', problems: [] } as const;
  const frame = { ...webmail, frame: 3 };
  await answers.serve('page', { report: { ...report, state: 'not-protecting', problems: ['no-send-control'] } }, frame);
  await answers.serve('page', { report: { ...report, state: 'protecting' } }, webmail);
  await answers.serve('gone', {}, frame);
  assert.deepEqual(happened, ['badge 7 not-protecting', 'badge 7 not-protecting', 'badge 7 protecting']);
});

test('a frame whose tab the browser forgot is found missing', async () => {
  const { answers, open, pages } = makeWorld();
  const report = { webmail: 'gmail', state: 'protecting', problems: [] } as const;
  await answers.serve('page', { report }, webmail);
  await answers.serve('page', { report }, { ...webmail, frame: 3 });
  open.frames.add(0);
  await answers.serve('gone', {}, { ...webmail, tab: undefined });
  assert.deepEqual(Object.keys(pages.cell.value[7] ?? {}), ['0']);
});

test('names that every object has are no calls', async () => {
  const { answers } = makeWorld();
  for (const call of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nonsense']) {
    await assert.rejects(answers.serve(call as 'warm', {}, webmail), /no call named/, call);
  }
});

test('only a compose that somebody touched gets answers from private knowledge', async () => {
  const { answers, keeping } = makeWorld();
  keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses: ['ann@army.ml'] };
  const asked = { recipients: ['ann@army.ml'], sender: '' };
  const levelOf = async (more: { readonly isTouched?: boolean }): Promise<Level | undefined> =>
    (await answers.serve('check', { ...asked, ...more }, webmail)).verdicts[0]?.level;
  assert.deepEqual(
    [await levelOf({}), await levelOf({ isTouched: false }), await levelOf({ isTouched: true })],
    ['warn', 'warn', 'none'],
  );
});

test('a reply says when private knowledge was kept out of it, and the popup until when', async () => {
  const { answers, keeping, clock } = makeWorld();
  const addresses = Array.from({ length: 7 }, (_, at) => `ann${at}@army.ml`);
  keeping.personal.cell.value = { ...NOTHING_PERSONAL, addresses };
  const reply = await answers.serve('check', { recipients: addresses, sender: '', isTouched: true }, webmail);
  assert.equal(reply.withheldUntil, clock.now + 60_000);
  const again = { recipients: addresses.slice(0, 5), sender: '', isTouched: true };
  assert.ok(!('withheldUntil' in (await answers.serve('check', again, webmail))));
});

const COMPOSE = 1796003509564.9;

test('frames that can reach each other have one secret, and nobody else has it', async () => {
  const { answers } = makeWorld();
  const secretOf = async (asker: Asker, root = COMPOSE): Promise<string> =>
    (await answers.serve('secret', { root }, asker)).secret;
  const secret = await secretOf(webmail);
  assert.match(secret, /^[0-9a-f]{32}$/);
  assert.equal(await secretOf({ ...webmail, frame: 3 }), secret, 'an editor frame');
  for (const [name, other] of [
    ['another tab, such as a pop-out', secretOf({ ...webmail, tab: 8 })],
    ['the next page in the tab', secretOf(webmail, COMPOSE + 1)],
    ['a frame of another origin', secretOf({ ...webmail, frame: 3, origin: 'https://ads.example' })],
    ['a sandboxed frame', secretOf({ ...webmail, frame: 3, origin: 'null' })],
  ] as const) {
    assert.notEqual(await other, secret, name);
  }
});

test('the extension’s own pages get no secret, and nobody gets one for nonsense', async () => {
  const { answers } = makeWorld();
  await assert.rejects(answers.serve('secret', { root: COMPOSE }, options), /page of the web/);
  await assert.rejects(answers.serve('secret', { root: COMPOSE }, { ...options, tab: undefined }), /page of the web/);
  await assert.rejects(answers.serve('secret', { root: 'x' as unknown as number }, webmail), /is a number/);
});

test('a press that was held is told to its own document, once', async () => {
  const { answers, keeping } = makeWorld();
  const wasHeld = async (asker: Asker, started = COMPOSE): Promise<boolean> =>
    (await answers.serve('unsent', { started }, asker)).wasHeld;
  await answers.serve('held', { started: COMPOSE, isHeld: true }, webmail);
  assert.doesNotMatch(JSON.stringify(keeping.held.cell.value), /google|1796003509564/);
  assert.deepEqual(
    [
      await wasHeld({ ...webmail, frame: 3 }),
      await wasHeld({ ...webmail, tab: 8 }),
      await wasHeld(webmail, COMPOSE + 1),
      await wasHeld(webmail),
      await wasHeld(webmail),
    ],
    [false, false, false, true, false],
  );
});

test('a press that was released was not lost', async () => {
  const { answers } = makeWorld();
  await answers.serve('held', { started: COMPOSE, isHeld: true }, webmail);
  await answers.serve('held', { started: COMPOSE, isHeld: false }, webmail);
  assert.equal((await answers.serve('unsent', { started: COMPOSE }, webmail)).wasHeld, false);
});

test('what is held in a private window is not written to the disk', async () => {
  const { answers, keeping } = makeWorld();
  await answers.serve('held', { started: COMPOSE, isHeld: true }, privately);
  assert.deepEqual(keeping.held.cell.value, {});
  assert.equal((await answers.serve('unsent', { started: COMPOSE }, privately)).wasHeld, true);
});

test('a mail that no person sent teaches nothing', async () => {
  const { answers, keeping } = makeWorld();
  const sent = { recipients: ['ann@example.org'], sender: '' };
  await answers.serve('sent', sent, webmail);
  await answers.serve('sent', { ...sent, isTrusted: 'yes' as unknown as boolean }, webmail);
  assert.deepEqual(keeping.history.cell.value, {});
});

test('what a person trusted in a private window ends with the private windows', async () => {
  const { answers, keeping, happened, levelOf, verdictOf } = makeWorld();
  await answers.endPrivateSession();
  assert.deepEqual(happened, []);
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await answers.serve('decided', { decisions }, privately);
  await answers.endPrivateSession();
  assert.deepEqual(keeping.passing.cell.value, []);
  assert.equal(await levelOf('ann@army.ml', privately), 'warn');
  assert.deepEqual(happened, ['changed', 'changed']);
});

test('undo in a private window takes back what was said there, and nothing else', async () => {
  const { answers, keeping, verdictOf } = makeWorld();
  const decisions = [{ verdict: await verdictOf('ann@army.ml'), choice: 'trust' as const }];
  await answers.serve('decided', { decisions }, webmail);
  await answers.serve('decided', { decisions }, privately);
  await answers.serve('untrust', { recipient: 'ann@army.ml' }, privately);
  assert.deepEqual([keeping.passing.cell.value, keeping.personal.cell.value.addresses], [[], ['ann@army.ml']]);
});

test('an import leaves out what exempts near misses, unless it was ticked', async () => {
  const { answers, keeping } = makeWorld();
  const change = { allowed: ['*.ml', 'army.ml', 'example.org'], addresses: ['bob@navy.ml'] };
  const { additions } = await answers.serve('review', { change }, options);
  assert.deepEqual(
    additions.map(({ entry, exempts }) => `${entry} ${exempts}`),
    ['*.ml broad', 'army.ml near-miss', 'example.org ', 'bob@navy.ml near-miss'],
  );
  await answers.serve('personal', { change, isImport: true }, options);
  assert.deepEqual([keeping.personal.cell.value.allowed, keeping.personal.cell.value.addresses], [['example.org'], []]);
  await answers.serve('personal', { change, isImport: true, exempting: ['army.ml'] }, options);
  assert.deepEqual(keeping.personal.cell.value.allowed, ['army.ml', 'example.org']);
  await answers.serve('personal', { change: { allowed: ['*.ml'] }, isImport: false }, options);
  assert.deepEqual(keeping.personal.cell.value.allowed, ['*.ml'], 'who types it means it');
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

test('the core without anything private is warm before the first check, too', async () => {
  const { answers, happened } = makeWorld();
  await answers.serve('warm', {}, webmail);
  assert.deepEqual(happened, ['warm']);
});

test('a page gets the description of its webmail, and others hear when it drops it', async () => {
  const { answers, happened } = makeWorld();
  assert.deepEqual(await answers.serve('describe', { webmail: 'gmail' }, webmail), { sha256: 'aa', text: '{}' });
  assert.equal(await answers.serve('describe', { webmail: 'other' }, webmail), null);
  assert.deepEqual(await answers.serve('newcomers', { known: [] }, webmail), { gmail: { sha256: 'aa', text: '{}' } });
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
