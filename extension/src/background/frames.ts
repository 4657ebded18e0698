/**
 * Which frames of webmails are open and how well they are read. A frame that goes
 * says so (pagehide), but what it says may be lost while the background starts:
 * Chromium drops a message whose sender is gone, Firefox forgets whose it was. Yet
 * the message starts the background, and a start asks every frame that counts
 * whether it is there. Nothing has to stay open or awake for that.
 */
import type { PageReport } from '../messages/page.ts';
import type { StoredValue } from './storedvalue.ts';
import { counts, type Frame, hostsOf, type Pages, tabReport, withoutFrame, withoutTab, withReport } from './tabs.ts';

export interface FrameEffects {
  /** Whether a content script answers there. */
  readonly isThere: (tab: number, frame: number) => Promise<boolean>;
  readonly show: (tab: number, report: PageReport | undefined, hosts: readonly string[]) => void;
}

export class Frames {
  readonly #pages: StoredValue<Pages>;
  readonly #effects: FrameEffects;

  constructor(pages: StoredValue<Pages>, effects: FrameEffects) {
    this.#pages = pages;
    this.#effects = effects;
  }

  get(): Promise<Pages> {
    return this.#pages.get();
  }

  async report(tab: number, frame: number, said: Frame): Promise<void> {
    this.#show(tab, await this.#pages.change((pages) => withReport(pages, tab, frame, said)));
  }

  /** Its document went. */
  async gone(tab: number, frame: number): Promise<void> {
    if ((await this.#pages.get())[tab]?.[frame] === undefined) return;
    this.#show(tab, await this.#pages.change((pages) => withoutFrame(pages, tab, frame)));
  }

  async closed(tab: number): Promise<void> {
    if (tab in (await this.#pages.get())) await this.#pages.change((pages) => withoutTab(pages, tab));
  }

  /** Shows every tab anew. */
  async showAll(): Promise<void> {
    const pages = await this.#pages.get();
    for (const tab of Object.keys(pages)) this.#show(Number(tab), pages);
  }

  /** Forgets the frames that count and are not there, of one tab or of all. */
  async verify(tab?: number): Promise<void> {
    const pages = Object.entries(await this.#pages.get());
    const asked = pages.flatMap(([name, frames]) =>
      tab !== undefined && Number(name) !== tab
        ? []
        : Object.entries(frames)
            .filter(([, { report }]) => counts(report))
            .map(([frame, said]) => this.#verifyFrame(Number(name), Number(frame), said)),
    );
    await Promise.all(asked);
  }

  async #verifyFrame(tab: number, frame: number, said: Frame): Promise<void> {
    if (await this.#effects.isThere(tab, frame)) return;
    // Another document in the same frame may have reported meanwhile.
    const isSame = (pages: Pages): boolean => pages[tab]?.[frame] === said;
    if (!isSame(await this.#pages.get())) return;
    this.#show(tab, await this.#pages.change((now) => (isSame(now) ? withoutFrame(now, tab, frame) : now)));
  }

  #show(tab: number, pages: Pages): void {
    this.#effects.show(tab, tabReport(pages, tab), hostsOf(pages, tab));
  }
}
