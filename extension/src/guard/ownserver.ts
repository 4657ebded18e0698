/**
 * A page on a server of somebody's own, which a person or an organisation let us
 * into: policy says which webmail it is, or the page itself does. Where that
 * description sees no compose, and on other pages, one is looked for by its shape.
 */
import { ask, isOrphaned, onPush, pagePolicy } from '../browser.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors } from '../webmail/descriptors.ts';
import { describeByShape, onActivity } from '../webmail/generic.ts';
import { whenRecognised } from '../webmail/recognise.ts';

/** A page that is being read, by a description that may change. */
export interface ReadPage {
  /** Read it by another one from now on, unless a mail is being held. */
  readonly become: (descriptor: Descriptor) => void;
  /** Whether a description sees no compose in it. */
  readonly isBlind: (descriptor: Descriptor) => boolean;
}

/** Starts to read the page once it is known how; at most once. */
export function joinOwnServer(window: Window, start: (descriptor: Descriptor) => ReadPage): void {
  const { document } = window;
  const named = (name: string | null): Descriptor | undefined => bundledDescriptors.find(({ id }) => id === name);
  const generic = named('generic');
  if (generic === undefined) throw new Error('no description is generic');
  /** The webmail that the page is; null for one that no description knows. */
  let webmail: Descriptor | null = null;
  let page: ReadPage | undefined;
  let isKnown = false;
  let isNamed = false;

  const read = (): void => {
    const isBlind = webmail === null || page?.isBlind(webmail) === true;
    const wanted = (isBlind ? describeByShape(document, generic) : null) ?? webmail;
    if (wanted === null) return;
    if (page === undefined) page = start(wanted);
    else page.become(wanted);
  };
  const settle = (found: Descriptor | null): void => {
    webmail = found;
    if (isKnown) read();
    else onActivity(document, read);
    isKnown = true;
  };
  const adopt = (name: string | null): void => {
    const wanted = named(name);
    if (wanted === undefined) return;
    isNamed = true;
    settle(wanted === generic ? null : wanted);
  };
  /** What policy says comes before what the page says, and may come after the page. */
  const followPolicy = (): void => {
    if (isOrphaned()) return;
    pagePolicy(window.origin).then((policy) => adopt(policy.webmail));
    ask('warm', {}).then(
      (known) => adopt(known.webmail),
      () => {},
    );
  };
  followPolicy();
  // Not after policy: browsers may be slow to say that there is none.
  whenRecognised(window, bundledDescriptors, (found) => {
    if (!isNamed) settle(found);
  });
  onPush(followPolicy);
}
