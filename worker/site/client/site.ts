/**
 * The page's script: opens the frames, fetches the program and the lists for
 * them, and shows what the server says of the lists. All of it is fetched before
 * the frames take the first key; after that only what somebody presses for.
 */
import { useTexts } from '../../../extension/src/browser/texts.ts';
import type { Failure, PageData } from '../messages.ts';
import { markBrowser } from './browsers.ts';
import { openFrame } from './frames.ts';
import { showLists } from './lists.ts';
import { pickLocale } from './locale.ts';
import { fetchPacked, listsIn } from './packed.ts';
import { currentPublication, fetchLists } from './publication.ts';

async function start(): Promise<void> {
  const data = JSON.parse(document.querySelector('#data')?.textContent ?? '') as PageData;
  if (isLeaving()) return;
  useTexts(data.texts);
  markBrowser(navigator.userAgent);
  const program = fetchPacked(data.check);
  const publication = currentPublication();
  const lists = Promise.all([publication, fetchPacked(data.lists)]).then(([current, file]) =>
    fetchLists(current, listsIn(file)),
  );
  const trial = await openFrame('trial', data.texts);
  const { port1, port2 } = new MessageChannel();
  let failure: Failure | undefined;
  try {
    const bytes = await program;
    trial.send({ program: bytes }, [bytes.buffer]);
    trial.send({ lists: await lists }, [port1]);
    await trial.isReady;
    performance.mark('nearmiss-ready');
    document.documentElement.dataset.core = 'ready';
  } catch (error) {
    failure = { failed: error instanceof Error ? error.message : String(error) };
    trial.send(failure);
  }
  // Not before: what it is for is further down, and its start would slow the other's down.
  const domain = await openFrame('domain', data.texts);
  domain.send(failure, [port2]);
  if (failure === undefined) showLists(data, await publication, await lists);
}

/** "/" is nobody's choice of a language: who reads another one is led to it. */
function isLeaving(): boolean {
  if (location.pathname !== '/') return false;
  const offered = [...document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"]')]
    .map(({ hreflang }) => hreflang)
    .filter((tag) => tag !== 'x-default');
  const picked = pickLocale(navigator.languages, offered);
  if (picked === undefined || picked === document.documentElement.lang) return false;
  location.replace(`/${picked.toLowerCase()}/${location.hash}`);
  return true;
}

void start();
