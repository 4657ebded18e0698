/**
 * What every open webmail page said of itself: one report a frame, the worst of
 * a tab in its badge.
 */
import type { PageReport, PageState } from '../messages/page.ts';

const SEVERITY: Readonly<Record<PageState, number>> = { idle: 0, protecting: 1, 'hint-only': 2, 'not-protecting': 3 };

/** What is remembered of one frame. */
export interface Frame {
  readonly report: PageReport;
  readonly host: string;
  readonly isPrivate: boolean;
}

/** frame → what it said, by tab. Plain objects, so that they can be kept for the session. */
export type Pages = Readonly<Record<string, Readonly<Record<string, Frame>>>>;

/** Webmails that make a frame for each mail fill no storage: the least important go first. */
export const MAX_FRAMES = 64;

export function withReport(pages: Pages, tab: number, frame: number, said: Frame): Pages {
  const frames: Record<string, Frame> = { ...pages[tab], [frame]: said };
  const names = Object.keys(frames); // numbers, the oldest first
  if (names.length > MAX_FRAMES) {
    const worth = (name: string): number => worthOf(name, frames[name]?.report);
    const [least = ''] = names.filter((name) => name !== String(frame)).sort((a, b) => worth(a) - worth(b));
    delete frames[least];
  }
  return { ...pages, [tab]: frames };
}

/** The page itself stays, and so does a frame that asks something. */
function worthOf(frame: string, report: PageReport | undefined): number {
  if (frame === '0' || report === undefined) return 20;
  return SEVERITY[report.state] + ((report.questions ?? 0) > 0 ? 10 : 0);
}

export function withoutFrame(pages: Pages, tab: number, frame: number): Pages {
  const { [frame]: _gone, ...frames } = pages[tab] ?? {};
  return Object.keys(frames).length === 0 ? withoutTab(pages, tab) : { ...pages, [tab]: frames };
}

export function withoutTab(pages: Pages, tab: number): Pages {
  const { [tab]: _gone, ...rest } = pages;
  return rest;
}

/** Whether it makes a difference that the frame is there. */
export function counts({ state, problems, questions = 0 }: PageReport): boolean {
  return state !== 'idle' || problems.length > 0 || questions > 0;
}

/** Whether a compose is open that can be read; of others nobody knows. */
export function hasCompose(pages: Pages): boolean {
  return Object.values(pages).some((frames) =>
    Object.values(frames).some(({ report: { state } }) => state === 'protecting' || state === 'hint-only'),
  );
}

export function isPrivateTab(pages: Pages, tab: number): boolean {
  return Object.values(pages[tab] ?? {}).some(({ isPrivate }) => isPrivate);
}

/** The hosts of the tab's frames that have reported. */
export function hostsOf(pages: Pages, tab: number): string[] {
  return [...new Set(Object.values(pages[tab] ?? {}).map(({ host }) => host))].filter((host) => host !== '');
}

/** The tab's frames with questions for the popup to offer. */
export function askingFrames(pages: Pages, tab: number): number[] {
  return Object.entries(pages[tab] ?? {})
    .filter(([, { report }]) => (report.questions ?? 0) > 0)
    .map(([frame]) => Number(frame));
}

/** The worst report of the tab's frames, with the problems of all of them; undefined for no webmail. */
export function tabReport(pages: Pages, tab: number): PageReport | undefined {
  const reports = Object.values(pages[tab] ?? {}).map(({ report }) => report);
  const worst = reports.toSorted((a, b) => SEVERITY[b.state] - SEVERITY[a.state])[0];
  if (worst === undefined) return undefined;
  const questions = reports.reduce((sum, report) => sum + (report.questions ?? 0), 0);
  return {
    ...worst,
    problems: [...new Set(reports.flatMap(({ problems }) => problems))],
    ...(questions > 0 && { questions }),
  };
}

/** The badge of a tab: what it says and the name of its title. */
export function badgeOf(report: PageReport | undefined, isPaused = false): readonly [label: string, title: string] {
  if (isPaused) return ['II', 'badge_paused'];
  if (report?.state === 'not-protecting') return ['!', 'badge_not_protecting'];
  if (report?.problems.includes('script-held')) return ['!', 'badge_script_held'];
  if ((report?.questions ?? 0) > 0) return ['?', 'badge_question'];
  return ['', 'extension_name'];
}
