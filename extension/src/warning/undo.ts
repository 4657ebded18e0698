/**
 * After "This address is right": a way back, where it was pressed. It takes back
 * the answer; a mail that has gone stays gone, and the words say so.
 */
import { language, text } from '../browser/texts.ts';
import { showBar } from './bar.ts';
import { isolate } from './words.ts';

export interface Trusted {
  /** Recipients as the page gives them. */
  readonly recipients: readonly string[];
  /** The answer was given at Send, and the mail went with it. */
  readonly isAtSend: boolean;
  /** Takes the answer back; false where that did not work. */
  readonly undo: () => Promise<boolean>;
}

export function offerUndo(document: Document, { recipients, isAtSend, undo }: Trusted): void {
  const addresses = new Intl.ListFormat(language()).format(recipients.map(isolate));
  showBar(document, {
    name: 'undo',
    words: text(isAtSend ? 'status_trusted_sent' : 'status_trusted', addresses),
    action: {
      label: text('undo'),
      press: async () => {
        if (!(await undo())) return text('status_core_silent');
        return text(isAtSend ? 'status_untrusted_sent' : 'status_untrusted', addresses);
      },
    },
  });
}
