import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DescriptionTrial } from '../messages/descriptions.ts';
import { Descriptions, type Fates, NO_FATES } from './descriptions.ts';
import { storedValue } from './storedvalue.ts';
import type { SignedWebmail } from './trust.ts';

const signedOf = (id: string, sha256: string, text = `{"id":"${id}","version":4}`): SignedWebmail => ({
  id,
  sha256,
  text: new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>,
});

function makeWorld() {
  const disk: { signed: readonly SignedWebmail[]; fates: Fates } = {
    signed: [signedOf('gmail', 'aa'), signedOf('yahoo', 'bb')],
    fates: NO_FATES,
  };
  const open = (version = '1.0'): Descriptions =>
    new Descriptions({
      signed: async () => disk.signed,
      fates: storedValue(
        async () => disk.fates,
        async (fates) => {
          disk.fates = fates;
        },
      ),
      version,
    });
  return { disk, open };
}

const trial = (fate: DescriptionTrial['fate'], change: Partial<DescriptionTrial> = {}): DescriptionTrial => ({
  webmail: 'gmail',
  sha256: 'aa',
  fate,
  why: '',
  ...change,
});

test('a page is offered what was signed for its webmail', async () => {
  const { open } = makeWorld();
  assert.deepEqual(await open().offer('gmail'), { sha256: 'aa', text: '{"id":"gmail","version":4}' });
  assert.equal(await open().offer('proton'), null);
});

test('a page is offered the webmails that it does not know, but for those that were dropped', async () => {
  const { open } = makeWorld();
  const descriptions = open();
  assert.deepEqual(Object.keys(await descriptions.newcomers(['gmail'])), ['yahoo']);
  assert.deepEqual(Object.keys(await descriptions.newcomers([])), ['gmail', 'yahoo']);
  await descriptions.tried(trial('refused'));
  assert.deepEqual(Object.keys(await descriptions.newcomers([])), ['yahoo']);
});

for (const fate of ['refused', 'unhealthy', 'older'] as const) {
  test(`one that was found ${fate} is not offered again, not after a restart either`, async () => {
    const { disk, open } = makeWorld();
    const descriptions = open();
    assert.equal(await descriptions.tried(trial(fate, { why: 'because' })), true);
    assert.equal(await descriptions.offer('gmail'), null);
    assert.equal(await open().offer('gmail'), null);
    assert.deepEqual((await open().statuses())[0], { webmail: 'gmail', version: 4, fate, why: 'because' });
    assert.ok(await open().offer('yahoo'), 'another webmail has its own');
    assert.equal(await open().tried(trial('used')), false);
    assert.equal(await open().offer('gmail'), null, 'another page that does well with it does not bring it back');
    disk.signed = [signedOf('gmail', 'cc')];
    assert.ok(await open().offer('gmail'), 'the next one has its own chance');
    disk.signed = [signedOf('gmail', 'aa')];
    assert.ok(await open('1.1').offer('gmail'), 'another extension may judge otherwise');
  });
}

test('one in use is reported once, and can still be dropped', async () => {
  const { disk, open } = makeWorld();
  const descriptions = open();
  assert.equal(await descriptions.tried(trial('used')), false);
  assert.equal((await descriptions.statuses())[0]?.fate, 'used');
  assert.ok(await descriptions.offer('gmail'));
  assert.equal(await descriptions.tried(trial('unhealthy')), true);
  assert.equal(await descriptions.tried(trial('unhealthy')), false);
  assert.equal(disk.fates.known.aa?.fate, 'unhealthy');
});

test('what nobody signed, and words that nobody knows, change nothing', async () => {
  const { disk, open } = makeWorld();
  const odd = { ...trial('used'), fate: 'best' } as unknown as DescriptionTrial;
  for (const one of [trial('refused', { sha256: 'ff' }), trial('refused', { webmail: 'yahoo' }), odd]) {
    assert.equal(await open().tried(one), false);
  }
  assert.deepEqual(disk.fates, NO_FATES);
  await open().tried(trial('refused', { why: 'x'.repeat(1000) }));
  assert.equal(disk.fates.known.aa?.why.length, 300);
});

test('what became of descriptions that are gone is forgotten', async () => {
  const { disk, open } = makeWorld();
  await open().tried(trial('refused'));
  disk.signed = [signedOf('yahoo', 'dd', 'no JSON')];
  await open().tried(trial('refused', { webmail: 'yahoo', sha256: 'dd' }));
  assert.deepEqual(Object.keys(disk.fates.known), ['dd']);
  assert.deepEqual(
    (await open().statuses()).map(({ version }) => version),
    [0],
  );
});
