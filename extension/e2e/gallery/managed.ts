/** Settings as people see them whose organisation has fixed some: the page itself, with answers of the test's own. */
import type { Overview } from '../../src/messages/overview.ts';
import type { ReportPreview } from '../../src/messages/reports.ts';
import { NOTHING_PERSONAL } from '../../src/personal.ts';
import { NO_POLICY, type Policy, type PolicyKey } from '../../src/policy.generated.ts';
import { type Messages, speak } from './messages.ts';

const policy: Partial<Policy> = {
  policyLabel: 'ring 2',
  organisationName: 'Ministry of Examples',
  organisationContact: 'servicedesk@ministry.example',
  ownDomains: ['ministry.example', '*.ministry.example'],
  actions: [
    { kind: 'suffix-slip', category: 'us-military', action: 'ask-reason' },
    { kind: '', category: 'organisation', action: 'block' },
    { kind: '', category: '', action: 'ask' },
  ],
  strongestAction: 'ask-reason',
  locked: ['allow-addresses', 'import', 'capture'],
  failure: 'hold',
  history: false,
  listUpdateInterval: 360,
  webmailHosts: [{ webmail: 'outlook', host: 'owa.ministry.example' }],
  reportUrl: 'https://reports.ministry.example/',
  reportToken: 'a-secret-token',
  reportInterval: 1440,
  reportTypedDomains: true,
};

const NEVER = { checked: 0, updated: 0, next: 0, failures: 0, problem: '' };

const overview: Overview = {
  version: '0.1.0',
  core: { state: 'ready', problems: [] },
  lists: {
    version: 2026112100,
    origin: 'bundled',
    server: '',
    update: NEVER,
    age: { state: 'current', confirmed: 0, expires: 0 },
    lists: [],
  },
  descriptions: [],
  page: null,
  asking: [],
  undoable: [],
  pause: { isAllowed: true, until: 0, hosts: [] },
  withheldUntil: 0,
  counts: {},
  personal: NOTHING_PERSONAL,
  history: { domains: 0, habits: 0 },
  contacts: { count: 0, at: 0 },
  sync: { isAllowed: true, isOn: false, arrived: [], left: 0, error: '' },
  policy: { policy: { ...NO_POLICY, ...policy }, set: Object.keys(policy) as PolicyKey[], problems: [] },
};

const report: ReportPreview = {
  url: 'https://reports.ministry.example/',
  interval: 1440,
  includesTyped: true,
  next: '{"rows":[]}',
  sentAt: 0,
  error: '',
};

const REPLIES: Readonly<Record<string, unknown>> = { overview, report };

/** Stands in for the browser; what the page asks for beyond this is a mistake of the test. */
export function standIn(language: string, messages: Messages): void {
  speak(language, messages);
  const { chrome } = globalThis as unknown as { chrome: Record<string, unknown> };
  chrome.runtime = {
    sendMessage: async ({ call }: { readonly call: string }) => ({ reply: REPLIES[call] }),
    getURL: (path: string) => `about:blank#${path}`,
    getManifest: () => ({ host_permissions: [], optional_host_permissions: ['https://outlook.office365.us/*'] }),
  };
  chrome.permissions = { getAll: async () => ({ origins: [] }) };
  chrome.tabs = { query: async () => [] };
  chrome.action = { getUserSettings: async () => ({ isOnToolbar: false }) };
}

Object.assign(globalThis, { standIn });
