/** What the background answers to each call, whoever has the answer. */
import type { Asker } from '../../browser/ask.ts';
import type { CallName, Calls, ReplyOf, RequestOf } from '../../messages/calls.ts';
import { type Answer, InputError } from './asking.ts';
import { DecisionRequests } from './decisions.ts';
import { OverviewRequest } from './overview.ts';
import { OwnPageRequests } from './ownpages.ts';
import { PageRequests } from './pages.ts';
import type { Effects, Parts } from './parts.ts';
import { SettingsRequests } from './settings.ts';

export class RequestHandlers {
  readonly decisions: DecisionRequests;
  readonly settings: SettingsRequests;
  readonly #all: { readonly [N in keyof Calls]: Answer<N> };

  constructor(parts: Parts, effects: Effects) {
    this.decisions = new DecisionRequests(parts, effects);
    this.settings = new SettingsRequests(parts, effects);
    this.#all = {
      ...new PageRequests(parts, effects).answers,
      ...this.decisions.answers,
      ...this.settings.answers,
      ...new OverviewRequest(parts, effects).answers,
      ...new OwnPageRequests(parts, effects).answers,
    };
  }

  serve<N extends CallName>(call: N, request: RequestOf<N>, asker: Asker): Promise<ReplyOf<N>> {
    const answer: Answer<N> | undefined = Object.hasOwn(this.#all, call) ? this.#all[call] : undefined;
    if (answer === undefined) return Promise.reject(new InputError(`no call named ${String(call)}`));
    return answer(request, asker);
  }
}
