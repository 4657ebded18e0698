/**
 * The near-miss report: how often which kind of near miss of which protected
 * domain was met and what was done, sent to the organisation's own server in
 * batches. Off unless policy names that server. The form is worker/report's; a
 * row has no place for an address, and the typed domain is in it only where
 * policy asks for it in so many words.
 */

import type { ReportPreview } from '../messages/reports.ts';
import type { Decided } from '../messages/verdict.ts';
import type { Policy } from '../policy.generated.ts';
import { type ReportRow, recent, rowOf, withRow } from './reportrows.ts';
import type { StoredValue } from './storedvalue.ts';

interface Batch {
  readonly id: string;
  /** Absent for a receiver that does not take it. */
  readonly computer?: string;
  readonly rows: readonly ReportRow[];
  readonly tries: number;
}

export interface ReportState {
  /** Where the rows are to go: rows for one organisation never reach another. */
  readonly url: string;
  readonly rows: readonly ReportRow[];
  /** On its way; sent again as it is, under the same id, until it is taken. */
  readonly batch: Batch | null;
  /** Says which batches of a day (UTC) came from one computer; another one each day. */
  readonly computer: { readonly day: string; readonly number: string };
  /** When to send next, in ms; 0: not decided. */
  readonly due: number;
  readonly sentAt: number;
  /** Why the last batch was not taken, or ''. */
  readonly error: string;
}

export const NOTHING_TO_REPORT: ReportState = {
  url: '',
  rows: [],
  batch: null,
  computer: { day: '', number: '' },
  due: 0,
  sentAt: 0,
  error: '',
};

/** The first wait after a failure; doubled each time, up to the interval. */
const FIRST_WAIT = 5 * 60_000;
const TIMEOUT = 30_000;

interface Outcome {
  /** Taken, or refused for what it is; sending it again would change nothing. */
  readonly isOver: boolean;
  /** Of HTTP; 0: no answer. */
  readonly status: number;
  readonly error: string;
}

export type ReportPolicy = Pick<Policy, 'reportUrl' | 'reportToken' | 'reportInterval' | 'reportTypedDomains'>;

export interface ReportEffects {
  readonly policy: () => Promise<ReportPolicy>;
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly fetch?: typeof fetch;
}

export class NearMissReport {
  readonly #state: StoredValue<ReportState>;
  readonly #effects: ReportEffects;
  #sending: Promise<void> | undefined;

  constructor(state: StoredValue<ReportState>, effects: ReportEffects) {
    this.#state = state;
    this.#effects = effects;
  }

  async count(day: string, decisions: readonly Decided[]): Promise<void> {
    const policy = await this.#effects.policy();
    if (policy.reportUrl === '') return;
    const now = this.#effects.now();
    await this.#state.change((before) => {
      const state = before.url === policy.reportUrl ? before : { ...NOTHING_TO_REPORT, url: policy.reportUrl };
      const rows = decisions.reduce(
        (sum, { verdict, choice }) => withRow(sum, rowOf(day, verdict, choice, policy.reportTypedDomains)),
        state.rows,
      );
      // The first batch comes at any time within an interval: ten thousand computers
      // that got the policy in one night must not all report at nine.
      const due = state.due || now + policy.reportInterval * 60_000 * this.#effects.random();
      return { ...state, rows, due };
    });
  }

  async preview(): Promise<ReportPreview> {
    const policy = await this.#effects.policy();
    const state = await this.#state.get();
    const isOurs = policy.reportUrl !== '' && state.url === policy.reportUrl;
    const rows = isOurs ? [...(state.batch?.rows ?? []), ...state.rows] : [];
    return {
      url: policy.reportUrl,
      interval: policy.reportInterval,
      includesTyped: policy.reportTypedDomains,
      next: bodyOf({ id: '', computer: '', rows, tries: 0 }, ''),
      sentAt: isOurs ? state.sentAt : 0,
      error: isOurs ? state.error : '',
    };
  }

  /** Sends what is due, one at a time. Never throws: the next call tries again. */
  sendWhenDue(): Promise<void> {
    this.#sending ??= this.#send()
      .catch(() => undefined)
      .finally(() => {
        this.#sending = undefined;
      });
    return this.#sending;
  }

  async #send(): Promise<void> {
    const policy = await this.#effects.policy();
    const known = await this.#state.get();
    if (known.url !== policy.reportUrl) {
      if (known.url !== '') await this.#state.change(() => ({ ...NOTHING_TO_REPORT, url: policy.reportUrl }));
      return;
    }
    const now = this.#effects.now();
    if (policy.reportUrl === '' || now < known.due || (known.batch === null && known.rows.length === 0)) return;
    const interval = policy.reportInterval * 60_000;
    // The batch is kept before it is sent, and the next try is late before this one ends:
    // a background that is stopped on the way neither loses it nor sends it too often.
    const { batch } = await this.#state.change((state) => {
      const today = new Date(now).toISOString().slice(0, 10);
      const computer = state.computer.day === today ? state.computer : { day: today, number: randomNumber() };
      const next = state.batch ?? {
        id: randomNumber(),
        computer: computer.number,
        rows: recent(state.rows, now),
        tries: 0,
      };
      const tries = next.tries + 1;
      const wait = Math.min(interval, FIRST_WAIT * 2 ** Math.min(tries - 1, 20)) * (0.75 + this.#effects.random() / 2);
      return {
        ...state,
        computer,
        rows: state.batch === null ? [] : state.rows,
        batch: next.rows.length === 0 ? null : { ...next, tries },
        due: now + wait,
      };
    });
    if (batch === null) return;
    const outcome = await this.#post(policy.reportUrl, bodyOf(batch, policy.reportToken));
    if (outcome.status === 400 && batch.computer !== undefined) {
      // Perhaps a receiver from before there were such numbers, which takes no field that it does not know.
      const { computer: _, ...bare } = batch;
      await this.#state.change((state) => ({ ...state, batch: bare, error: outcome.error }));
      return;
    }
    await this.#state.change((state) => ({
      ...state,
      batch: outcome.isOver ? null : state.batch,
      due: outcome.isOver ? now + interval * (0.9 + this.#effects.random() / 5) : state.due,
      sentAt: outcome.error === '' ? now : state.sentAt,
      error: outcome.error,
    }));
  }

  async #post(url: string, body: string): Promise<Outcome> {
    try {
      const response = await (this.#effects.fetch ?? fetch)(url, {
        method: 'POST',
        // As plain text it needs no preflight; the answer is read for its status only.
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        body,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const { status } = response;
      if (response.ok) return { isOver: true, status, error: '' };
      return { isOver: status === 400 || status === 413, status, error: `HTTP ${status}` };
    } catch (error) {
      return { isOver: false, status: 0, error: error instanceof Error ? error.message : String(error) };
    }
  }
}

function bodyOf({ id, computer, rows }: Batch, token: string): string {
  return JSON.stringify({ version: 1, token, batch: id, computer, rows });
}

/**
 * Of a batch alone, by which the receiver knows it when it comes twice; or of a computer
 * for one day, by which it counts computers. Neither says whose they are.
 */
function randomNumber(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Storage's value; anything else than what was stored is nothing. */
export function readReportState(raw: unknown): ReportState {
  const value = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<ReportState>;
  return typeof value.url === 'string' && Array.isArray(value.rows)
    ? { ...NOTHING_TO_REPORT, ...value }
    : NOTHING_TO_REPORT;
}
