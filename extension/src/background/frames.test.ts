import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageReport, PageState } from '../messages/page.ts';
import { Frames } from './frames.ts';
import { storedValue } from './storedvalue.ts';
import {
  askingFrames,
  badgeOf,
  type Frame,
  hasCompose,
  MAX_FRAMES,
  type Pages,
  tabReport,
  withReport,
} from './tabs.ts';

const said = (state: PageState, more: Partial<PageReport> = {}): Frame => ({
  report: { webmail: 'gmail', state, problems: [], ...more },
  host: 'mail.google.com',
  isPrivate: false,
});

function makeWorld() {
  const stored = { pages: {} as Pages };
  const there = new Set<string>();
  const shown: string[] = [];
  let onAsked: () => Promise<void> = async () => {};
  /** As after each start of the background. */
  const restart = (): Frames =>
    new Frames(
      storedValue(
        async () => JSON.parse(JSON.stringify(stored.pages)) as Pages,
        async (pages) => {
          stored.pages = pages;
        },
      ),
      {
        isThere: async (tab, frame) => {
          const isThere = there.has(`${tab} ${frame}`);
          await onAsked();
          return isThere;
        },
        show: (tab, report) => void shown.push(`${tab} ${report?.state}`),
      },
    );
  return {
    stored,
    there,
    shown,
    restart,
    whileAsked: (step: () => Promise<void>) => {
      onAsked = step;
    },
  };
}

test('a frame that says that it goes no longer counts', async () => {
  const { restart, shown } = makeWorld();
  const frames = restart();
  await frames.report(7, 0, said('protecting'));
  await frames.report(7, 3, said('not-protecting'));
  await frames.gone(7, 3);
  await frames.gone(7, 5);
  assert.deepEqual(shown, ['7 protecting', '7 not-protecting', '7 protecting']);
});

test('a start of the background forgets frames that went while it slept', async () => {
  const { restart, shown, there, stored } = makeWorld();
  await restart().report(7, 0, said('protecting'));
  await restart().report(7, 3, said('not-protecting'));
  await restart().report(8, 0, said('protecting'));
  there.add('7 0');
  await restart().verify();
  assert.deepEqual(shown.slice(-2).sort(), ['7 protecting', '8 undefined']);
  assert.deepEqual(Object.keys(stored.pages), ['7']);
  assert.deepEqual(Object.keys(stored.pages[7] ?? {}), ['0']);
});

test('frames that make no difference are not asked', async () => {
  const { restart, whileAsked } = makeWorld();
  const frames = restart();
  await frames.report(7, 0, said('idle'));
  await frames.report(8, 0, said('protecting'));
  whileAsked(() => Promise.reject(new Error('asked')));
  await assert.rejects(frames.verify(), /asked/);
  await frames.verify(7);
});

test('a document that reports while its frame is asked for the one before it stays', async () => {
  const { restart, whileAsked, stored } = makeWorld();
  const frames = restart();
  await frames.report(7, 3, said('not-protecting'));
  whileAsked(() => frames.report(7, 3, said('protecting')));
  await frames.verify(7);
  assert.equal(stored.pages[7]?.[3]?.report.state, 'protecting');
});

test('a closed tab is forgotten', async () => {
  const { restart, stored } = makeWorld();
  const frames = restart();
  await frames.report(7, 0, said('protecting'));
  await frames.closed(7);
  assert.deepEqual(stored.pages, {});
});

test('a tab has so many frames and no more; what matters stays', () => {
  let pages: Pages = withReport({}, 7, 0, said('idle'));
  pages = withReport(pages, 7, 5, said('protecting', { questions: 1 }));
  for (let frame = 10; frame < 300; frame++) pages = withReport(pages, 7, frame, said('not-protecting'));
  const frames = Object.keys(pages[7] ?? {});
  assert.equal(frames.length, MAX_FRAMES);
  assert.ok(frames.includes('0') && frames.includes('5') && frames.includes('299'));
  assert.ok(!frames.includes('10'), 'the oldest');
});

test('questions of all frames are counted, and the popup learns where to ask', () => {
  let pages: Pages = withReport({}, 7, 0, said('idle', { questions: 2 }));
  pages = withReport(pages, 7, 5, said('protecting', { questions: 1 }));
  pages = withReport(pages, 7, 6, said('protecting'));
  assert.equal(tabReport(pages, 7)?.questions, 3);
  assert.deepEqual(askingFrames(pages, 7), [0, 5]);
  assert.deepEqual(askingFrames(pages, 8), []);
  assert.equal(hasCompose(pages), true);
});

for (const [name, report, label] of [
  ['no webmail', undefined, ''],
  ['a protected page', said('protecting').report, ''],
  ['a page that is not protected', said('not-protecting', { questions: 1, problems: ['script-held'] }).report, '!'],
  ['a mail that a script sent', said('protecting', { problems: ['script-held'] }).report, '!'],
  ['a question', said('protecting', { questions: 1 }).report, '?'],
] as const) {
  test(`the badge of ${name}`, () => assert.equal(badgeOf(report)[0], label));
}
