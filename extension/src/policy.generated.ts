/**
 * Generated from core/policy by "nearmiss policy generate". Do not edit.
 *
 * What the core has read of managed policy: values are checked, defaults filled
 * in, durations are minutes.
 */
import type { PolicyChannel, PolicyHost, PolicyRule } from './policyvalues.ts';

export type PolicyKey =
  | 'policyLabel'
  | 'organisationName'
  | 'organisationContact'
  | 'organisationHelp'
  | 'ownDomains'
  | 'protectedDomains'
  | 'allowedDomains'
  | 'blockedDomains'
  | 'externalRecipients'
  | 'actions'
  | 'strongestAction'
  | 'locked'
  | 'failure'
  | 'history'
  | 'listMirror'
  | 'listChannels'
  | 'listUpdateInterval'
  | 'webmailHosts'
  | 'reportUrl'
  | 'reportToken'
  | 'reportInterval'
  | 'reportTypedDomains';

/** What the core says of a recipient. */
export type Kind =
  | ''
  | 'suffix-slip'
  | 'suffix-truncation'
  | 'suffix-unknown'
  | 'label-typo'
  | 'dot-slip'
  | 'hyphen-slip'
  | 'homoglyph'
  | 'malformed'
  | 'embedded'
  | 'own-lookalike'
  | 'history-lookalike'
  | 'registry-unlisted'
  | 'blocked-domain'
  | 'external-recipient';

/** What follows from it. */
export type Action = 'allow' | 'notice' | 'ask' | 'ask-reason' | 'block';

/** A setting that people may not change. */
export type PolicyLock =
  | 'allow-addresses'
  | 'protected-domains'
  | 'allowed-domains'
  | 'history'
  | 'import'
  | 'capture'
  | 'webmail-hosts'
  | 'pause'
  | 'feedback'
  | 'sync'
  | 'all';

/** Every key, with its default where the organisation gave none. */
export interface Policy {
  /** Label of this policy. */
  readonly policyLabel: string;
  /** Name of the organisation. */
  readonly organisationName: string;
  /** Whom people can ask. */
  readonly organisationContact: string;
  /** Help text in warnings. */
  readonly organisationHelp: string;
  /** Your own mail domains. */
  readonly ownDomains: readonly string[];
  /** Further protected domains. */
  readonly protectedDomains: readonly string[];
  /** Domains that are right. */
  readonly allowedDomains: readonly string[];
  /** Domains that no mail goes to. */
  readonly blockedDomains: readonly string[];
  /** Recipients outside the organisation. */
  readonly externalRecipients: 'off' | 'notice' | 'ask';
  /** What a near miss leads to. */
  readonly actions: readonly PolicyRule[];
  /** Strongest action. */
  readonly strongestAction: 'notice' | 'ask' | 'ask-reason' | 'block';
  /** What people may not change. */
  readonly locked: readonly PolicyLock[];
  /** When a mail cannot be checked. */
  readonly failure: 'send' | 'hold';
  /** Own history. */
  readonly history: boolean;
  /** Mirror of the public lists; ends in '/', '' for the built-in server. */
  readonly listMirror: string;
  /** List channels of your own. */
  readonly listChannels: readonly PolicyChannel[];
  /** Time between list updates, in minutes. */
  readonly listUpdateInterval: number;
  /** Webmail at addresses of your own. */
  readonly webmailHosts: readonly PolicyHost[];
  /** Near-miss report: where to. */
  readonly reportUrl: string;
  /** Near-miss report: token. */
  readonly reportToken: string;
  /** Near-miss report: time between batches, in minutes. */
  readonly reportInterval: number;
  /** Near-miss report: include typed domains. */
  readonly reportTypedDomains: boolean;
}

/** A key as options shows it. */
export interface PolicyKeyTitle {
  readonly key: PolicyKey;
  readonly title: string;
  /** Never shown, only that it is there. */
  readonly isSecret: boolean;
}

/** In the order of the reference. */
export const POLICY_KEYS: readonly PolicyKeyTitle[] = [
  { key: 'policyLabel', title: 'Label of this policy', isSecret: false },
  { key: 'organisationName', title: 'Name of the organisation', isSecret: false },
  { key: 'organisationContact', title: 'Whom people can ask', isSecret: false },
  { key: 'organisationHelp', title: 'Help text in warnings', isSecret: false },
  { key: 'ownDomains', title: 'Your own mail domains', isSecret: false },
  { key: 'protectedDomains', title: 'Further protected domains', isSecret: false },
  { key: 'allowedDomains', title: 'Domains that are right', isSecret: false },
  { key: 'blockedDomains', title: 'Domains that no mail goes to', isSecret: false },
  { key: 'externalRecipients', title: 'Recipients outside the organisation', isSecret: false },
  { key: 'actions', title: 'What a near miss leads to', isSecret: false },
  { key: 'strongestAction', title: 'Strongest action', isSecret: false },
  { key: 'locked', title: 'What people may not change', isSecret: false },
  { key: 'failure', title: 'When a mail cannot be checked', isSecret: false },
  { key: 'history', title: 'Own history', isSecret: false },
  { key: 'listMirror', title: 'Mirror of the public lists', isSecret: false },
  { key: 'listChannels', title: 'List channels of your own', isSecret: false },
  { key: 'listUpdateInterval', title: 'Time between list updates', isSecret: false },
  { key: 'webmailHosts', title: 'Webmail at addresses of your own', isSecret: false },
  { key: 'reportUrl', title: 'Near-miss report: where to', isSecret: false },
  { key: 'reportToken', title: 'Near-miss report: token', isSecret: true },
  { key: 'reportInterval', title: 'Near-miss report: time between batches', isSecret: false },
  { key: 'reportTypedDomains', title: 'Near-miss report: include typed domains', isSecret: false },
];

/** What counts while nothing is known of a policy. */
export const NO_POLICY: Policy = {
  policyLabel: '',
  organisationName: '',
  organisationContact: '',
  organisationHelp: '',
  ownDomains: [],
  protectedDomains: [],
  allowedDomains: [],
  blockedDomains: [],
  externalRecipients: 'off',
  actions: [],
  strongestAction: 'block',
  locked: [],
  failure: 'send',
  history: true,
  listMirror: '',
  listChannels: [],
  listUpdateInterval: 360,
  webmailHosts: [],
  reportUrl: '',
  reportToken: '',
  reportInterval: 1440,
  reportTypedDomains: false,
};
