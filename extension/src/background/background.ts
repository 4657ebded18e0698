/**
 * The service worker of Chromium, the event page of Firefox: puts the parts
 * together and listens. May be stopped and started at any time, so listeners are
 * registered at once and everything else is loaded when it is needed.
 */

import { isOfCore } from '../../../wasm/reactor.ts';
import { onAsk } from '../browser/ask.ts';
import { isPushedByPolicy, onInstalled, onStartup, onWake, version, wakeAt } from '../browser/extension.ts';
import { onHostsChanged } from '../browser/hosts.ts';
import { isFrameThere, onNoticeKeys, pushToPages } from '../browser/pages.ts';
import { managedPolicy, onManagedPolicy } from '../browser/policy.ts';
import { injectIntoOpenTabs } from '../browser/scripts.ts';
import { closeStorageToPages, onSynced, sessionStored, store, stored, syncArea } from '../browser/storage.ts';
import { hasPrivateTabs, onTabClosed, onTabLoading, openPage, showBadge } from '../browser/tabs.ts';
import { text } from '../browser/texts.ts';
import type { ErrorCode } from '../messages/calls.ts';
import type { PageReport } from '../messages/page.ts';
import { Budget, type Ledger } from './budget.ts';
import { makeCores } from './cores.ts';
import { Descriptions, type Fates, NO_FATES } from './descriptions.ts';
import { KeyedDigest, readKey } from './digest.ts';
import { Frames } from './frames.ts';
import { IdleWork } from './idlework.ts';
import { Judge } from './judge.ts';
import { isPublicTarget, listStore, listsOverview } from './lists.ts';
import { NearMissReport, readReportState } from './nearmissreport.ts';
import { followHosts, joinOpenPages } from './openpages.ts';
import { FEEDBACK_FORM, TAKES_DESCRIPTIONS } from './origin.ts';
import { Pausing } from './pause.ts';
import { isLocked, PolicyKeeper } from './policy.ts';
import { InputError } from './requests/asking.ts';
import { guardingOf } from './requests/guarding.ts';
import { RequestHandlers } from './requests/handlers.ts';
import { keeping, local, session } from './storage.ts';
import { readSynced, Sync } from './sync.ts';
import { badgeOf, hasCompose, type Pages } from './tabs.ts';

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

const lists = listStore(policyInForce);

const { protection, common, reconfigure, accept } = makeCores(lists, policy, keeping);

const changed = async (): Promise<void> => {
  if (await reconfigure()) await tellPages();
};

const tellPages = async (): Promise<void> =>
  pushToPages({ push: 'changed', guarding: await guardingOf({ policy, pausing, protection }) });

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

const judge = new Judge({
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
});

const pausing = new Pausing(keeping.pauses, {
  now: () => Date.now(),
  policy: () => policy.current(),
  wakeAt,
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
  take: (lists) => handlers.settings.takeSynced(lists),
  review: (before, wanted) => handlers.settings.additions(before, wanted),
  area: syncArea,
});

const handlers: RequestHandlers = new RequestHandlers(
  { protection, common, judge, policy, keeping, frames, report, digest, pausing, sync },
  {
    now: Date.now,
    changed,
    changedAtLeisure,
    listsOverview: () => listsOverview(lists, policyInForce),
    descriptions,
    feedback: {
      isPublic: async (target, category) => isPublicTarget(lists, await policyInForce(), target, category),
      listVersion: async () => (await lists.lists()).version,
      form: FEEDBACK_FORM,
    },
    tellPages,
    updateLists,
    version: version(),
  },
);

/** `lists.state()` tells popup and options how it went. */
const updating = new IdleWork({
  overdue: () => lists.overdue(),
  isWriting: async () => hasCompose(await frames.get()),
  work: updateLists,
});

onAsk(async (call, request, asker) => {
  const reply = await handlers.serve(call, request, asker);
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
  void policyInForce().then(followHosts);
  // The page that somebody let us into is open, as a rule.
  void policyInForce().then((current) => injectIntoOpenTabs(current));
});
joinOpenPages(policyInForce).catch(() => undefined); // the next start tries again
void policyInForce().then(followHosts);
void closeStorageToPages();
void refreshPolicy();
void frames.verify();
void sync.pull();
void pausing.settle().then(showPauses);
void endPrivateSession();

/** What was said to be right in private windows goes with the last of them. */
async function endPrivateSession(closed?: number): Promise<void> {
  if (!(await hasPrivateTabs(closed))) await handlers.decisions.endPrivateSession();
}

async function welcome(): Promise<void> {
  if (!(await isPushedByPolicy())) await openPage('welcome.html');
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
  await followHosts(await policyInForce());
  await showPauses(); // which policy may have locked
  await changed();
}

/** A call of the browser resets the 30 seconds after which a worker is ended: slow lines need longer. */
const SIGN_OF_LIFE = 10_000;

async function updateLists(): Promise<boolean> {
  let isNew = false;
  const signs = setInterval(() => void sessionStored('pages'), SIGN_OF_LIFE);
  try {
    isNew = await lists.update(accept);
  } finally {
    clearInterval(signs);
    await changed(); // also when storing failed: the core then goes back to what is stored
  }
  // What is new may be how a page is read, of which the core knows nothing.
  if (isNew) await tellPages();
  return isNew;
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
