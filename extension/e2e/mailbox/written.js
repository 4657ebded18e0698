/** Compose windows of their own: one that is drawn into, and one whose document is written. */

/** A window of its own, which has no address: about:blank. */
export function popOut() {
  const view = window.open('about:blank', '', 'width=820,height=640');
  window.popOut = view;
  for (const sheet of document.querySelectorAll('style')) {
    const copy = view.document.createElement('style');
    copy.textContent = sheet.textContent;
    view.document.head.append(copy);
  }
  view.document.title = 'Message';
  return view.document;
}

/**
 * The same, written as a text by `document.write`, as many pages have made such
 * windows for decades. Writing takes every listener off the window.
 * @param {number} after ms between opening and writing; 0 writes at once
 * @returns the document, or a promise of it
 */
export function writtenPopOut(after) {
  const view = window.open('', '', 'width=820,height=640');
  window.popOut = view;
  const write = () => {
    const styles = [...document.querySelectorAll('style')].map((sheet) => `<style>${sheet.textContent}</style>`);
    const markup = `<!doctype html><html><head><title>Message</title>${styles.join('')}</head><body></body></html>`;
    view.document.open();
    view.document.write(trusted(view, markup));
    view.document.close();
    return view.document;
  };
  if (after === 0) return write();
  return new Promise((resolve) => setTimeout(resolve, after)).then(write);
}

/** These pages enforce Trusted Types where the browser knows them. */
export function trusted(view, markup) {
  const policy = view.trustedTypes?.createPolicy('mailbox', { createHTML: (text) => text });
  return policy === undefined ? markup : policy.createHTML(markup);
}
