/**
 * A page of which Nearmiss knows nothing may be somebody's webmail: lets people
 * allow it, with the frame that holds the compose, and take that back.
 */
import { grantedHosts, leave, letInto } from '../../browser/hosts.ts';
import { largeFrames } from '../../browser/scripts.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isolate } from '../../warning/words.ts';
import { isFixed } from '../options/entries.ts';
import { hostOf, patternOf } from '../options/hosts.ts';

interface Tab {
  readonly id: number;
  readonly url: string;
}

/** Nothing for the browser's own pages and for webmails that the package brings. */
export async function allowPart(overview: Overview, tab: Tab | undefined): Promise<HTMLElement[]> {
  if (tab === undefined || !/^https?:/u.test(tab.url)) return [];
  const pattern = patternOf(tab.url);
  const granted = await grantedHosts();
  if (granted.includes(pattern)) return [leaving(pattern)];
  if (overview.page !== null) return [];
  if (pattern === '') return [part(text('allow_needs_https'))];
  if (isFixed(overview, 'webmail-hosts')) return [part(text('allow_fixed'))];
  const frames = (await largeFrames(tab.id)).map(patternOf);
  // Asked for with one click: browsers show the question only in answer to one.
  const patterns = [...new Set([pattern, ...frames])].filter((one) => one !== '' && !granted.includes(one));
  return [allowing(patterns)];
}

function allowing(patterns: readonly string[]): HTMLElement {
  const hosts = patterns.map((pattern) => isolate(hostOf(pattern))).join(', ');
  // The browser's question may close this popup; the background does the rest.
  const allow = button(text('hosts_allow_host', hosts), async () => {
    const [pattern] = patterns;
    if (pattern !== undefined && (await letInto(...patterns))) line.replaceWith(leaving(pattern));
  });
  const line = part(text('allow_words'), allow);
  return line;
}

function leaving(pattern: string): HTMLElement {
  const back = button(text('hosts_leave_host', isolate(hostOf(pattern))), async () => {
    await leave(pattern);
    line.replaceWith(allowing([pattern]));
  });
  const line = part(text('allow_reload'), back);
  return line;
}

function part(words: string, ...rest: HTMLElement[]): HTMLElement {
  return make('section', { class: 'panel allow' }, make('p', { role: 'status' }, words), ...rest);
}
