/** What people decide about warnings, take back, and teach by sending. */
import type { Asker } from '../../browser/ask.ts';
import { dayOf, withCount, withMoved } from '../../counts.ts';
import { type Decided, MAX_RECIPIENTS_PER_CHECK } from '../../messages/verdict.ts';
import { MAX_ENTRIES, readPersonal, rememberedAddress } from '../../personal.ts';
import { withMail } from '../history.ts';
import { isLocked } from '../policy.ts';
import { type Said, withoutSaid, withSaid } from '../undo.ts';
import type { Answer } from './asking.ts';
import { guardingOf } from './guarding.ts';
import { Requests } from './requests.ts';

type DecisionCall = 'decided' | 'untrust' | 'sent';

/** What a person decided about a warning, and what is learnt from mails that left. */
export class DecisionRequests extends Requests {
  /** The last private window was closed. */
  async endPrivateSession(): Promise<void> {
    if ((await this.keeping.said.get()).some(({ isPrivate }) => isPrivate)) {
      await this.keeping.said.change((said) => said.filter(({ isPrivate }) => !isPrivate));
    }
    if ((await this.keeping.passing.get()).length === 0) return;
    await this.keeping.passing.change(() => []);
    await this.effects.changed();
  }

  readonly answers: { readonly [N in DecisionCall]: Answer<N> } = {
    decided: async ({ decisions, isAtSend = false }, asker) => {
      const { isPrivate } = asker;
      const trusted = decisions.filter(({ choice }) => choice === 'trust');
      const mayTrust = !isLocked(await this.parts.policy.current(), 'allow-addresses');
      if (trusted.length > 0 && mayTrust) await this.#trust(trusted, asker, isAtSend);
      if (!isPrivate) await this.#count(decisions);
      return guardingOf(this.parts, asker.host);
    },

    untrust: async ({ recipient }, asker) => {
      const [verdict] = await this.parts.protection.check([recipient], '');
      const address = rememberedAddress(recipient, verdict?.domain ?? '');
      const said = (await this.keeping.said.get()).find(
        (one) => one.address === address && (asker.isOwnPage || one.isPrivate === asker.isPrivate),
      );
      const isPrivate = asker.isOwnPage ? (said?.isPrivate ?? false) : asker.isPrivate;
      if (isPrivate) {
        await this.keeping.passing.change((addresses) => addresses.filter((known) => known !== address));
      } else {
        await this.keeping.personal.change((personal) => ({
          ...personal,
          addresses: personal.addresses.filter((known) => known !== address),
        }));
      }
      if (said !== undefined) await this.#unsay(said);
      await this.effects.changed();
      return guardingOf(this.parts, asker.host);
    },

    sent: async ({ recipients, sender, isTrusted }, { isPrivate }) => {
      // A page's script can send as much as it likes; only people teach.
      if (isTrusted !== true || isPrivate || !(await this.#keepsHistory())) return null;
      const verdicts = await this.parts.protection.check(recipients.slice(0, MAX_RECIPIENTS_PER_CHECK), sender);
      const domains = new Map(verdicts.map(({ domain, level }) => [domain, level === 'warn']));
      const mails = Array.from(domains, ([domain, wasWarned]) => ({ domain, wasWarned }));
      await this.keeping.history.change((history) => withMail(history, dayOf(this.effects.now()), mails));
      this.effects.changedAtLeisure();
      return null;
    },
  };

  async #keepsHistory(): Promise<boolean> {
    const { policy } = (await this.parts.policy.current()).reading;
    return policy.history && (await this.keeping.personal.get()).keepsHistory;
  }

  async #trust(decisions: readonly Decided[], asker: Asker, wasSent: boolean): Promise<void> {
    const day = dayOf(this.effects.now());
    const { isPrivate } = asker;
    const fresh = decisions.flatMap(({ verdict: { recipient, domain, kind } }): Said[] => {
      const address = rememberedAddress(recipient, domain);
      return address === '' ? [] : [{ address, kind, day, isPrivate, wasSent }];
    });
    const addresses = fresh.map(({ address }) => address);
    await this.keeping.said.change((said) => withSaid(said, fresh));
    await this.parts.judge.saidRight(addresses, asker);
    if (asker.isPrivate) {
      await this.keeping.passing.change((known) => [...addresses, ...known].slice(0, MAX_ENTRIES));
    } else {
      await this.keeping.personal.change((personal) =>
        readPersonal({ ...personal, addresses: [...addresses, ...personal.addresses] }),
      );
    }
    await this.effects.changed();
  }

  /** It was not right after all: what counts is whether a mail went. */
  async #unsay({ address, kind, day, isPrivate, wasSent }: Said): Promise<void> {
    await this.keeping.said.change((said) => withoutSaid(said, address, isPrivate));
    if (isPrivate) return;
    await this.keeping.counts.change((counts) => withMoved(counts, day, kind, 'trust', wasSent ? 'send' : undefined));
  }

  async #count(decisions: readonly Decided[]): Promise<void> {
    const day = dayOf(this.effects.now());
    // That a mail leaves the organisation is no near miss.
    const nearMisses = decisions.filter(({ verdict }) => verdict.kind !== 'external-recipient');
    if (nearMisses.length === 0) return;
    await this.keeping.counts.change((counts) =>
      nearMisses.reduce((sum, { verdict, choice }) => withCount(sum, day, verdict.kind, choice), counts),
    );
    await this.parts.report.count(day, nearMisses);
  }
}
