/** What popup and settings show. */
import { habitual } from '../history.ts';
import { askingFrames, isPrivateTab, type Pages, tabReport } from '../tabs.ts';
import { addressesSaid } from '../undo.ts';
import { type Answer, onlyOwnPages } from './asking.ts';
import { contactsState, pauseState } from './ownpages.ts';
import { Requests } from './requests.ts';

/** Everything there is to show. */
export class OverviewRequest extends Requests {
  readonly answers: { readonly overview: Answer<'overview'> } = {
    overview: async ({ tab }, asker) => {
      onlyOwnPages(asker);
      const [lists, pages, history] = [
        await this.effects.listsOverview(),
        await this.parts.frames.get(),
        await this.keeping.history.get(),
      ];
      await this.parts.protection.warm().catch(() => undefined); // its health tells
      return {
        version: this.effects.version,
        core: this.parts.protection.health,
        lists,
        descriptions: await this.effects.descriptions.statuses(),
        page: (tab === undefined ? undefined : tabReport(pages, tab)) ?? null,
        asking: tab === undefined ? [] : askingFrames(pages, tab),
        undoable: addressesSaid(await this.keeping.said.get(), tab !== undefined && isPrivateTab(pages, tab)),
        withheldUntil: tab === undefined ? 0 : await this.#withheldUntil(pages, tab),
        pause: await pauseState(this.parts.pausing, pages, tab),
        counts: await this.keeping.counts.get(),
        personal: await this.keeping.personal.get(),
        history: { domains: Object.keys(history).length, habits: habitual(history).length },
        contacts: contactsState(await this.keeping.contacts.get()),
        sync: await this.parts.sync.overview(),
        policy: (await this.parts.policy.current()).reading,
      };
    },
  };

  async #withheldUntil(pages: Pages, tab: number): Promise<number> {
    const hosts = new Map(Object.values(pages[tab] ?? {}).map(({ host, isPrivate }) => [host, isPrivate]));
    const times = Array.from(hosts, ([host, isPrivate]) => this.parts.judge.withheldUntil(host, isPrivate));
    return Math.max(0, ...(await Promise.all(times)));
  }
}
