/** The list store as policy wants it, and what may be said of its lists. */

import { compile } from '../../../wasm/reactor.ts';
import { file } from '../browser/extension.ts';
import type { Overview } from '../messages/overview.ts';
import type { Policy } from '../policy.generated.ts';
import { checkCatalogue, isThisMachine } from './catalogue.ts';
import { listDatabase } from './listdatabase.ts';
import { ListStore, PUBLIC } from './liststore.ts';
import { LIST_ROOT, LIST_SERVER } from './origin.ts';
import { checkSigned } from './trust.ts';
import { Updater } from './updater.ts';

type PolicyInForce = () => Promise<Policy>;

export function listStore(policyInForce: PolicyInForce): ListStore {
  return new ListStore({
    channels: async () => {
      const { listMirror, listChannels } = await policyInForce();
      const home = {
        name: PUBLIC,
        url: `${listMirror || `${LIST_SERVER}/`}v1/`,
        scope: 'public',
        root: LIST_ROOT,
      } as const;
      const isTrusted = home.root !== '' || isThisMachine(home.url);
      return [
        ...(isTrusted ? [home] : []),
        ...listChannels.map((channel) => ({ ...channel, name: `organisation:${channel.name}` })),
      ];
    },
    withVerifier: async (work) => {
      // Loaded for this look and forgotten with it: the hot program stays alone in memory.
      let updater: Promise<Updater> | undefined;
      return work(async (channel, known, fetchFile) => {
        if (channel.root === '') return checkCatalogue(channel, known, fetchFile, Date.now());
        updater ??= compile(file('update.wasm')).then(Updater.start);
        return checkSigned(await updater, channel, known, fetchFile, Date.now());
      });
    },
    interval: async () => (await policyInForce()).listUpdateInterval * 60_000,
    database: listDatabase(),
    bundled: async (path) => new Uint8Array(await (await file(path)).arrayBuffer()),
    now: Date.now,
    random: Math.random,
  });
}

export async function listsOverview(lists: ListStore, policyInForce: PolicyInForce): Promise<Overview['lists']> {
  const { version, origin, lists: all, age } = await lists.lists();
  const isAsked = LIST_ROOT !== '' || isThisMachine(LIST_SERVER);
  const server = isAsked ? (await policyInForce()).listMirror || LIST_SERVER : '';
  return { version, origin, server, update: await lists.state(), lists: all.map(({ entry }) => entry), age };
}

/**
 * Whether a target is of the public lists. An organisation's channel may use their
 * categories: beside one, only what stands in the lists of the package is certain.
 */
export async function isPublicTarget(
  lists: ListStore,
  { listChannels }: Policy,
  target: string,
  category: string,
): Promise<boolean> {
  const { lists: all } = await lists.bundled();
  if (!all.some(({ entry }) => entry.category === category)) return false;
  if (listChannels.length === 0) return true;
  const decoder = new TextDecoder();
  return all.some(({ text }) => decoder.decode(text).split('\n').includes(target));
}
