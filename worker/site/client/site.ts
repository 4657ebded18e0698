/**
 * The page's script: opens the frames, fetches the program and the lists for
 * them, and shows what the server says of the lists. All of it is fetched before
 * the frames take the first key; after that only what somebody presses for.
 */
import { useTexts } from '../../../extension/src/browser/texts.ts';
import type { PageData } from '../messages.ts';
import { markBrowser } from './browsers.ts';
import { fetchFile } from './fetch.ts';
import { openFrames } from './frames.ts';
import { showLists } from './lists.ts';
import { pickLocale } from './locale.ts';
import { currentPublication, fetchLists } from './publication.ts';

async function start(): Promise<void> {
  const data = JSON.parse(document.querySelector('#data')?.textContent ?? '') as PageData;
  if (isLeaving()) return;
  useTexts(data.texts);
  markBrowser(navigator.userAgent);
  const program = fetchFile(data.check);
  const publication = currentPublication();
  const lists = publication.then(fetchLists);
  const frame = await fetchFile(data.frame);
  const frames = await openFrames(new TextDecoder().decode(frame), data);
  try {
    const bytes = await program;
    if (bytes === undefined) throw new Error(`the server has no ${data.check}`);
    frames.program(bytes);
    await frames.lists(await lists);
    performance.mark('nearmiss-ready');
    document.documentElement.dataset.core = 'ready';
    showLists(data, await publication, await lists);
  } catch (error) {
    frames.fail(error instanceof Error ? error.message : String(error));
  }
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
