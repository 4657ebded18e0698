/** All attacks, by what they are after; each can be played in both browsers. */
import { buttons } from './buttons.mjs';
import { components } from './components.mjs';
import { documents } from './documents.mjs';
import { nestedComposes } from './nested.mjs';
import { learnHistory, oracle } from './oracle.mjs';
import { poison } from './poison.mjs';
import { replies } from './replies.mjs';
import { silence } from './silence.mjs';
import { text } from './text.mjs';
import { untruth } from './untruth.mjs';

/**
 * An attack: `play(scene)` resolves with '' when it came to nothing, else with
 * what it won, in words. A control is no attack: '' says that all went well.
 * One that `isVariant` is played with NEARMISS_ALL=1 only: another like it always is.
 * `only` names the one browser that can play it, `timeout` how long it may take if the usual limit is too short, in ms.
 * @typedef {{name: string, isControl?: boolean, isVariant?: boolean, only?: string, timeout?: number, play: (scene: object) => Promise<string>}} Attack
 */

/**
 * `aim` and `leaves` are what THREATS.md says of the kind: what is tried, and what
 * the platform leaves open all the same. `before` runs once in each browser.
 * @type {Record<string, {aim: string, leaves: string, attacks: readonly Attack[], before?: (scene: object) => Promise<void>}>}
 */
export const KINDS = {
  silence: {
    aim: 'scripts of the page that would have the guard stand aside, look elsewhere, ask twice or hold a good mail',
    leaves:
      'a page can take out, hide or cover what we show: its mail stays then, and nobody is asked. It can always send by itself',
    attacks: [...silence, ...components, ...nestedComposes],
  },
  documents: {
    aim: 'documents that are replaced or written: page, pop-out, frame of the text',
    leaves:
      'listeners of the page come first where its script runs inside the `document.write`, was there before an update in Firefox, or before the page was allowed: honest pages are held all the same, and a reload makes it sure. A copy that comes to a page that is open already (just allowed, installed, switched on or updated), or to a window at about:blank, lets presses made by scripts pass until it has the secret of the document from its background, five seconds at most: an older copy may be playing what a person has answered. In Chromium the copy from before an update goes on judging them, for ten seconds at most. A person’s own presses are judged from the first moment; after a reload, those of scripts are, too',
    attacks: documents,
  },
  text: {
    aim: "mails: the compose's own markup quoted or displayed, endless names, thousands of recipients, fields named like properties, misleading senders and names",
    leaves: 'beyond 10,000 recipients a mail counts as unchecked, and that is said',
    attacks: [...text, ...replies],
  },
  buttons: {
    aim: 'buttons of ours hidden, covered, moved under the pointer or pressed by a script',
    leaves:
      'Firefox tells nobody what is really painted: there the page is asked for what lies on top and for its styles. Any page can paint a picture of our question; pressing it does nothing of ours',
    attacks: buttons,
  },
  untruth: {
    aim: 'pages that would have us say what is not so',
    leaves: 'any page can imitate how we look',
    attacks: untruth,
  },
  oracle: {
    aim: "guesses at the person's history by all that a page can see",
    leaves:
      'scripts see that a notice or question stands there, and the page’s `window.find` says which words it has, in closed shadow trees, too: of a compose that a person touched they learn five answers a minute and forty a day at most for each site',
    attacks: oracle,
    before: learnHistory,
  },
  poison: {
    aim: 'a history that scripts teach or flood',
    leaves: "a person's own press on a compose that a script filled in teaches up to 50 domains a mail and 200 a day",
    attacks: poison,
    before: learnHistory,
  },
};
