/**
 * What a webmail's redesign takes away: classes, ids, roles, test ids. Each name
 * on a compose is taken away in turn, then many at random, then whole kinds of
 * them; the reader that the extension has must still see the recipients and
 * Send, or notice that it does not. In the page itself, without the extension.
 */
/** Pages whose names are taken away: [webmail, what it is, options, fold the recipients first]. */
export const PAGES = [
  ['gmail', 'new', {}],
  ['gmail', 'reply', { open: ['reply'] }],
  ['gmail', 'old widget', { widget: 'old' }],
  ['gmail', 'small screen', { widget: 'small' }],
  ['gmail', 'folded recipients', {}, 'fold'],
  ['outlook', 'new', {}],
  ['outlook', 'old widget', { widget: 'old' }],
  ['outlook', 'on premises', { widget: 'premises' }],
  ['outlook', 'folded recipients', {}, 'fold'],
  ['yahoo', 'new', {}],
  ['yahoo', 'old widget', { widget: 'old' }],
  ['yahoo', 'known contact', { knownContacts: true }],
  ['proton', 'new', {}],
  ['proton', 'folded recipients', {}, 'fold'],
  ['proton', 'quick reply', { open: ['reply'], widget: 'quick', quickTo: 'ann@army.ml' }],
  ['fastmail', 'new', {}],
  ['fastmail', 'old widget', { widget: 'old' }],
];

/**
 * Takes names away and tells what the reader makes of the page.
 * @param {string[]} recipients what it must read
 * @param {{seed: number, rounds: number}} chance how often many names go at once
 * @returns {Promise<{tried: number, guarded: number, said: string[], silent: string[]}>}
 *   `said`: what the reader noticed that it cannot read; `silent`: what it overlooked
 */
export function takeNamesAway(page, recipients, chance) {
  return page.evaluate(
    ([expected, { seed, rounds }]) => {
      const { descriptorFor, healthOf, Webmail } = window.nearmissReader;
      const [compose] = window.mailbox.composes;
      const { root } = compose;
      const descriptor = descriptorFor(location.origin);

      /** Attributes that are what an element is, not what it is called; and those of the tests themselves. */
      const KEPT =
        /^(?:style|hidden|type|value|src|srcdoc|href|method|rows|size|maxlength|d|viewBox|width|height|fill|stroke.*|contenteditable|draggable|data-(?:remove|shown|line|said))$/u;
      const scope = [];
      for (let one = root; one !== null && one !== document.body; one = one.parentElement) scope.push(one);
      scope.push(...root.querySelectorAll('*'));

      const names = new Map();
      const add = (label, change) => {
        if (!names.has(label)) names.set(label, []);
        names.get(label).push(change);
      };
      const kinds = new Map();
      const addKind = (label, change) => {
        if (!kinds.has(label)) kinds.set(label, []);
        kinds.get(label).push(change);
      };
      for (const element of scope) {
        for (const token of element.classList) add(`.${token}`, { element, token });
        if (element.hasAttribute('class')) addKind('all classes', { element, attribute: 'class' });
        for (const { name: attribute, value } of element.attributes) {
          if (attribute === 'class' || KEPT.test(attribute)) continue;
          // An address is content: where the page names it nowhere else, nobody can read it.
          if (!value.includes('@')) add(`[${attribute}="${value}"]`, { element, attribute });
          addKind(`all [${attribute}]`, { element, attribute });
        }
      }

      const without = (changes, look) => {
        const before = new Map();
        for (const { element, attribute = 'class' } of changes) {
          if (!before.has(element)) before.set(element, new Map());
          const saved = before.get(element);
          if (!saved.has(attribute)) saved.set(attribute, element.getAttribute(attribute));
        }
        for (const { element, attribute, token } of changes) {
          if (token === undefined) element.removeAttribute(attribute);
          else element.classList.remove(token);
        }
        const seen = look();
        for (const [element, saved] of before) {
          for (const [attribute, value] of saved) if (value !== null) element.setAttribute(attribute, value);
        }
        return seen;
      };

      const intentOf = (webmail, element, type, make) => {
        let intent = null;
        const listen = (event) => {
          event.stopImmediatePropagation();
          event.preventDefault();
          intent = type === 'keydown' ? webmail.chordIntent(event) : webmail.controlIntent(event);
        };
        window.addEventListener(type, listen, true);
        element.dispatchEvent(make());
        window.removeEventListener(type, listen, true);
        return intent;
      };

      const look = () => {
        const webmail = new Webmail(descriptor, document);
        const readings = webmail.roots().map((one) => ({ root: one, reading: webmail.read(one) }));
        const problems = healthOf(webmail, readings);
        const holder = readings.find((one) => one.root.contains(compose.sendButton) || root.contains(one.root));
        const read = holder?.reading.recipients.map((one) => one.address) ?? [];
        const lost = [];
        if (expected.some((address) => !read.includes(address))) lost.push('recipients');
        const press = compose.sendButton.firstElementChild ?? compose.sendButton;
        const bubbling = { bubbles: true, cancelable: true, composed: true };
        if (intentOf(webmail, press, 'mousedown', () => new MouseEvent('mousedown', bubbling))?.root !== holder?.root) {
          lost.push('Send');
        }
        const keys = { key: 'Enter', ctrlKey: true, ...bubbling };
        const from = compose.subject.isConnected ? compose.subject : root.querySelector('iframe');
        if (intentOf(webmail, from, 'keydown', () => new KeyboardEvent('keydown', keys))?.root !== holder?.root) {
          lost.push('shortcut');
        }
        if (holder === undefined) lost.push('compose');
        return { lost, problems };
      };

      /** A person of whom only the name is shown is said to be so; that says nothing of Send. */
      const isSaid = (lost, problems) =>
        problems.some((one) => one !== 'opaque-recipient' || lost.every((part) => part === 'recipients'));

      const untouched = look();
      const report = { tried: 0, guarded: 0, said: [], silent: [] };
      if (untouched.lost.length > 0) report.silent.push(`nothing: ${untouched.lost.join(', ')}`);
      const attempt = (label, changes) => {
        report.tried++;
        const { lost, problems } = without(changes, look);
        if (lost.length === 0) report.guarded++;
        else if (isSaid(lost, problems)) report.said.push(label);
        else report.silent.push(`${label}: ${lost.join(', ')}`);
      };
      for (const [label, changes] of [...names, ...kinds]) attempt(label, changes);

      let state = seed;
      const random = (below) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const labels = [...names.keys()];
      for (let round = 0; round < rounds; round++) {
        const taken = new Set();
        for (let left = 2 + random(6); left > 0; left--) taken.add(labels[random(labels.length)]);
        attempt(
          [...taken].join(' + '),
          [...taken].flatMap((label) => names.get(label)),
        );
      }
      return report;
    },
    [recipients, chance],
  );
}
