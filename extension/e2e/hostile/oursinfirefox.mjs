/** What stands in our closed shadow roots, read through WebDriver BiDi, as no page can. */
import { described, place } from './ours.mjs';

function callInFirefox(browser, page, functionDeclaration, args, serializationOptions) {
  return browser.connection
    .send('script.callFunction', {
      functionDeclaration,
      arguments: args,
      awaitPromise: false,
      // A world of our own: the page may have replaced its functions.
      target: { context: page.mainFrame()._id, sandbox: 'harness' },
      serializationOptions,
    })
    .then(({ result }) => result.result);
}

/** Elements in our closed roots: their host, name, answer, text and place. */
export async function oursInFirefox(browser, page) {
  const call = (...given) => callInFirefox(browser, page, ...given);
  const list = await call(
    "() => [...Document.prototype.querySelectorAll.call(document, 'nearmiss-dialog, nearmiss-notice, nearmiss-status, body > div')]",
    [],
    // Not what they hold: describing thousands of recipients would stop the page for seconds.
    { includeShadowTree: 'all', maxDomDepth: 0, maxObjectDepth: 2 },
  );
  // Where the page forbids our names, ours is the only closed root.
  const isOurs = ({ value }) => value.localName !== 'div' || value.shadowRoot?.value?.mode === 'closed';
  const found = [];
  const text = ({ value }) =>
    value?.localName === 'style'
      ? ''
      : value?.nodeType === 3
        ? (value.nodeValue ?? '')
        : (value?.children ?? []).map(text).join('');
  const walk = (node, host) => {
    const { localName, attributes = {}, nodeType, children = [], shadowRoot } = node.value ?? {};
    if (host !== null && nodeType === 1)
      found.push({ host, node: node.sharedId, ...described(localName, attributes, text(node)), shown: true });
    const within = host ?? localName;
    if (shadowRoot) walk({ value: { nodeType: 11, children: shadowRoot.value?.children } }, within);
    if (host !== null || nodeType === 11) for (const child of children) walk(child, within);
  };
  for (const { sharedId } of (list.value ?? []).filter(isOurs)) {
    const host = await call('(one) => one', [{ sharedId }], {
      includeShadowTree: 'all',
      maxDomDepth: 100,
      maxObjectDepth: 2,
    });
    walk(host, null);
  }
  for (const one of found) {
    const drawn = await call(
      '(one) => { const { left, top, right, bottom } = one.getBoundingClientRect(); return [left, top, right, bottom]; }',
      [{ sharedId: one.node }],
    ).catch(() => null);
    const [left, top, right, bottom] = drawn?.value?.map(({ value }) => value) ?? [];
    if (right > left) place(one, [left, right], [top, bottom]);
  }
  return found;
}
