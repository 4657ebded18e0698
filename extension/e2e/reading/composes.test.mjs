/** How composes are read: they are found whatever changes, and reading walks around the letter that is answered. */

import { expect, follow, loadReader, openWithRecipients, test } from './reader.mjs';
import { PAGES } from './redesigns.mjs';

for (const page of PAGES) {
  const [webmail, what] = page;
  test(`${webmail}, ${what}: what a new search finds of composes is known, whatever changes in between`, async ({
    tab,
  }) => {
    await openWithRecipients(tab, page);
    await follow(tab);
    const { differing, seen } = await tab.evaluate(async () => {
      const { reader } = window;
      // Who a name stands for is remembered from chips that are gone.
      const addresses = ({ recipients }) => JSON.stringify(recipients.map(({ field, state }) => [field, state]));
      const { descriptorFor, WATCHED, Webmail } = window.nearmissReader;
      let [compose] = window.mailbox.composes;
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
        // As when a chip's address is looked up: what says it changes in place.
        resolved() {
          const parts = [compose.root, ...compose.root.querySelectorAll('*')].filter((part) => !part.matches('input'));
          const places = parts.flatMap((part) => [
            ...[...part.attributes].filter(({ name }) => WATCHED.attributeFilter.includes(name)),
            ...[...part.childNodes].filter(({ nodeType }) => nodeType === 3),
          ]);
          const place = one(places.filter(({ nodeValue }) => nodeValue.includes('@')));
          if (place !== undefined) place.nodeValue = place.nodeValue.replace(/[^\s<]+@/u, `fay${serial++}@`);
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
        otherCompose() {
          if (window.mailbox.composes.length < 2) window.mailbox.open('reply');
          compose = one(window.mailbox.composes);
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
        // Comboboxes name their list before there is one.
        named: () => one(fields()).input.setAttribute('aria-controls', `later${serial++}`),
        opened() {
          const input = compose.root.querySelector('[aria-controls^="later"]');
          if (input === null) return;
          const list = document.createElement('ul');
          list.id = input.getAttribute('aria-controls');
          document.getElementById(list.id)?.remove();
          list.append(`eve${serial++}@example.org`);
          input.parentElement.append(list);
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
        // Changes are reported before anything else happens.
        await null;
        const anew = new Webmail(descriptorFor(location.origin), document);
        const read = (one) =>
          one
            .roots()
            .map((root) => addresses(one.read(root)))
            .sort();
        const [known, found] = [read(reader), read(anew)];
        for (const reading of known) seen.add(reading);
        // One that is known stays one while its fields are folded away.
        if (!found.every((one) => known.includes(one))) differing.push({ round, name, known, found });
        if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { differing: differing.slice(0, 3), seen: seen.size };
    });
    expect(differing).toEqual([]);
    // The page has really changed.
    expect(seen).toBeGreaterThan(1);
  });

  test(`${webmail}, ${what}: reading does not walk through the letter that is answered`, async ({ tab }) => {
    await openWithRecipients(tab, page);
    await follow(tab);
    await tab.evaluate(() => {
      const [compose] = window.mailbox.composes;
      const letter = document.createElement('blockquote');
      for (let count = 0; count < 50; count++) letter.append(document.createElement('p'));
      compose.body.append(letter);
      const through = [];
      window.through = through;
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
      for (const name of [
        'firstElementChild',
        'nextElementSibling',
        'firstChild',
        'nextSibling',
        'childNodes',
        'children',
      ]) {
        const owner = [Element, Node].find(({ prototype }) => Object.hasOwn(prototype, name)).prototype;
        const { get, ...rest } = Object.getOwnPropertyDescriptor(owner, name);
        const watched = function () {
          if (letter.contains(this)) through.push(`${name} of a ${this.nodeName} of the letter`);
          return get.call(this);
        };
        Object.defineProperty(owner, name, { ...rest, get: watched });
      }
    });
    await loadReader(tab);
    const walks = await tab.evaluate(() => {
      const { reader, through } = window;
      const [compose] = window.mailbox.composes;
      const [root] = reader.roots();
      through.splice(0); // to find composes, the whole page is searched
      reader.read(root);
      reader.controls(root);
      return { through: [...through], isSeen: window.intentOf(compose.sendButton)?.root === root };
    });
    expect(walks).toEqual({ through: [], isSeen: true });
  });
}

for (const webmail of ['gmail', 'outlook']) {
  test(`${webmail}: a mail that is shown with the markup of a compose takes no place of the one that is written`, async ({
    tab,
  }) => {
    await openWithRecipients(tab, [webmail, 'new', { displays: 'eve@navy.ml' }]);
    await follow(tab);
    const isActive = await tab.evaluate(() => {
      const received = document.querySelector('article.received');
      received.id = 'UniqueMessageBody_7';
      received.classList.add('a3s');
      return window.reader.activeRoot()?.contains(window.mailbox.composes[0].sendButton);
    });
    expect(isActive).toBe(true);
  });
}
