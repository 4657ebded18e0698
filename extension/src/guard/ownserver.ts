/**
 * A page on a server of somebody's own, which a person or an organisation let us
 * into: policy says which webmail it is, or the page itself does.
 */
import { ask, isOrphaned, onPush, pagePolicy } from '../browser.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors, generic } from '../webmail/descriptors.ts';
import { whenRecognised } from '../webmail/recognise.ts';

/** What is known of a page at first: it is read by its shape alone. */
export const UNKNOWN: Descriptor = { ...generic, compose: [] };

/** Calls `read` with the description of the page's webmail as soon as that is known. */
export function joinOwnServer(window: Window, read: (descriptor: Descriptor) => void): void {
  let isNamed = false;
  const adopt = ({ webmail }: { readonly webmail: string | null }): void => {
    const named = bundledDescriptors.find(({ id }) => id === webmail);
    if (named === undefined) return;
    isNamed = true;
    read(named === generic ? UNKNOWN : named);
  };
  // Policy comes before what the page says, and may come after the page.
  const followPolicy = (): void => {
    if (isOrphaned()) return;
    void pagePolicy(window.origin).then(adopt);
    ask('warm', {}).then(adopt, () => {});
  };
  followPolicy();
  onPush(followPolicy);
  whenRecognised(window, bundledDescriptors, (found) => {
    if (!isNamed) read(found);
  });
}
