/**
 * Attacks that win nothing at 74e8161 either, and what withstands them there. Those
 * marked as tried were won by a copy of its built script with that taken out.
 */
const NAMES = 'names of elements decide nothing there either';
const UNANSWERED = 'a mail goes only after an answer; an answer that never comes plays nothing';
const WORLD = 'content scripts have prototypes and a global object of their own, in both browsers';
const TOO_FAR = 'there is no rule for message text there; this is what such a rule must not take away';
const TOP_LAYER = 'the top layer is not drawn with the styles of what its elements stand in';
const ON_WINDOW = 'listeners stand on the window, which stays; tried with listeners on the root element: won';
const NOT_ON_BODY = 'nothing of ours stands on the body';
const MOVED = 'the page moves what we show out of reach of a press, or hides nothing of it';
const CLOSED = 'no script reaches into a closed shadow root; tried with an open one: won';
const NOT_SEEN = 'its text is read in no such place';

export const WITHSTOOD = {
  silence: {
    'events of ours: stopped': 'a copy whose question is stopped decides by itself',
    'Send inside elements with our names': NAMES,
    'the whole page inside elements with our names': NAMES,
    'elements with our names that stand before us': NAMES,
    'elements with our names, redefined': NAMES,
    'elements with our names that fail': NAMES,
    'elements with our names that move on': UNANSWERED,
    'what we show is taken out': UNANSWERED,
    'what we show is hidden': UNANSWERED,
    'what we show is inert': UNANSWERED,
    'prototypes of the page replaced': WORLD,
    'names of the document taken by elements': WORLD,
    'an imitation of the compose beside it': 'a Send belongs to the box that it stands in',
    'the focus goes to and fro': 'a press is decided before the page hears of it',
    'Send is replaced when it is pressed': 'a press is decided before the page hears of it',
    'the recipients move out of the compose when Send is pressed': 'a press is decided before the page hears of it',
    'the compose lies in an editable': TOO_FAR,
    'the page says it is message text': TOO_FAR,
    'the whole page may be edited': TOO_FAR,
  },
  documents: {
    'a new root element in the page': ON_WINDOW,
    'a new root element in the page, between writing and sending': ON_WINDOW,
    'a new root element in a pop-out': ON_WINDOW,
    'a new body in the page': NOT_ON_BODY,
    'a new body in the page, between writing and sending': NOT_ON_BODY,
    'a new body in a pop-out': NOT_ON_BODY,
    'a new root element in the frame with the text': ON_WINDOW,
  },
  text: {
    "proton: a quoted mail with the compose's own markup": 'the text stands in a frame of its own',
    'a copy of the compose in a frame of the text': NOT_SEEN,
    'a copy of the compose in a shadow root of the text': NOT_SEEN,
    'a slip behind a name of 600000 units: spaces': 'no pattern there begins with them',
    'a slip as the first of 2001 recipients': 'the first 2,000 are read',
    'a slip as the last of 10001 recipients': 'a page with so many stands still there for longer than a test waits',
  },
  buttons: {
    'question: opacity 0': TOP_LAYER,
    'question: opacity 0.02': TOP_LAYER,
    'question: a filter that hides': TOP_LAYER,
    'question: a filter that blurs': TOP_LAYER,
    'question: a mask': TOP_LAYER,
    'question: a path that shows the buttons alone': TOP_LAYER,
    'question: a transform': TOP_LAYER,
    'question: a blend with white': TOP_LAYER,
    'question: opacity by a style sheet': TOP_LAYER,
    'question: opacity by an animation': TOP_LAYER,
    'question: opacity on all that is around': TOP_LAYER,
    'question: a box above all': TOP_LAYER,
    'question: a box of no size around us': TOP_LAYER,
    'notice: a filter that hides': MOVED,
    'notice: a filter that blurs': MOVED,
    'notice: a mask': MOVED,
    'notice: a path that shows the buttons alone': MOVED,
    'notice: a transform': MOVED,
    'notice: opacity by a style sheet': MOVED,
    'notice: opacity by an animation': MOVED,
    'notice: a box of no size around us': MOVED,
    'notice: moved under the pointer as it presses': 'its transform is not carried by the press that falls at once',
    'dialog: moved under the pointer as it presses': TOP_LAYER,
    'notice: presses and keys of a script': CLOSED,
    'dialog: presses and keys of a script': CLOSED,
    'question: a second press where a button has just appeared':
      'buttons take no press for half a second; tried without that: won',
  },
  untruth: {
    'attributes of ours on the root, empty': 'what is empty names no moment',
    'forged questions at load': 'only what was there before the script is taken for a leftover',
  },
};
