/**
 * A page on a server of somebody's own, which a person or an organisation let us
 * into: policy says which webmail it is, or the page itself does.
 */
import { ask, isOrphaned, onPush, pagePolicy } from '../browser.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors, generic } from '../webmail/descriptors.ts';
import { whenRecognised } from '../webmail/recognise.ts';

/** Calls `start` once it is known how to read the page, at most once; with null where only its shape can say that. */
export function joinOwnServer(window: Window, start: (descriptor: Descriptor | null) => void): void {
  let isStarted = false;
  const startOnce = (descriptor: Descriptor | null): void => {
    if (isStarted) return;
    isStarted = true;
    start(descriptor);
  };
  const join = ({ webmail }: { readonly webmail: string | null }): void => {
    const wanted = bundledDescriptors.find(({ id }) => id === webmail);
    if (wanted === undefined) whenRecognised(window, bundledDescriptors, startOnce);
    else startOnce(wanted === generic ? null : wanted);
  };
  const tryPolicy = (): void => {
    if (isStarted || isOrphaned()) return;
    ask('warm', {}).then(join, async () => join(await pagePolicy(window.origin)));
  };
  tryPolicy();
  // Policy may come after the page.
  onPush(tryPolicy);
}
