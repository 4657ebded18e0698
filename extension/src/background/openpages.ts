/** Webmail pages that are open when we come, and those that somebody lets us into later. */
import { permittedHosts } from '../browser/hosts.ts';
import { injectIntoOpenTabs, runInHosts } from '../browser/scripts.ts';
import { sessionStore, sessionStored } from '../browser/storage.ts';
import type { Policy } from '../policy.generated.ts';

/**
 * Once a session, and again until it worked: after an installation, an update, or
 * when somebody switches us on, pages are open that we are not in.
 */
export async function joinOpenPages(policyInForce: () => Promise<Policy>): Promise<void> {
  if ((await sessionStored('joined')) === true) return;
  await injectIntoOpenTabs(await policyInForce());
  await sessionStore('joined', true);
}

/** Webmails that somebody let us into after the installation. */
export async function followHosts(policy: Policy): Promise<void> {
  await runInHosts(await permittedHosts(policy));
}
