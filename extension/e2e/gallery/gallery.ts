/**
 * Every surface of the warning in every state, in a page of its own: what the
 * screenshots and the accessibility tests look at. `gallery.show` is called from
 * the test with a locale's messages.
 */
import type { Verdict } from '../../src/messages/verdict.ts';
import {
  type Answer,
  askAtSend,
  clearLeftovers,
  hideNotice,
  isOwnEvent,
  onTampered,
  type Question,
  showNotice,
  showStatus,
} from '../../src/warning/warning.ts';
import { type Messages, speak } from './messages.ts';

export type State = keyof typeof STATES | 'notice' | 'notice-several' | 'notice-hint' | 'status';

const verdict = (recipient: string, suggestion: string, more: Partial<Verdict> = {}): Verdict => ({
  recipient,
  level: 'warn',
  action: 'ask',
  kind: 'suffix-slip',
  domain: recipient.slice(recipient.indexOf('@') + 1),
  target: suggestion.slice(suggestion.indexOf('@') + 1),
  category: 'us-military',
  suggestion,
  alternative: '',
  early: true,
  reason: '',
  external: '',
  decidedBy: '',
  ...more,
});

const ann = verdict('ann@army.ml', 'ann@army.mil');
const bob = verdict('bob.miller@us.af.ml', 'bob.miller@us.af.mil');
const carl = verdict('carl@gmial.com', 'carl@gmail.com', { kind: 'label-typo', category: 'mail-providers' });
const dora = verdict('dora@usarmy.mil', 'dora@us.army.mil', { kind: 'dot-slip' });
const long = verdict(
  'firstname.lastname.ctr@headquarters.northern-command.us.army.ml',
  'firstname.lastname.ctr@headquarters.northern-command.us.army.mil',
);

/** The questions that hold a mail. */
const STATES = {
  single: { verdicts: [ann] },
  copy: { verdicts: [ann], canFix: false },
  alternative: { verdicts: [verdict('carl@navy.il', 'carl@navy.mil', { alternative: 'carl@navy.edu.il' })] },
  plain: { verdicts: [verdict('eve@gmail,', '', { kind: 'malformed', category: '' })] },
  homoglyph: { verdicts: [verdict('ann@\u0430rmy.mil', 'ann@army.mil', { kind: 'homoglyph' })] },
  embedded: { verdicts: [verdict('ann@army.mil.com', 'ann@army.mil', { kind: 'embedded' })] },
  long: { verdicts: [long] },
  several: { verdicts: [ann, carl, dora] },
  reason: { verdicts: [{ ...ann, action: 'ask-reason' }], organisation: 'ministry' },
  block: { verdicts: [{ ...ann, action: 'block' }], organisation: 'ministry' },
} as const satisfies Record<string, { verdicts: readonly Verdict[]; canFix?: boolean; organisation?: string }>;

export interface Scene {
  readonly state: State;
  readonly language: string;
  readonly messages: Messages;
  /** Whether a notice offers "This address is right"; yes when absent. */
  readonly canTrust?: boolean;
}

/** What was chosen, for tests to read. */
const answers: unknown[] = [];

onTampered(() => answers.push('tampered'));

function show({ state, language, messages, canTrust = true }: Scene): void {
  speak(language, messages);
  document.documentElement.lang = language;
  document.documentElement.dir = chrome.i18n.getMessage('locale_direction');
  const anchor = document.querySelector('#to') as HTMLElement;
  hideNotice(anchor);
  const handlers = {
    canFix: () => true,
    fix: (chosen: Verdict, replacement: string) =>
      answers.push({ choice: 'fix', recipient: chosen.recipient, replacement }),
    trust: (chosen: Verdict) => answers.push({ choice: 'trust', recipient: chosen.recipient }),
    refused: () => answers.push('refused'),
    canTrust,
  };
  if (state === 'notice') {
    showNotice(anchor, [ann], handlers);
  } else if (state === 'notice-several') {
    showNotice(anchor, [ann, carl, dora, bob], handlers);
  } else if (state === 'notice-hint') {
    const hint = verdict('info@example.ml', 'info@example.mil', {
      level: 'notice',
      action: 'notice',
      kind: 'registry-unlisted',
    });
    showNotice(anchor, [hint], { ...handlers, canFix: () => false });
  } else if (state === 'status') {
    showStatus(document, 'copied', ann);
  } else {
    hold(state);
  }
}

function hold(state: keyof typeof STATES): void {
  const scene: { verdicts: readonly Verdict[]; canFix?: boolean; organisation?: string } = STATES[state];
  const isManaged = scene.organisation !== undefined;
  const question: Question = {
    document,
    verdicts: scene.verdicts,
    canFix: () => scene.canFix ?? true,
    organisation: {
      name: isManaged ? 'Ministry of Examples' : '',
      allowsTrust: true,
      contact: isManaged ? 'it-help@ministry.example' : '',
      help: '',
    },
    returnFocus: document.querySelector('#send'),
    elsewhere: new Promise((resolve) => {
      answerElsewhere = resolve;
    }),
  };
  void askAtSend(question).then((answer) => answers.push(answer));
}

/** Answers the question that is open, as the popup does. */
let answerElsewhere: (answer: Answer) => void = () => undefined;

Object.assign(globalThis, {
  gallery: {
    show,
    answers,
    states: Object.keys(STATES),
    answerElsewhere: (answer: Answer) => answerElsewhere(answer),
    isOwnEvent,
    clearLeftovers: () => clearLeftovers(document),
  },
});
