import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice, Decided, Verdict } from '../messages/verdict.ts';
import type { Kind } from '../policy.generated.ts';
import { NearMissReport, NOTHING_TO_REPORT, type ReportPolicy, readReportState } from './nearmissreport.ts';
import { storedValue } from './storedvalue.ts';

const DAY = 86_400_000;
const POLICY: ReportPolicy = {
  reportUrl: 'https://works.example/v1/orgs/works/reports',
  reportToken: 'token-of-works',
  reportInterval: 1440,
  reportTypedDomains: false,
};

function rig(policy: ReportPolicy = POLICY) {
  const world = {
    now: Date.UTC(2026, 10, 21, 12),
    policy,
    answers: [] as (number | Error)[],
    wire: [] as { url: string; init: RequestInit }[],
    stored: undefined as unknown,
  };
  const state = storedValue(
    async () => readReportState(world.stored),
    async (value) => {
      world.stored = structuredClone(value);
    },
  );
  const report = new NearMissReport(state, {
    policy: async () => world.policy,
    now: () => world.now,
    random: () => 0.5,
    fetch: async (url, init) => {
      world.wire.push({ url: String(url), init: init ?? {} });
      const answer = world.answers.shift() ?? 200;
      if (answer instanceof Error) throw answer;
      return new Response('', { status: answer });
    },
  });
  return { world, report, state };
}

function decided(domain: string, choice: Choice, verdict: Partial<Verdict> = {}, local = 'ann'): Decided {
  return {
    choice,
    verdict: {
      recipient: `${local}@${domain}`,
      level: 'warn',
      action: 'ask',
      kind: 'suffix-slip',
      domain,
      target: 'army.mil',
      category: 'us-military',
      suggestion: `${local}@army.mil`,
      alternative: '',
      early: true,
      reason: '',
      external: '',
      decidedBy: '',
      ...verdict,
    },
  };
}

const bodies = (world: { wire: { init: RequestInit }[] }) =>
  world.wire.map(({ init }) => JSON.parse(String(init.body)));

test('off without a server: nothing is counted, nothing is sent', async () => {
  const { world, report, state } = rig({ ...POLICY, reportUrl: '' });
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.now += 100 * DAY;
  await report.sendWhenDue();
  assert.deepEqual(await state.get(), NOTHING_TO_REPORT);
  assert.equal(world.wire.length, 0);
  assert.equal((await report.preview()).url, '');
});

test('counts by day, kind, target and choice', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [
    decided('army.ml', 'fix'),
    decided('army.ml', 'fix', {}, 'bob'),
    decided('army.ml', 'send'),
  ]);
  await report.sendWhenDue();
  assert.equal(world.wire.length, 0, 'not before it is due');
  world.now += DAY;
  await report.sendWhenDue();
  const [body] = bodies(world);
  assert.equal(world.wire[0]?.url, POLICY.reportUrl);
  assert.deepEqual(Object.keys(body), ['version', 'token', 'batch', 'computer', 'rows']);
  assert.match(body.batch, /^[0-9a-f]{32}$/);
  assert.match(body.computer, /^[0-9a-f]{32}$/);
  assert.deepEqual(body.rows, [
    { day: '2026-11-21', kind: 'suffix-slip', target: 'army.mil', did: 'fix', count: 2 },
    { day: '2026-11-21', kind: 'suffix-slip', target: 'army.mil', did: 'send', count: 1 },
  ]);
  world.now += 10 * DAY;
  await report.sendWhenDue();
  assert.equal(world.wire.length, 1, 'what was taken is not sent again');
});

test('the batches of a day bear one number of the computer, and those of the next another', async () => {
  const { world, report } = rig({ ...POLICY, reportInterval: 60 });
  for (let hour = 0; hour < 30; hour += 3) {
    await report.count('2026-11-21', [decided('army.ml', 'fix')]);
    world.now += DAY / 8;
    await report.sendWhenDue();
  }
  const sent = bodies(world);
  assert.equal(sent.length, 10);
  assert.equal(new Set(sent.map(({ batch }) => batch)).size, 10);
  // From 15:00 to 21:00, and from 00:00 to 18:00.
  const computers = sent.map(({ computer }) => computer);
  assert.deepEqual([new Set(computers.slice(0, 3)).size, new Set(computers.slice(3)).size], [1, 1]);
  assert.notEqual(computers[0], computers[3]);
});

test('a receiver that does not know the number gets the batch without it', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.answers = [400, 200];
  for (let day = 0; day < 3; day++) {
    world.now += DAY;
    await report.sendWhenDue();
  }
  const [first, second, ...rest] = bodies(world);
  assert.deepEqual(Object.keys(second), ['version', 'token', 'batch', 'rows']);
  assert.deepEqual([first.batch, first.rows, rest.length], [second.batch, second.rows, 0]);
});

test('what only this person knows is not named', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [
    decided('exampel.com', 'fix', { kind: 'history-lookalike', target: 'example.com', category: 'history' }),
    decided('exampel.org', 'fix', { kind: 'label-typo', target: 'example.org', category: 'personal' }),
  ]);
  world.now += DAY;
  await report.sendWhenDue();
  const [body] = bodies(world);
  assert.deepEqual(
    body.rows.map(({ target }: { target: string }) => target),
    ['', ''],
  );
});

test('a batch that did not arrive is sent again, the same', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.answers = [new Error('offline'), 503, 429, 401, 200];
  for (let i = 0; i < 5; i++) {
    world.now += DAY;
    await report.sendWhenDue();
  }
  assert.equal(world.wire.length, 5);
  assert.equal(new Set(world.wire.map(({ init }) => init.body)).size, 1, 'one body');
  const { error, sentAt } = await report.preview();
  assert.deepEqual([error, sentAt], ['', world.now]);
});

test('waits longer after each failure, and what comes meanwhile is a batch of its own', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.now += DAY;
  world.answers = Array.from({ length: 100 }, () => 503);
  for (let minute = 0; minute < 24 * 60; minute++) {
    world.now += 60_000;
    await report.sendWhenDue();
  }
  assert.ok(world.wire.length >= 5 && world.wire.length <= 10, `${world.wire.length} tries in a day`);
  await report.count('2026-11-22', [decided('navy.ml', 'send')]);
  world.answers = [];
  world.now += 2 * DAY;
  await report.sendWhenDue();
  world.now += 2 * DAY;
  await report.sendWhenDue();
  const [first, second] = bodies(world).slice(-2);
  assert.deepEqual([first.rows[0].day, second.rows[0].day], ['2026-11-21', '2026-11-22']);
  assert.notEqual(first.batch, second.batch);
});

test('what the server refuses for what it is is given up', async () => {
  const { world, report, state } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.answers = [400, 400];
  for (let day = 0; day < 5; day++) {
    world.now += DAY;
    await report.sendWhenDue();
  }
  assert.equal(world.wire.length, 2);
  assert.equal((await state.get()).batch, null);
  assert.equal((await report.preview()).error, 'HTTP 400');
});

test('policy withdrawn or pointed elsewhere: what was counted goes nowhere', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  world.policy = { ...POLICY, reportUrl: 'https://other.example/reports' };
  world.now += 5 * DAY;
  await report.sendWhenDue();
  await report.sendWhenDue();
  assert.equal(world.wire.length, 0);
  assert.deepEqual(JSON.parse((await report.preview()).next).rows, []);
});

test('what a person is shown is what is sent', async () => {
  const { world, report } = rig();
  await report.count('2026-11-21', [decided('army.ml', 'fix')]);
  const shown = JSON.parse((await report.preview()).next);
  world.now += DAY;
  await report.sendWhenDue();
  const [sent] = bodies(world);
  assert.deepEqual({ ...sent, token: '', batch: '', computer: '' }, shown);
});

test('a row too many still counts, and the batch stays within the receiver’s limit', async () => {
  const { world, report } = rig();
  const own = { kind: 'history-lookalike' as Kind, category: 'history' };
  await report.count('2026-11-21', [decided('a.example', 'fix', { ...own, kind: 'label-typo' })]);
  for (let i = 0; i < 400; i++) {
    await report.count('2026-11-21', [decided('a.example', 'fix', { kind: 'label-typo', target: `a${i}.mil` })]);
  }
  world.now += DAY;
  await report.sendWhenDue();
  const [{ rows }] = bodies(world);
  assert.equal(rows.length, 300);
  assert.equal(
    rows.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
    401,
  );
});

/** Every session is other people, other words, other choices; the wire never shows one of them. */
for (const reportTypedDomains of [false, true]) {
  test(`no recipient on the wire in 300 random sessions, typed domains ${reportTypedDomains ? 'asked for' : 'not asked for'}`, async () => {
    let seed = 20261121;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
    const word = (): string =>
      Array.from({ length: 6 + random(6) }, () => 'abcdefghijklmnopqrstuvwxyz'[random(26)]).join('');
    let sent = 0;
    for (let session = 0; session < 300; session++) {
      const { world, report } = rig({ ...POLICY, reportTypedDomains });
      const secrets: string[] = [];
      for (let step = 0; step < 1 + random(12); step++) {
        const [local, host, note] = [word(), word(), word()];
        const domain = pick([`${host}.ml`, `${host}.example.com`, `xn--${host}-abc.ml`]);
        const recipient = pick([
          `${local}@${domain}`,
          `"${local} ${note}" <${local}@${domain}>`,
          `${local}+${note}@${domain}`,
          `${local}@${domain},${note}@${domain}`,
        ]);
        secrets.push(local, note, ...(reportTypedDomains ? [] : [host]));
        const own = random(4) === 0;
        await report.count(`2026-11-${10 + random(12)}`, [
          {
            // A page that was taken over may put anything anywhere.
            ...decided(domain, pick(['fix', 'back', 'send', 'trust'] as const), {
              recipient,
              kind: pick(['suffix-slip', 'label-typo', 'history-lookalike', 'homoglyph', recipient as Kind] as const),
              target: own ? `${host}.example` : pick(['army.mil', 'us.af.mil', recipient, `${local}@army.mil`]),
              category: own ? pick(['history', 'personal']) : 'us-military',
              suggestion: `${local}@army.mil`,
              alternative: recipient,
              reason: note,
              ...(random(3) === 0 ? { domain: recipient } : {}),
            }),
            reason: note,
          },
        ]);
        if (random(3) === 0) {
          world.answers = [pick([200, 503, 400])];
          world.now += 2 * DAY;
          await report.sendWhenDue();
        }
      }
      world.now += 40 * DAY;
      await report.sendWhenDue();
      for (const { init, url } of world.wire) {
        sent++;
        const wire = `${url} ${JSON.stringify(init)}`.toLowerCase();
        assert.ok(!String(init.body).includes('@'), wire);
        for (const secret of secrets) assert.ok(!wire.includes(secret), `${secret} in ${wire}`);
      }
    }
    assert.ok(sent > 300, `only ${sent} batches were looked at`);
  });
}
