/** What stands in our closed shadow roots, read through Chromium's debugger, as no page can. */
import { described, place } from './ours.mjs';

/** Elements in our closed roots: their host, name, answer, text and place. */
export async function oursInChromium(context, page) {
  const session = await context.newCDPSession(page);
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const found = [];
    const walk = (node, host, isDrawn) => {
      const attributes = Object.fromEntries(pairs(node.attributes ?? []));
      const shown = isDrawn && !('hidden' in attributes);
      if (host !== null && node.nodeType === 1)
        found.push({ host, node: node.nodeId, ...described(node.localName, attributes, textOf(node)), shown });
      // Where the page forbids our names, ours is the only closed root.
      const isOurs =
        node.localName?.startsWith('nearmiss-') || node.shadowRoots?.some((one) => one.shadowRootType === 'closed');
      const within = host ?? (isOurs ? node.localName : null);
      for (const child of node.shadowRoots ?? []) walk(child, within, shown);
      for (const child of node.children ?? []) walk(child, within === node.localName ? host : within, shown);
      if (node.contentDocument) walk(node.contentDocument, null, true);
    };
    walk(root, null, true);
    for (const one of found) {
      const drawn = await session.send('DOM.getContentQuads', { nodeId: one.node }).catch(() => null);
      const quad = drawn?.quads[0];
      if (quad) place(one, [quad[0], quad[2], quad[4], quad[6]], [quad[1], quad[3], quad[5], quad[7]]);
    }
    return found;
  } finally {
    await session.detach();
  }
}

function* pairs(flat) {
  for (let at = 0; at < flat.length; at += 2) yield [flat[at], flat[at + 1]];
}

function textOf(node) {
  if (node.localName === 'style') return '';
  return node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join('');
}
