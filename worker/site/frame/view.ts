import type { Delivery } from '../messages.ts';

/** What the page shows in a frame, and what it hands to it. */
export interface View {
  readonly element: HTMLElement;
  /** Resolved when the frame answers, which it does after it got a port. */
  take(message: Delivery | undefined, port: MessagePort | undefined): Promise<void>;
  fail(reason: string): void;
}
