/** What the guard and the scanner of a document share. */
import type { Webmail } from '../webmail/webmail.ts';
import type { HealthReporter } from './health.ts';
import type { Questions } from './questions.ts';
import type { Touched } from './touched.ts';
import type { Verdicts } from './verdicts.ts';

export interface Parts {
  readonly webmail: Webmail;
  readonly verdicts: Verdicts;
  readonly touched: Touched;
  readonly questions: Questions;
  readonly health: HealthReporter;
}
