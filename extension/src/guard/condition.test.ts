import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { PageReport } from '../messages.ts';
import type { ComposeReading } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { Condition } from './condition.ts';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'chrome');
});

test('a core that speaks again is told of without waiting for the page to change', () => {
  const states: string[] = [];
  const sendMessage = async ({ request }: { request: { report: PageReport } }): Promise<unknown> => {
    states.push(request.report.state);
    return { reply: {} };
  };
  Object.assign(globalThis, { chrome: { runtime: { id: 'nearmiss', sendMessage } } });
  const webmail = { descriptor: { id: 'gmail', version: 1, guards: 'send' }, hasControl: () => true };
  const reading = { recipients: [], complete: true, sender: '', fields: 3 };
  const readings = [{ root: {}, reading }] as unknown as readonly ComposeReading[];
  let looks = 0;
  const condition = new Condition(webmail as unknown as Webmail, {} as Document, () => {
    looks++;
  });
  condition.tell(readings);
  condition.add('core-silent');
  assert.equal(looks, 1);
  condition.tell(readings);
  condition.delete('core-silent');
  assert.equal(looks, 2);
  condition.delete('core-silent');
  assert.equal(looks, 2, 'there was nothing to take back');
  condition.tell(readings);
  condition.tell(readings);
  assert.deepEqual(states, ['protecting', 'not-protecting', 'protecting']);
});
