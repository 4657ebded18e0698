/**
 * Webmails that came with the signed lists and not with the package: what their
 * descriptions may do. Beside one a page is read as any page is, and what either
 * reads counts: it may make us ask, and neither hides nor allows anything.
 */
import type { Descriptor } from './descriptor.ts';
import { bundledDescriptors } from './descriptors.ts';
import { holdsText } from './generic.ts';
import { type Finding, lintDescriptor, lintHosts } from './lint.ts';
import { closest, concerns } from './select.ts';

/** What is wrong with a description of a webmail that the package does not know. */
export function lintNewcomer(value: unknown, parses?: (selector: string) => boolean): Finding[] {
  const findings = lintDescriptor(value, parses);
  if (findings.length > 0) return findings;
  const newcomer = value as Descriptor;
  const { id, detect = [] } = newcomer;
  findings.push(...lintHosts(newcomer, []));
  if (detect.length === 0) findings.push({ path: 'detect', rule: 'hosts', message: 'nothing tells its pages' });
  if (bundledDescriptors.some((one) => one.id === id)) {
    findings.push({ path: 'id', rule: 'hosts', message: `${id} came with the extension` });
  }
  return findings;
}

/**
 * The descriptions that a page is read by. Those of any page come first: no box
 * that the newcomer sees takes the place of one that they see. They read what it
 * sees, too, and only their word on who writes counts.
 */
export function besideNewcomer(newcomer: Descriptor, anyPage: readonly Descriptor[]): readonly Descriptor[] {
  const [first, ...others] = anyPage;
  const last = anyPage.at(-1);
  if (first === undefined || last === undefined) return [newcomer];
  const { id, version, guards, replay, compose, send, fix } = newcomer;
  const named = { ...first, id, version, replay, guards: first.guards === 'send' ? first.guards : guards };
  return [
    fix === undefined ? named : { ...named, fix: { ...fix, unfold: [] } },
    ...others,
    { ...last, compose },
    { ...newcomer, sender: [], memory: [], send: { ...send, openers: [], detached: [] } },
  ];
}

/** Whether a place lies in a recipients field: a box that it calls so, without a message text and without Send. */
export function isInField({ fields, body, send }: Descriptor, place: Element): boolean {
  const field = closest(place, Object.values(fields).flat());
  if (field === null || holdsText(field)) return false;
  return !concerns(field, [...body, ...send.buttons.flatMap(({ select }) => select)]);
}
