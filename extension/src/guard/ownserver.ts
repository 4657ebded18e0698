/**
 * A page on a server of somebody's own, which a person or an organisation let us
 * into: policy says which webmail it is, or the page itself does. On other pages
 * a compose is looked for by its shape.
 */
import { isOrphaned, onPush, pagePolicy } from '../browser.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors } from '../webmail/descriptors.ts';
import { describeByShape, onActivity } from '../webmail/generic.ts';
import { whenRecognised } from '../webmail/recognise.ts';

/** A page that is being read, by a description that may change. */
export interface ReadPage {
  /** Read it by another one from now on, unless a mail is being held. */
  readonly become: (descriptor: Descriptor) => void;
  /** Whether the description that it was started with sees no compose. */
  readonly isBlind: () => boolean;
}

/** Starts to read the page once it is known how; at most once. */
export function joinOwnServer(window: Window, start: (descriptor: Descriptor) => ReadPage): void {
  const { document } = window;
  const named = (name: string | null): Descriptor | undefined => bundledDescriptors.find(({ id }) => id === name);
  const generic = named('generic');
  if (generic === undefined) throw new Error('no description is generic');
  let isStarted = false;

  const startAs = (webmail: Descriptor): void => {
    if (isStarted) return;
    isStarted = true;
    const page = start(webmail);
    // Webmails change: where the description sees no compose, the shape of the page may show one.
    onActivity(document, () => page.become((page.isBlind() && describeByShape(document, generic)) || webmail));
  };

  const startByShape = (): void => {
    if (isStarted) return;
    isStarted = true;
    let page: ReadPage | undefined;
    onActivity(document, () => {
      const found = describeByShape(document, generic);
      if (found === null) return;
      if (page === undefined) page = start(found);
      else page.become(found);
    });
  };

  const search = async (): Promise<void> => {
    if (isStarted || isOrphaned()) return;
    const { webmail } = await pagePolicy(window.origin);
    const wanted = named(webmail);
    if (wanted === generic) startByShape();
    else if (wanted !== undefined) startAs(wanted);
    else {
      whenRecognised(window, bundledDescriptors, (found) => {
        if (found === null) startByShape();
        else startAs(found);
      });
    }
  };
  void search();
  // Policy may come after the page.
  onPush(() => void search());
}
