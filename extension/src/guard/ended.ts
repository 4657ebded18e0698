/**
 * Addresses whose domain may have come to its end with the last key. The core is
 * asked about them alone; the page is looked at once there is something to say.
 */
import type { TypedText } from '../webmail/glance.ts';
import { typedAddresses } from '../webmail/text.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { lastOf } from './begun.ts';
import type { Typing } from './typing.ts';
import { isWorthSaying, type Verdicts } from './verdicts.ts';

export interface EndedListener {
  /** Have the verdicts on these fetched; whether they say anything is not told. */
  readonly fetch: (addresses: readonly string[], sender: string) => Promise<void>;
  /** Have the page looked at. */
  readonly look: () => void;
}

export class Ended {
  readonly #webmail: Webmail;
  readonly #verdicts: Verdicts;
  readonly #typing: Typing;
  readonly #listener: EndedListener;
  /** By compose, as its last look has read it. */
  readonly #senders = new WeakMap<Element, string>();

  constructor(webmail: Webmail, verdicts: Verdicts, typing: Typing, listener: EndedListener) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#typing = typing;
    this.#listener = listener;
  }

  /** Note for whom a compose is judged. */
  writtenBy(root: Element, sender: string): void {
    this.#senders.set(root, sender);
  }

  /** Ask about what a key may have ended, at once: whatever is done later starts cold, which costs as much again. */
  ask(typed: TypedText): void {
    const sender = this.#senders.get(typed.root);
    if (sender === undefined) {
      this.#listener.look();
      return;
    }
    const addresses = typedAddresses(lastOf(typed.text)?.text ?? '');
    const tell = (): void => this.#tell(typed, addresses, sender);
    if (addresses.every((one) => this.#verdicts.isFresh(one, sender))) tell();
    else this.#listener.fetch(addresses, sender).then(tell, () => {});
  }

  #tell({ element, text }: TypedText, addresses: readonly string[], sender: string): void {
    const verdicts = addresses.flatMap((one) => this.#verdicts.get(one, sender) ?? []).filter(isWorthSaying);
    if (verdicts.length === 0) return;
    const isStillThere = this.#webmail.typedAt(element)?.text === text;
    // The pause that it waits for is told of.
    const isForLater =
      isStillThere && verdicts.every(({ early }) => !early) && this.#typing.isOn({ isLast: true, element });
    if (!isForLater) this.#listener.look();
  }
}
