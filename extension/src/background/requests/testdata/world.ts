/** What tests of requests are answered from: memory, and a core that is a few lines. */
import assert from 'node:assert/strict';
import type { Asker } from '../../../browser/ask.ts';
import type { Counts, Personal } from '../../../messages/personal.ts';
import type { Decided, Level, Verdict } from '../../../messages/verdict.ts';
import { NOTHING_PERSONAL } from '../../../personal.ts';
import { type Action, type Kind, NO_POLICY, type Policy } from '../../../policy.generated.ts';
import { Budget, type Ledger } from '../../budget.ts';
import { type Contacts, NO_CONTACTS } from '../../contacts.ts';
import { KeyedDigest } from '../../digest.ts';
import { Frames } from '../../frames.ts';
import type { HeldPresses } from '../../held.ts';
import type { History } from '../../history.ts';
import { Judge } from '../../judge.ts';
import { storedValue } from '../../storedvalue.ts';
import type { NearMissReport } from '../../nearmissreport.ts';
import { NO_PAUSES, type Pauses, Pausing } from '../../pause.ts';
import { PolicyKeeper } from '../../policy.ts';
import type { Protection } from '../../protection.ts';
import { NOT_SYNCED, Sync, type Synced } from '../../sync.ts';
import type { Pages } from '../../tabs.ts';
import type { Said } from '../../undo.ts';
import { RequestHandlers } from '../handlers.ts';

export const webmail: Asker = {
  tab: 7,
  frame: 0,
  isPrivate: false,
  isOwnPage: false,
  host: 'mail.google.com',
  origin: 'https://mail.google.com',
};
export const privately: Asker = { ...webmail, isPrivate: true };
export const options: Asker = { ...webmail, isOwnPage: true, host: '', origin: 'chrome-extension://abc' };

const inMemory = <T>(value: T) => {
  const cell = { value };
  return Object.assign(
    storedValue<T>(
      async () => cell.value,
      async (next) => {
        cell.value = next;
      },
    ),
    { cell },
  );
};

/** Request handlers over a core that finds a near miss in every .ml domain. */
export function makeWorld(policy: Partial<Policy> = {}, action: Action = 'ask', kind: Kind = 'suffix-slip') {
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
    take: (lists) => handlers.settings.takeSynced(lists),
    review: (before, wanted) => handlers.settings.additions(before, wanted),
    area: {
      get: async () => shared,
      set: async (items) => void Object.assign(shared, items),
      remove: async () => undefined,
    },
  });
  const handlers: RequestHandlers = new RequestHandlers(
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
        statuses: async () => [],
      },
      feedback: { isPublic: async () => true, listVersion: async () => 7, form: 'https://form.example/?t={text}' },
      tellPages: async () => void happened.push('told'),
      version: '1',
    },
  );
  const levelOf = async (recipient: string, asker = webmail, isTouched = true): Promise<Level | undefined> =>
    (await handlers.serve('check', { recipients: [recipient], sender: '', isTouched }, asker)).verdicts[0]?.level;
  const verdictOf = async (recipient: string): Promise<Verdict> => {
    const [verdict] = (await handlers.serve('check', { recipients: [recipient], sender: '' }, webmail)).verdicts;
    assert.ok(verdict);
    return verdict;
  };
  return {
    handlers,
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
