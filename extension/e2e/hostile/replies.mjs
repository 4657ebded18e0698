/** What the sender of a mail can put into the reply to it: who seems to write it, and to whom it goes. */
import { pause } from '../support/user.mjs';
import { decision, good, slip } from './judge.mjs';

/** The elements in which these webmails show whose mail it is. */
const FROM = {
  outlook: ['span', { role: 'treeitem', title: 'eve@army.ml' }],
  fastmail: ['input', { id: 'm-from-input', value: 'eve@army.ml' }],
};

/** Puts the element that shows who writes into the text of the compose, into a mail beside it, or into the page. */
const putFrom = ([[name, attributes], place]) => {
  const part = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
  // The page's own folders would say it first.
  document.querySelector('[data-folder-name]')?.removeAttribute('data-folder-name');
  if (place === 'quoted') window.mailbox.composes[0].body.append(part);
  else if (place === 'page') document.body.append(part);
  else {
    const received = document.createElement('div');
    received.id = 'UniqueMessageBody_7';
    received.append('See you there.', part);
    document.querySelector('.list').append(received);
  }
};

const saysWhoWrites = (webmail, place) => ({
  isVariant: webmail === 'fastmail',
  name: `${webmail}: a ${place} mail that says that its own domain is the reader's`,
  async play(scene) {
    const user = await scene.open(webmail);
    await user.page.evaluate(putFrom, [FROM[webmail], place]);
    const won = await slip(scene, user);
    await user.page.close();
    return won;
  },
});

/** What the element does where the page itself has it: people of one domain write to each other. */
const ownDomain = {
  name: 'outlook: a mail within the domain that the page says is the own one',
  isControl: true,
  async play(scene) {
    const user = await scene.open('outlook');
    await user.page.evaluate(putFrom, [FROM.outlook, 'page']);
    const won = await good(scene, user, { compose: 0, address: 'ann@army.ml' });
    await user.page.close();
    return won;
  },
};

/** Shows the only recipient by a name of its choice; the page still knows the address. */
const rename = async (name) => {
  const { to } = window.mailbox.composes[0].fields;
  const find = () => to.input.querySelector('[contenteditable="false"]');
  for (const end = performance.now() + 5000; !find() && performance.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 50));
  const texts = document.createTreeWalker(find(), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.nodeValue = texts.currentNode.nodeValue.replace(/\w+@\S+/u, name);
};

/** Outlook's chips were once read by their text first. */
const namedLike = {
  name: 'outlook: somebody whose name is a good address',
  async play(scene) {
    const user = await scene.open('outlook');
    await user.type(0, 'ann@army.ml');
    await user.page.evaluate(rename, 'olga@example.org');
    const won = await slip(scene, user, { write: false });
    await user.page.close();
    return won;
  },
};

const namedLikeAnother = {
  name: 'outlook: somebody at a good address whose name is another good one',
  isControl: true,
  async play(scene) {
    const user = await scene.open('outlook');
    await user.type(0, 'ann@army.mil');
    await user.page.evaluate(rename, 'olga@example.org');
    await user.send(0, 'button');
    const what = await decision(scene, user, 0);
    const [mail] = await user.sent();
    await user.page.close();
    return what === 'sent' && mail.to.join() === 'ann@army.mil' ? '' : `${what}: ${mail?.to ?? 'no mail'}`;
  },
};

/** A reply to all goes to everybody whom the mail named, twice if it named them twice. */
const namedTwice = (fields) => ({
  name: `a slip in ${fields.join(' and ')}, changed at the question`,
  isControl: fields.length === 1,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.page.evaluate((wanted) => {
      const { fields: all } = window.mailbox.composes[0];
      for (const field of wanted) all[field].add('ann@army.ml');
      all.to.add('olga@example.org');
    }, fields);
    await pause(700);
    await user.send(0, 'button');
    const won = (await decision(scene, user, 0)) === 'asked' ? await changed(scene, user, fields) : 'not asked';
    await user.page.close();
    return won;
  },
});

async function changed(scene, user, fields) {
  const find = () => scene.button(user.page, ({ host, choice }) => host === 'nearmiss-dialog' && choice === 'fix');
  // Buttons take no press for half a second.
  await pause(900);
  const button = await find();
  if (!button?.place) return 'nothing to change it with';
  await user.pressAt(button.place);
  const isSent = await user.until('the mail', async () => (await user.sent()).length > 0).catch(() => false);
  if (!isSent) return 'changed, and the mail stays';
  const [mail] = await user.sent();
  const left = fields.filter((field) => !mail[field].includes('ann@army.mil') || mail[field].includes('ann@army.ml'));
  return left.length === 0 ? '' : `sent with ${left.map((field) => `${field}: ${mail[field]}`).join(', ')}`;
}

export const replies = [
  ownDomain,
  saysWhoWrites('outlook', 'quoted'),
  saysWhoWrites('outlook', 'displayed'),
  saysWhoWrites('fastmail', 'quoted'),
  namedLikeAnother,
  namedLike,
  namedTwice(['to']),
  namedTwice(['to', 'cc']),
];
