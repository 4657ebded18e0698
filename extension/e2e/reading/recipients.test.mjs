/** Who is known by name, whose mail it is, and who is no recipient though an address stands there. */
import { expect, follow, openWithRecipients, test } from './reader.mjs';

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
      return { read, isSend: window.intentOf(inText)?.control === inText };
    });
    expect(read.toSorted()).toEqual(recipients.toSorted());
    expect(isSend).toBe(true);
  });
}

test('a suggestion within another is known by name', async ({ tab }) => {
  await openWithRecipients(tab, ['outlook', 'new', {}]);
  await follow(tab);
  const recipients = await tab.evaluate(async () => {
    const { reader } = window;
    const [compose] = window.mailbox.composes;
    const list = document.createElement('ul');
    list.className = 'ms-FloatingSuggestionsList';
    list.id = 'FloatingSuggestionsList';
    document.body.append(list);
    await null;
    reader.learnNames();
    const option = document.createElement('li');
    const button = document.createElement('button');
    button.setAttribute('aria-label', 'Dana Example - dana@army.ml');
    button.append('Dana Example');
    option.append(button);
    list.append(option);
    await null;
    reader.learnNames();
    compose.fields.to.add('dana@army.ml', 'Dana Example');
    return reader.read(reader.roots()[0]).recipients.map(({ display, address }) => [display, address]);
  });
  expect(recipients).toContainEqual(['Dana Example', 'dana@army.ml']);
});

test('a list that a plain text field of the message opens names nobody', async ({ tab }) => {
  const recipients = await openWithRecipients(tab, ['gmail', 'new', {}]);
  await follow(tab);
  const read = await tab.evaluate(() => {
    const { reader } = window;
    const [compose] = window.mailbox.composes;
    const mentions = document.createElement('ul');
    mentions.id = 'mentions';
    mentions.append('zoe@example.org');
    compose.root.prepend(mentions);
    const plain = document.createElement('textarea');
    plain.className = 'Am editable';
    plain.setAttribute('aria-owns', 'mentions');
    compose.body.replaceWith(plain);
    return reader.read(reader.roots()[0]).recipients.map(({ address }) => address);
  });
  expect(read.toSorted()).toEqual(recipients.toSorted());
});

/** Where a compose says whose mail it is, as an element to add to it. */
const FROM = {
  gmail: (text) => ['input', { name: 'from', value: text }, ''],
  yahoo: (text) => ['div', { 'data-test-id': 'compose-header-field-from' }, text],
  proton: (text) => ['button', { 'data-testid': 'composer:from' }, text],
  fastmail: (text) => ['input', { id: 'm-from-input', value: text }, ''],
};

/** What somebody writes into a mail so that a domain passes for the reader's own. */
const IN_MAIL = {
  ...FROM,
  outlook: (text) => ['span', { role: 'treeitem', title: text }, ''],
};

for (const [webmail, drawn] of Object.entries(IN_MAIL)) {
  test(`${webmail}: no mail says who writes, be it quoted or shown`, async ({ tab }) => {
    await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    const senderNow = (what, within) =>
      tab.evaluate(
        async ([[name, attributes, text], place]) => {
          const { reader } = window;
          const part = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
          part.append(text);
          const received = document.createElement('div');
          received.id = 'UniqueMessageBody_7';
          received.className = 'a3s';
          if (place === 'quoted') window.mailbox.composes[0].body.append(part);
          else if (place === 'shown') {
            received.append(part);
            document.body.prepend(received);
          } else if (place === 'page') {
            document.querySelector('[data-folder-name]')?.removeAttribute('data-folder-name');
            document.body.append(part);
          }
          await null;
          return reader.read(reader.roots()[0]).sender;
        },
        [what, within],
      );
    const before = await senderNow(['p', {}, ''], 'quoted');
    expect(await senderNow(drawn('eve@army.ml'), 'quoted')).toBe(before);
    if (['gmail', 'outlook'].includes(webmail)) expect(await senderNow(drawn('eve@army.ml'), 'shown')).toBe(before);
    // Outside of mails the page says so.
    if (webmail === 'outlook') expect(await senderNow(drawn('kim@army.mil'), 'page')).toBe('kim@army.mil');
  });
}

test('outlook: no mail names people', async ({ tab }) => {
  await openWithRecipients(tab, ['outlook', 'new', {}]);
  await follow(tab);
  const read = await tab.evaluate(async () => {
    const { reader } = window;
    const [compose] = window.mailbox.composes;
    const list = document.createElement('ul');
    list.id = 'FloatingSuggestionsList';
    const option = document.createElement('li');
    option.setAttribute('role', 'option');
    option.setAttribute('aria-label', 'Dana Example - dana@army.mil');
    list.append(option);
    compose.body.append(list);
    await null;
    reader.learnNames();
    compose.fields.to.add('dana@army.ml', 'Dana Example');
    return reader.read(reader.roots()[0]).recipients.find(({ display }) => display === 'Dana Example').address;
  });
  expect(read).toBe(null);
});

for (const [webmail, drawn] of Object.entries(FROM)) {
  test(`${webmail}: a mail is judged for the sender that the compose says now`, async ({ tab }) => {
    await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    for (const address of ['kim@army.mil', 'kim@example.org']) {
      const sender = await tab.evaluate(async ([name, attributes, text]) => {
        const { reader } = window;
        const root = reader.roots()[0];
        for (const old of root.querySelectorAll('[data-drawn], [data-testid="composer:from"]')) old.remove();
        const from = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) from.setAttribute(key, value);
        from.dataset.drawn = '';
        from.append(text);
        root.prepend(from);
        await null;
        return reader.read(root).sender;
      }, drawn(address));
      expect(sender).toBe(address);
    }
  });
}

test('outlook: another user of the page is seen', async ({ tab }) => {
  await openWithRecipients(tab, ['outlook', 'new', {}]);
  await follow(tab);
  const senders = await tab.evaluate(() => {
    const { reader } = window;
    const root = reader.roots()[0];
    for (const old of document.querySelectorAll('[id^="primaryMailboxRoot"], [role="treeitem"]')) old.remove();
    const account = document.createElement('div');
    account.id = 'primaryMailboxRoot_1';
    document.body.append(account);
    return ['kim@army.mil', 'kim@example.org'].map((address) => {
      account.dataset.folderName = address;
      return reader.read(root).sender;
    });
  });
  expect(senders).toEqual(['kim@army.mil', 'kim@example.org']);
});

for (const webmail of ['gmail', 'outlook', 'proton']) {
  test(`${webmail}: somebody whose name is another's address is known by the address`, async ({ tab }) => {
    await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    const read = await tab.evaluate(async () => {
      const { reader } = window;
      const { to } = window.mailbox.composes[0].fields;
      const chip = to.chips?.[0].chip ?? to.input.querySelector('[contenteditable="false"]');
      const texts = document.createTreeWalker(chip, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        texts.currentNode.nodeValue = texts.currentNode.nodeValue.replace('ann@army.ml', 'olga@example.org');
      await null;
      return reader.read(reader.roots()[0]).recipients.map(({ address }) => address);
    });
    expect(read).toContain('ann@army.ml');
    expect(read).not.toContain('olga@example.org');
  });
}
