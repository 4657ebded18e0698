/**
 * What a test changes in the content script's own world, which no page reaches:
 * how long its limits are, and whether the background answers it.
 */

/**
 * Runs `work(argument)` in the world of our content script in the page's main frame;
 * after an update in that of the copy that has its extension. Chromium only.
 */
export async function inContent(page, work, argument) {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const worlds = [];
    session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
    await session.send('Runtime.enable');
    const copies = worlds.filter(
      ({ origin, auxData }) => origin.startsWith('chrome-extension://') && auxData.frameId === frameTree.frame.id,
    );
    const isAlive = async ({ id }) => {
      const asked = { contextId: id, expression: 'chrome.runtime?.id !== undefined', returnByValue: true };
      return (await session.send('Runtime.evaluate', asked)).result.value === true;
    };
    let ours = copies.at(-1);
    for (const copy of copies) if (await isAlive(copy)) ours = copy;
    if (ours === undefined) throw new Error('no copy of the content script in this page');
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      contextId: ours.id,
      expression: `(${work})(${JSON.stringify(argument)})`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'threw');
    return result.value;
  } finally {
    await session.detach();
  }
}

/**
 * The copies of our content script in a page's main frame as they come and go;
 * `newest()` names the last one that came, null where none has. Chromium only.
 */
export async function followCopies(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const copies = [];
  session.on('Runtime.executionContextCreated', ({ context: { origin, auxData, uniqueId } }) => {
    if (origin.startsWith('chrome-extension://') && auxData.frameId === frameTree.frame.id) copies.push(uniqueId);
  });
  session.on('Runtime.executionContextsCleared', () => copies.splice(0));
  await session.send('Runtime.enable');
  return { newest: () => copies.at(-1) ?? null };
}

/**
 * Gives waits of the content script another length, both in ms: `{30000: 900}`.
 * One of `null` never ends.
 */
export function retime(page, lengths) {
  return inContent(
    page,
    (wanted) => {
      const real = globalThis.setTimeout;
      const realEvery = globalThis.setInterval;
      const changed =
        (set) =>
        (work, wait, ...rest) =>
          wanted[wait] === null ? 0 : set(work, wanted[wait] ?? wait, ...rest);
      globalThis.setTimeout = changed(real);
      globalThis.setInterval = changed(realEvery);
    },
    lengths,
  );
}

/** In a content world: from now on answers to this call, or to all, do not arrive until `letAnswer` is called there. */
function withholdAnswers(call) {
  const real = chrome.runtime.sendMessage.bind(chrome.runtime);
  let open;
  const isOpen = new Promise((resolve) => {
    open = resolve;
  });
  const withheld = [];
  chrome.runtime.sendMessage = (message) => {
    if (call !== undefined && message.call !== call) return real(message);
    const answer = isOpen.then(() => real(message));
    withheld.push(answer);
    return answer;
  };
  globalThis.letAnswer = async () => {
    open();
    await Promise.allSettled(withheld);
  };
}

/** From now on the background's verdicts do not arrive; its other answers do. */
export function withhold(page) {
  return inContent(page, withholdAnswers, 'check');
}

/** This content script, without any answer from its first moment on; a page may be given it more than once. */
export function withoutAnswers(script) {
  return `if (globalThis.letAnswer === undefined) (${withholdAnswers})();\n${script}`;
}

/** Has what was withheld arrive, and all that is asked later. */
export function answerAgain(page) {
  return inContent(page, () => globalThis.letAnswer());
}

/** The copy in a page answers no other one any more, as Firefox leaves a page at an update. */
export function endCopy(page) {
  return inContent(page, () => {
    Event.prototype.preventDefault = () => {};
  });
}
