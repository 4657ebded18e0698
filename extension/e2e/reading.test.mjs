/** How composes are read: what looks remember, and what they walk around. */
import { PAGES } from './anchors.mjs';
import { expect, openWithRecipients, test } from './reader.mjs';

/** Makes a reader in the page that is told of changes, as `window.reader`. */
function follow(tab) {
  return tab.evaluate(() => {
    const { descriptorFor, WATCHED, Webmail } = window.nearmissReader;
    const reader = new Webmail(descriptorFor(location.origin), document);
    new MutationObserver((changes) => reader.note(changes)).observe(document, WATCHED);
    window.reader = reader;
    window.told = ({ recipients, complete, fields }) =>
      JSON.stringify({ complete, fields, of: recipients.map(({ element: _, ...rest }) => rest) });
  });
}

for (const page of PAGES) {
  const [webmail, what] = page;
  test(`${webmail}, ${what}: a look sees what a press sees, whatever changes in between`, async ({ tab }) => {
    await openWithRecipients(tab, page);
    await follow(tab);
    const { differing, seen } = await tab.evaluate(async () => {
      const { reader, told } = window;
      const [compose] = window.mailbox.composes;
      let state = 20261122;
      const random = (below) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const one = (list) => list[random(list.length)];
      const fields = () => Object.values(compose.fields);
      const write = (input, change) => {
        if ('value' in input) input.value = change(input.value);
        else {
          const last = input.lastChild?.nodeType === 3 ? input.lastChild : input.appendChild(new Text());
          last.nodeValue = change(last.nodeValue);
        }
      };
      let serial = 0;
      const steps = {
        key: () => write(one(fields()).input, (text) => text + one('abc@.,; mil')),
        address: () => write(one(fields()).input, (text) => `${text} dee${serial++}@army.mil`),
        rubOut: () => write(one(fields()).input, (text) => text.slice(0, -1)),
        clear: () => write(one(fields()).input, () => ''),
        commit: () => one(fields()).commit(),
        chip: () => one(fields()).add?.(`ben${serial++}@navy.ml`),
        drop: () => one([...compose.root.querySelectorAll('[data-remove]')])?.click(),
        bareAddress() {
          const bare = document.createElement('span');
          bare.textContent = `cleo${serial++}@af.mil`;
          one(fields()).input.parentElement?.append(bare);
        },
        letter() {
          const quote = document.createElement('blockquote');
          quote.append(`From: ${serial++}@example.org`, document.createElement('p'));
          (compose.body.ownerDocument === document ? compose.body : document.createElement('div')).append(quote);
        },
        newText() {
          const copy = compose.body.cloneNode(true);
          compose.body.replaceWith(copy);
          compose.body = copy;
        },
        suggestions() {
          const list = document.createElement('ul');
          list.id = `list${serial}`;
          list.append(`eve${serial++}@example.org`);
          const { input } = one(fields());
          input.setAttribute('aria-controls', list.id);
          compose.root.prepend(list);
          setTimeout(() => list.remove(), 20);
        },
        fold: () => window.mailbox.skin.collapse?.(compose),
        unfold: () => window.mailbox.skin.unfold?.(compose),
      };
      const differing = [];
      const seen = new Set();
      for (let round = 0; round < 400 && compose.root.isConnected; round++) {
        const isFolded = fields().every(({ input }) => !input.isConnected);
        const name = isFolded && random(3) > 0 ? 'unfold' : one(Object.keys(steps));
        steps[name]();
        // Changes are told of before anything else happens.
        await null;
        const look = reader.roots().map((root) => told(reader.glance(root)));
        const press = reader.roots().map((root) => told(reader.read(root)));
        for (const reading of press) seen.add(reading);
        if (JSON.stringify(look) !== JSON.stringify(press)) differing.push({ round, name, look, press });
        if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { differing: differing.slice(0, 3), seen: seen.size };
    });
    expect(differing).toEqual([]);
    // The page has really changed.
    expect(seen).toBeGreaterThan(10);
  });

  test(`${webmail}, ${what}: neither a look nor a press walks through the letter that is answered`, async ({ tab }) => {
    await openWithRecipients(tab, page);
    await follow(tab);
    const walks = await tab.evaluate(() => {
      const { reader } = window;
      const [compose] = window.mailbox.composes;
      const [root] = reader.roots();
      const letter = document.createElement('blockquote');
      for (let count = 0; count < 50; count++) letter.append(document.createElement('p'));
      compose.body.append(letter);
      reader.read(root); // finds the message text
      const through = [];
      for (const name of ['querySelector', 'querySelectorAll', 'getElementsByTagName', 'textContent', 'innerText']) {
        const owner = [Element, HTMLElement, Node].find(({ prototype }) => Object.hasOwn(prototype, name)).prototype;
        const real = Object.getOwnPropertyDescriptor(owner, name);
        const call = (work) =>
          function (...given) {
            const found = work.apply(this, given);
            // What is found around the letter has ended the walk before it.
            const isBefore = found instanceof Element && found.contains(letter);
            if (this.contains(letter) && !isBefore) through.push(`${name} of ${this.outerHTML.slice(0, 80)}`);
            return found;
          };
        const watched = real.value === undefined ? { get: call(real.get) } : { value: call(real.value) };
        Object.defineProperty(owner, name, { ...real, ...watched });
      }
      reader.read(root);
      reader.glance(root);
      reader.hasControl(root);
      const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
      let isSeen = false;
      const listen = (event) => {
        event.stopImmediatePropagation();
        isSeen = reader.controlIntent(event)?.root === root;
      };
      window.addEventListener('mousedown', listen, true);
      compose.sendButton.dispatchEvent(press);
      window.removeEventListener('mousedown', listen, true);
      return { through, isSeen };
    });
    expect(walks).toEqual({ through: [], isSeen: true });
  });
}

test('who is chosen before any look at the suggestions is known by name', async ({ tab }) => {
  await openWithRecipients(tab, ['outlook', 'new', {}]);
  await follow(tab);
  const recipients = await tab.evaluate(async () => {
    const { reader } = window;
    const [compose] = window.mailbox.composes;
    reader.learnNames();
    const list = document.createElement('div');
    list.id = 'FloatingSuggestionsList';
    const option = document.createElement('div');
    option.setAttribute('role', 'option');
    option.setAttribute('aria-label', 'Dana Example - dana@army.ml');
    list.append(option);
    document.body.append(list);
    list.remove();
    compose.fields.to.add('dana@army.ml', 'Dana Example');
    await null;
    reader.learnNames();
    return reader.read(reader.roots()[0]).recipients.map(({ display, address }) => [display, address]);
  });
  expect(recipients).toContainEqual(['Dana Example', 'dana@army.ml']);
});

// Proton's text stands in a frame, which can own no list outside.
for (const webmail of ['gmail', 'outlook', 'yahoo', 'fastmail']) {
  test(`${webmail}: people whom the text proposes to mention get no mail, and a Send within it is one`, async ({
    tab,
  }) => {
    const recipients = await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    const { read, isSend } = await tab.evaluate(() => {
      const { reader } = window;
      const [compose] = window.mailbox.composes;
      const [root] = reader.roots();
      const mentions = document.createElement('ul');
      mentions.id = 'mentions';
      mentions.append('zoe@example.org');
      root.prepend(mentions);
      compose.body.setAttribute('aria-owns', 'mentions');
      const read = reader.read(root).recipients.map(({ address }) => address);
      const inText = compose.sendButton.cloneNode(true);
      compose.body.append(inText);
      let isSend = false;
      const listen = (event) => {
        event.stopImmediatePropagation();
        isSend = reader.controlIntent(event)?.control === inText;
      };
      window.addEventListener('mousedown', listen, true);
      inText.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
      window.removeEventListener('mousedown', listen, true);
      return { read, isSend };
    });
    expect(read.toSorted()).toEqual(recipients.toSorted());
    expect(isSend).toBe(true);
  });
}
