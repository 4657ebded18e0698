/** The keys that open the notice in a webmail, as the person has them set. */
import { noticeKeys } from '../../browser/pages.ts';
import { text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import { isolate } from '../../warning/words.ts';

/** Empty until the browser has answered, and where the keys were taken away. */
export function keysLine(): HTMLElement {
  const line = make('p', { class: 'soft small keys' });
  noticeKeys().then(
    (keys) => {
      if (keys !== '') line.textContent = text('keys_words', isolate(keys));
    },
    () => undefined, // a browser without commands
  );
  return line;
}
