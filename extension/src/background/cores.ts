/** The two cores that judge recipients: with what is private, and without. */
import { compile } from '../../../wasm/reactor.ts';
import { file } from '../browser/extension.ts';
import { NOTHING_PERSONAL } from '../personal.ts';
import { attempts, type Personalised } from './configuration.ts';
import { habitual } from './history.ts';
import type { ListStore } from './liststore.ts';
import type { PolicyKeeper } from './policy.ts';
import { Protection } from './protection.ts';
import type { Keeping } from './requests/parts.ts';

export interface Cores {
  readonly protection: Protection;
  /** Public lists and policy alone. */
  readonly common: Pick<Protection, 'check' | 'warm'>;
  /** Lists, policy or personal entries changed. True when verdicts may have changed with them. */
  readonly reconfigure: () => Promise<boolean>;
  /** Rejects where the running core does not take lists that have just come; `reconfigure` must follow. */
  readonly accept: (fresh: Parameters<typeof attempts>[0]) => Promise<void>;
}

export function makeCores(lists: ListStore, policy: PolicyKeeper, keeping: Keeping): Cores {
  const personalised = async (): Promise<Personalised> => {
    const [personal, passing, history, contacts, { raw, reading }] = await Promise.all([
      keeping.personal.get(),
      keeping.passing.get(),
      keeping.history.get(),
      keeping.contacts.get(),
      policy.current(),
    ]);
    const taught = personal.keepsHistory && reading.policy.history ? habitual(history) : [];
    return { personal, passing, habits: [...taught, ...contacts.domains], policy: raw };
  };

  /** Compiled once for both cores. */
  let program: Promise<WebAssembly.Module> | undefined;
  const checkProgram = (): Promise<WebAssembly.Module> => {
    program ??= compile(file('check.wasm')).catch((error: unknown) => {
      program = undefined; // the next request tries again
      throw error;
    });
    return program;
  };

  const protection = new Protection({
    module: checkProgram,
    attempts: async () => attempts(await lists.lists(), () => lists.bundled(), await personalised()),
  });

  /**
   * A second core without anything private, for people who have something private:
   * only so it is certain which verdicts give something away. It takes 16 MB.
   */
  const publicAlone = new Protection({
    module: checkProgram,
    attempts: async () => {
      const { raw } = await policy.current();
      const nobody = { personal: NOTHING_PERSONAL, passing: [], habits: [], policy: raw };
      return attempts(await lists.lists(), () => lists.bundled(), nobody);
    },
  });

  const commonCore = async (): Promise<Protection> => ((await hasOwnLists()) ? publicAlone : protection);

  const common = {
    warm: async () => (await commonCore()).warm(),
    check: async (recipients: readonly string[], sender: string) => (await commonCore()).check(recipients, sender),
  };

  /** Whether the core may know anything that is not the same for everybody. */
  async function hasOwnLists(): Promise<boolean> {
    const { personal: own, history: taught, contacts: book } = keeping;
    const [personal, history, contacts] = await Promise.all([own.get(), taught.get(), book.get()]);
    const { protected: targets, allowed } = personal;
    return targets.length + allowed.length + Object.keys(history).length + contacts.domains.length > 0;
  }

  return {
    protection,
    common,
    reconfigure: async () => {
      if (publicAlone.health.state !== 'asleep') await publicAlone.reconfigure();
      return protection.reconfigure();
    },
    accept: async (fresh) => {
      const [full] = await attempts(fresh, () => lists.bundled(), await personalised());
      if (full !== undefined) await protection.accept(full);
    },
  };
}
