/**
 * What every open webmail page said of itself: one report a frame, the worst of
 * a tab in its badge.
 */
import type { PageReport, PageState } from '../messages.ts';

const SEVERITY: Readonly<Record<PageState, number>> = { idle: 0, protecting: 1, 'hint-only': 2, 'not-protecting': 3 };

/** frame → report, by tab. Plain objects, so that they can be kept for the session. */
export type Pages = Readonly<Record<string, Readonly<Record<string, PageReport>>>>;

export function withReport(pages: Pages, tab: number, frame: number, report: PageReport): Pages {
  return { ...pages, [tab]: { ...pages[tab], [frame]: report } };
}

export function withoutTab(pages: Pages, tab: number): Pages {
  const { [tab]: _gone, ...rest } = pages;
  return rest;
}

/** Whether a compose is open that can be read; of others nobody knows. */
export function hasCompose(pages: Pages): boolean {
  return Object.values(pages).some((frames) =>
    Object.values(frames).some(({ state }) => state === 'protecting' || state === 'hint-only'),
  );
}

/** The worst report of the tab's frames, with the problems of all of them; undefined for no webmail. */
export function tabReport(pages: Pages, tab: number): PageReport | undefined {
  const reports = Object.values(pages[tab] ?? {});
  const worst = reports.toSorted((a, b) => SEVERITY[b.state] - SEVERITY[a.state])[0];
  if (worst === undefined) return undefined;
  return { ...worst, problems: [...new Set(reports.flatMap(({ problems }) => problems))] };
}
