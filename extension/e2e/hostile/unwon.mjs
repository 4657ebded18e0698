/**
 * Attacks that win nothing at 74e8161 either, and what holds them there. Those
 * marked as tried were won by a copy of its built script with that taken out.
 */
const NAMES = 'names of elements decide nothing there either';
const UNANSWERED = 'a mail goes only after an answer; an answer that never comes plays nothing';
const WORLD = 'content scripts have prototypes and a global object of their own, in both browsers';
const TOO_FAR = 'there is no rule for message text there; this is what such a rule must not take away';
const TOP_LAYER = 'the top layer is not drawn with the styles of what its elements stand in';
const ON_WINDOW = 'listeners stand on the window, which stays; tried with listeners on the root element, which lose';
const NOT_SEEN = 'its text is read in no such place';

export const UNWON = {
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
    'the compose lies in an editable': TOO_FAR,
    'the page says it is message text': TOO_FAR,
    'the whole page may be edited': TOO_FAR,
  },
  documents: {
    'a new root element in the page': ON_WINDOW,
    'a new root element in the page, between writing and sending': ON_WINDOW,
    'a new root element in a pop-out': ON_WINDOW,
    'a new body in the page': ON_WINDOW,
    'a new body in the page, between writing and sending': ON_WINDOW,
    'a new body in a pop-out': ON_WINDOW,
    'a new root element in the frame with the text': ON_WINDOW,
  },
  text: {
    "proton: a quoted mail with the compose's own markup": 'the text stands in a frame of its own',
    'a copy of the compose in a frame of the text': NOT_SEEN,
    'a copy of the compose in a shadow root of the text': NOT_SEEN,
    'a slip behind a name of 600000 units: spaces': 'no pattern there begins with them',
    'a slip as the first of 2001 recipients': 'the first 2,000 are read',
  },
  buttons: {},
};
