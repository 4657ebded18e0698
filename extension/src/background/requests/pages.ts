/** What content scripts ask. */
import type { Asker } from '../../browser/ask.ts';
import { MAX_RECIPIENTS_PER_CHECK } from '../../messages/verdict.ts';
import { type HeldPresses, isHeld, withHeld, withoutHeld } from '../held.ts';
import type { StoredValue } from '../storedvalue.ts';
import { type Answer, finite, InputError, tabOf } from './asking.ts';
import { guardingOf } from './guarding.ts';
import { Requests } from './requests.ts';

type PageCall =
  | 'warm'
  | 'guarding'
  | 'check'
  | 'secret'
  | 'page'
  | 'gone'
  | 'held'
  | 'unsent'
  | 'describe'
  | 'newcomers'
  | 'described';

/** What content scripts ask about recipients, and report about their page. */
export class PageRequests extends Requests {
  readonly answers: { readonly [N in PageCall]: Answer<N> } = {
    warm: async (_request, { host }) => {
      await Promise.all([this.parts.protection.warm(), this.parts.common.warm()]);
      const { webmailHosts } = (await this.parts.policy.current()).reading.policy;
      const named = webmailHosts.find((entry) => entry.host === host);
      return { ...(await guardingOf(this.parts, host)), webmail: named?.webmail ?? '' };
    },

    guarding: (_request, { host }) => guardingOf(this.parts, host),

    check: async ({ recipients, sender, isTouched }, asker) => {
      if (!Array.isArray(recipients) || recipients.length > MAX_RECIPIENTS_PER_CHECK) {
        throw new InputError(`at most ${MAX_RECIPIENTS_PER_CHECK} recipients in one check`);
      }
      const verdicts = await this.parts.judge.judge(recipients, sender, asker, isTouched === true);
      return { verdicts, guarding: await guardingOf(this.parts, asker.host) };
    },

    secret: async ({ root }, asker) => ({
      secret: await this.parts.digest.of('secret', tabOf(asker), asker.origin, finite(root)),
    }),

    page: async ({ report }, asker) => {
      const { frame, host, isPrivate } = asker;
      await this.parts.frames.report(tabOf(asker), frame, { report, host, isPrivate });
      return null;
    },

    gone: async (_request, { tab, frame }) => {
      // Firefox forgets where it came from while the background starts.
      if (tab === undefined) await this.parts.frames.verify();
      else await this.parts.frames.gone(tab, frame);
      return null;
    },

    held: async ({ started, isHeld: isSo }, asker) => {
      const mark = await this.#documentOf(asker, started);
      const now = this.effects.now();
      await this.#heldOf(asker).change((held) => (isSo ? withHeld(held, mark, now) : withoutHeld(held, mark)));
      return null;
    },

    unsent: async ({ started }, asker) => {
      const mark = await this.#documentOf(asker, started);
      const wasHeld = isHeld(await this.#heldOf(asker).get(), mark, this.effects.now());
      if (wasHeld) await this.#heldOf(asker).change((held) => withoutHeld(held, mark));
      return { wasHeld };
    },

    describe: async ({ webmail }) => this.effects.descriptions.offer(String(webmail)),

    newcomers: async ({ known }) => this.effects.descriptions.newcomers(known),

    described: async (trial) => {
      if (await this.effects.descriptions.tried(trial)) await this.effects.tellPages();
      return null;
    },
  };

  /** Names the asking frame's document, and says nothing about it. */
  async #documentOf(asker: Asker, started: number): Promise<string> {
    return this.parts.digest.of('document', tabOf(asker), asker.frame, asker.origin, finite(started));
  }

  #heldOf({ isPrivate }: Asker): StoredValue<HeldPresses> {
    return isPrivate ? this.keeping.privatelyHeld : this.keeping.held;
  }
}
