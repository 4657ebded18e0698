/** The rows of a near-miss report: what of a decision is counted, and how rows add up. */
import type { Choice, Verdict } from '../messages/verdict.ts';

export interface ReportRow {
  /** The person's own calendar day. */
  readonly day: string;
  readonly kind: string;
  /** The protected domain that was meant; '' where it is of the person's own lists or history. */
  readonly target: string;
  readonly typed?: string;
  readonly did: Choice;
  readonly count: number;
}

/** The receiver's limit. */
const MAX_ROWS = 300;
/** The receiver refuses older days. */
const MAX_AGE = 60;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
/** Categories whose targets only this person knows. */
const OWN_CATEGORIES: readonly string[] = ['history', 'personal'];

/** Undefined for what is no near miss or not of the form: nothing else may be counted. */
export function rowOf(day: string, verdict: Verdict, did: Choice, includesTyped: boolean): ReportRow | undefined {
  const kind = String(verdict.kind);
  if (!/^[a-z-]{1,40}$/.test(kind)) return undefined;
  const isOwn = OWN_CATEGORIES.includes(verdict.category) || kind === 'history-lookalike';
  const target = !isOwn && DOMAIN.test(verdict.target) ? verdict.target : '';
  const typed = includesTyped && DOMAIN.test(verdict.domain) ? { typed: verdict.domain } : {};
  return { day, kind, target, ...typed, did, count: 1 };
}

export function withRow(rows: readonly ReportRow[], row: ReportRow | undefined): readonly ReportRow[] {
  if (row === undefined) return rows;
  const at = rows.findIndex((known) => isSame(known, row));
  if (at >= 0) return rows.map((known, index) => (index === at ? { ...known, count: known.count + 1 } : known));
  if (rows.length < MAX_ROWS) return [...rows, row];
  // No room for another domain: the number counts all the same, if its kind has a row.
  const { typed: _, ...bare } = { ...row, target: '' };
  const other = rows.findIndex((known) => isSame(known, bare));
  return rows.map((known, index) => (index === other ? { ...known, count: known.count + 1 } : known));
}

function isSame(a: ReportRow, b: ReportRow): boolean {
  return a.day === b.day && a.kind === b.kind && a.target === b.target && a.typed === b.typed && a.did === b.did;
}

export function recent(rows: readonly ReportRow[], now: number): readonly ReportRow[] {
  const oldest = new Date(now - MAX_AGE * 86_400_000).toISOString().slice(0, 10);
  return rows.filter(({ day }) => day >= oldest);
}
