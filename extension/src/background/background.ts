/**
 * The service worker of Chromium, the event page of Firefox: puts the parts
 * together and listens. May be stopped and started at any time, so listeners are
 * registered at once and everything else is loaded when it is needed.
 */

import { compile, isOfCore } from '../../../wasm/reactor.ts';
import { onAsk } from '../browser/ask.ts';
import { file, isPushedByPolicy, onInstalled, onStartup, onWake, version, wakeAt } from '../browser/extension.ts';
import { onHostsChanged, permittedHosts } from '../browser/hosts.ts';
import { isFrameThere, onNoticeKeys, pushToPages } from '../browser/pages.ts';
import { managedPolicy, onManagedPolicy } from '../browser/policy.ts';
import { injectIntoOpenTabs, runInHosts } from '../browser/scripts.ts';
import {
  closeStorageToPages,
  onSynced,
  sessionStore,
  sessionStored,
  store,
  stored,
  syncArea,
} from '../browser/storage.ts';
import { hasPrivateTabs, onTabClosed, onTabLoading, openPage, showBadge } from '../browser/tabs.ts';
import { text } from '../browser/texts.ts';
import type { ErrorCode } from '../messages/calls.ts';
import type { Overview } from '../messages/overview.ts';
import type { PageReport } from '../messages/page.ts';
import type { Counts } from '../messages/personal.ts';
import { NOTHING_PERSONAL, readPersonal } from '../personal.ts';
import { Answers } from './answers.ts';
import { InputError } from './asking.ts';
import { Budget, type Ledger } from './budget.ts';
import { attempts, type Personalised } from './configuration.ts';
import { readContacts } from './contacts.ts';
import { Descriptions, type Fates, NO_FATES } from './descriptions.ts';
import { KeyedDigest, readKey } from './digest.ts';
import { Frames } from './frames.ts';
import { type HeldPresses, readHeld } from './held.ts';
import { type History, habitual } from './history.ts';
import { Judge } from './judge.ts';
import { kept } from './kept.ts';
import { listDatabase } from './listdatabase.ts';
import { ListStore, PUBLIC } from './liststore.ts';
import { NearMissReport, readReportState } from './nearmissreport.ts';
import { FEEDBACK_FORM, LIST_ROOT, LIST_SERVER, TAKES_DESCRIPTIONS } from './origin.ts';
import { Pausing, readPauses } from './pause.ts';
import { isLocked, PolicyKeeper } from './policy.ts';
import { Protection } from './protection.ts';
import { Quiet } from './quiet.ts';
import { readSynced, Sync } from './sync.ts';
import { badgeOf, hasCompose, type Pages } from './tabs.ts';
import { checkCatalogue, checkSigned, isThisMachine } from './trust.ts';
import type { Said } from './undo.ts';
import { Updater } from './updater.ts';

const local = <T>(key: string, parse: (raw: unknown) => T) =>
  kept<T>(
    async () => parse((await stored(key))[key]),
    (value) => store({ [key]: value }),
  );

const session = <T>(key: string, empty: T) =>
  kept<T>(
    async () => ((await sessionStored(key)) ?? empty) as T,
    (value) => sessionStore(key, value),
  );

const keeping = {
  personal: local('personal', readPersonal),
  history: local('history', (raw) => (raw ?? {}) as History),
  contacts: local('contacts', readContacts),
  counts: local('counts', (raw) => (raw ?? {}) as Counts),
  passing: session<readonly string[]>('passing', []),
  said: session<readonly Said[]>('said', []),
  held: local('held', readHeld),
  pauses: local('pauses', readPauses),
  privatelyHeld: session<HeldPresses>('held', {}),
};

const digest = new KeyedDigest(local('key', readKey));

const policy = new PolicyKeeper(
  {
    managed: managedPolicy,
    remembered: async () => (await stored('policy')).policy,
    remember: (known) => store({ policy: known }),
    read: (json) => protection.readPolicy(json),
  },
  Date.now,
);

const policyInForce = async () => (await policy.current()).reading.policy;

const lists = new ListStore({
  channels: async () => {
    const { listMirror, listChannels } = await policyInForce();
    const home = {
      name: PUBLIC,
      url: `${listMirror || `${LIST_SERVER}/`}v1/`,
      scope: 'public',
      root: LIST_ROOT,
    } as const;
    const isTrusted = home.root !== '' || isThisMachine(home.url);
    return [
      ...(isTrusted ? [home] : []),
      ...listChannels.map((channel) => ({ ...channel, name: `organisation:${channel.name}` })),
    ];
  },
  withVerifier: async (work) => {
    // Loaded for this look and forgotten with it: the hot program stays alone in memory.
    let updater: Promise<Updater> | undefined;
    return work(async (channel, known, fetchFile) => {
      if (channel.root === '') return checkCatalogue(channel, known, fetchFile, Date.now());
      updater ??= compile(file('update.wasm')).then(Updater.start);
      return checkSigned(await updater, channel, known, fetchFile, Date.now());
    });
  },
  interval: async () => (await policyInForce()).listUpdateInterval * 60_000,
  database: listDatabase(),
  bundled: async (path) => new Uint8Array(await (await file(path)).arrayBuffer()),
  now: Date.now,
  random: Math.random,
});

const personalised = async (): Promise<Personalised> => {
  const [personal, passing, history, contacts, { raw, reading }] = await Promise.all([
    keeping.personal.get(),
    keeping.passing.get(),
    keeping.history.get(),
    keeping.contacts.get(),
    policy.current(),
  ]);
  const taught = personal.keepsHistory && reading.policy.history ? habitual(history) : [];
  return { personal, passing, habits: [...taught, ...contacts.domains], policy: raw };
};

/** Compiled once for both cores. */
let program: Promise<WebAssembly.Module> | undefined;
const checkProgram = (): Promise<WebAssembly.Module> => {
  program ??= compile(file('check.wasm')).catch((error: unknown) => {
    program = undefined; // the next request tries again
    throw error;
  });
  return program;
};

const protection = new Protection({
  module: checkProgram,
  attempts: async () => attempts(await lists.lists(), () => lists.bundled(), await personalised()),
});

/**
 * A second core without anything private, for people who have something private:
 * only so it is certain which verdicts give something away. It takes 16 MB.
 */
const publicAlone = new Protection({
  module: checkProgram,
  attempts: async () => {
    const { raw } = await policy.current();
    const nobody = { personal: NOTHING_PERSONAL, passing: [], habits: [], policy: raw };
    return attempts(await lists.lists(), () => lists.bundled(), nobody);
  },
});

const commonCore = async (): Promise<Protection> => ((await hasOwnLists()) ? publicAlone : protection);

const common = {
  warm: async () => (await commonCore()).warm(),
  check: async (recipients: readonly string[], sender: string) => (await commonCore()).check(recipients, sender),
};

/** Whether the core may know anything that is not the same for everybody. */
async function hasOwnLists(): Promise<boolean> {
  const { personal: own, history: taught, contacts: book } = keeping;
  const [personal, history, contacts] = await Promise.all([own.get(), taught.get(), book.get()]);
  const { protected: targets, allowed } = personal;
  return targets.length + allowed.length + Object.keys(history).length + contacts.domains.length > 0;
}

const changed = async (): Promise<void> => {
  if (publicAlone.health.state !== 'asleep') await publicAlone.reconfigure();
  if (await protection.reconfigure()) await tellPages();
};

const tellPages = async (): Promise<void> => pushToPages({ push: 'changed', guarding: await answers.guarding() });

const descriptions = new Descriptions({
  signed: async () => (TAKES_DESCRIPTIONS ? lists.webmails() : []),
  fates: local('descriptions', (raw) => (raw ?? NO_FATES) as Fates),
  version: version(),
});

const report = new NearMissReport(local('report', readReportState), {
  policy: policyInForce,
  now: Date.now,
  random: Math.random,
});

const judge = new Judge(
  {
    own: protection,
    common,
    policy,
    personal: keeping.personal,
    passing: keeping.passing,
    digest,
    budget: new Budget(
      local('budget', (raw) => (raw ?? {}) as Ledger),
      Date.now,
    ),
    privateBudget: new Budget(session<Ledger>('budget', {}), Date.now),
  },
  Date.now,
);

const pausing = new Pausing(keeping.pauses, {
  now: () => Date.now(),
  policy: () => policy.current(),
  wakeAt: wakeAt,
  changed: async () => {
    await showPauses();
    await tellPages();
  },
});

const frames = new Frames(session<Pages>('pages', {}), {
  isThere: isFrameThere,
  show: (tab, report, hosts) => void showReport(tab, report, hosts),
});

const sync = new Sync(local('sync', readSynced), {
  now: Date.now,
  isAllowed: async () => !isLocked(await policy.current(), 'sync'),
  personal: () => keeping.personal.get(),
  take: (lists) => answers.takeSynced(lists),
  review: (before, wanted) => answers.reviewSynced(before, wanted),
  area: syncArea,
});

const answers: Answers = new Answers(
  { protection, common, judge, policy, keeping, frames, report, digest, pausing, sync },
  {
    now: Date.now,
    changed,
    changedAtLeisure,
    listsOverview,
    descriptions,
    feedback: { isPublic: isPublicTarget, listVersion: async () => (await lists.lists()).version, form: FEEDBACK_FORM },
    tellPages,
    updateLists,
    version: version(),
  },
);

/** `lists.state()` tells popup and options how it went. */
const updating = new Quiet({
  overdue: () => lists.overdue(),
  isWriting: async () => hasCompose(await frames.get()),
  work: updateLists,
});

onAsk(async (call, request, asker) => {
  const reply = await answers.serve(call, request, asker);
  // Updates ride on the calls that wake the background: no alarm, no permission for one.
  updating.asked();
  void report.sendWhenDue();
  return reply;
}, codeOf);

onManagedPolicy(() => void refreshPolicy());
onSynced(() => void sync.pull());
onNoticeKeys();
onWake(() => void pausing.settle());
onTabClosed((tab) => {
  void frames.closed(tab);
  void endPrivateSession(tab);
});
onTabLoading((tab) => void frames.verify(tab));
onStartup(() => {
  void keeping.held.change(() => ({})); // of documents that are gone
  updating.asked();
  void report.sendWhenDue();
});
onInstalled((reason) => {
  if (reason === 'install') void welcome();
  updating.asked();
});
onHostsChanged(() => {
  void followHosts();
  // The page that somebody let us into is open, as a rule.
  void policyInForce().then((current) => injectIntoOpenTabs(current));
});
joinOpenPages().catch(() => undefined); // the next start tries again
void followHosts();
void closeStorageToPages();
void refreshPolicy();
void frames.verify();
void sync.pull();
void sync.pull();
void pausing.settle().then(showPauses);
void endPrivateSession();

/** What was said to be right in private windows goes with the last of them. */
async function endPrivateSession(closed?: number): Promise<void> {
  if (!(await hasPrivateTabs(closed))) await answers.endPrivateSession();
}

async function welcome(): Promise<void> {
  if (!(await isPushedByPolicy())) await openPage('welcome.html');
}

/**
 * Once a session, and again until it worked: after an installation, an update, or
 * when somebody switches us on, pages are open that we are not in.
 */
async function joinOpenPages(): Promise<void> {
  if ((await sessionStored('joined')) === true) return;
  await injectIntoOpenTabs(await policyInForce());
  await sessionStore('joined', true);
}

/** Webmails that somebody let us into after the installation. */
async function followHosts(): Promise<void> {
  await runInHosts(await permittedHosts(await policyInForce()));
}

/** A worker without requests lives for 30 seconds (measured in Chromium). */
const LEISURE = 20_000;
let leisure: ReturnType<typeof setTimeout> | undefined;

function changedAtLeisure(): void {
  clearTimeout(leisure);
  leisure = setTimeout(() => void changed(), LEISURE);
}

async function refreshPolicy(): Promise<void> {
  if (!(await policy.refresh())) return;
  await followHosts();
  await showPauses(); // which policy may have locked
  await changed();
}

/** A call of the browser resets the 30 seconds after which a worker is ended: slow lines need longer. */
const SIGN_OF_LIFE = 10_000;

async function updateLists(): Promise<boolean> {
  let isNew = false;
  const signs = setInterval(() => void sessionStored('pages'), SIGN_OF_LIFE);
  try {
    isNew = await lists.update(async (fresh) => {
      const [full] = await attempts(fresh, () => lists.bundled(), await personalised());
      if (full !== undefined) await protection.accept(full);
    });
  } finally {
    clearInterval(signs);
    await changed(); // also when storing failed: the core then goes back to what is stored
  }
  // What is new may be how a page is read, of which the core knows nothing.
  if (isNew) await tellPages();
  return isNew;
}

async function listsOverview(): Promise<Overview['lists']> {
  const { version, origin, lists: all, age } = await lists.lists();
  const isAsked = LIST_ROOT !== '' || isThisMachine(LIST_SERVER);
  const server = isAsked ? (await policyInForce()).listMirror || LIST_SERVER : '';
  return { version, origin, server, update: await lists.state(), lists: all.map(({ entry }) => entry), age };
}

/**
 * Whether a target is of the public lists. An organisation's channel may use their
 * categories: beside one, only what stands in the lists of the package is certain.
 */
async function isPublicTarget(target: string, category: string): Promise<boolean> {
  const { lists: all } = await lists.bundled();
  const { listChannels } = await policyInForce();
  if (!all.some(({ entry }) => entry.category === category)) return false;
  if (listChannels.length === 0) return true;
  const decoder = new TextDecoder();
  return all.some(({ text }) => decoder.decode(text).split('\n').includes(target));
}

async function showReport(tab: number, report: PageReport | undefined, hosts: readonly string[]): Promise<void> {
  const times = await Promise.all(['', ...hosts].map((host) => pausing.untilAt(host)));
  const [label, title] = badgeOf(report, Math.max(...times) > 0);
  await showBadge(tab, { text: label, title: text(title) });
}

/** In the badges of tabs that have said something, and of all others. */
async function showPauses(): Promise<void> {
  const [label, title] = badgeOf(undefined, (await pausing.untilAt('')) > 0);
  await showBadge(undefined, { text: label, title: text(title) });
  await frames.showAll();
}

function codeOf(error: unknown): ErrorCode {
  if (isOfCore(error)) return 'core';
  return error instanceof InputError ? 'input' : 'internal';
}
