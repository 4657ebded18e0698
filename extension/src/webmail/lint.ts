/**
 * Says everything that is wrong with a descriptor: its shape (closed, see
 * descriptor.schema.json), its selectors, and words of a language in them.
 * Descriptors that come from outside must pass before a page is read by them.
 */

import schema from './descriptor.schema.json' with { type: 'json' };
import type { Descriptor } from './descriptor.ts';
import { bundledDescriptors, hostsOf } from './descriptors.ts';
import { isSelector } from './select.ts';
import { checkShape, type Schema } from './shape.ts';

/** A descriptor is some kilobytes of selectors; more is a mistake. In UTF-16 units of its JSON. */
export const MAX_DESCRIPTOR_LENGTH = 16 * 1024;

export interface Finding {
  /** Where, such as "send.buttons[0].select[1]"; '' for the whole. */
  readonly path: string;
  readonly rule: 'shape' | 'size' | 'selector' | 'locale' | 'hosts' | 'version';
  readonly message: string;
}

/** All findings. `parses` says whether a text is a selector that this browser knows. */
export function lintDescriptor(value: unknown, parses: (selector: string) => boolean = () => true): Finding[] {
  if (JSON.stringify(value ?? null).length > MAX_DESCRIPTOR_LENGTH) {
    return [{ path: '', rule: 'size', message: `more than ${MAX_DESCRIPTOR_LENGTH} characters` }];
  }
  const findings: Finding[] = [];
  checkShape(
    value,
    schema as Schema,
    (path, message) => findings.push({ path, rule: 'shape', message }),
    (path, selector) => {
      if (!parses(selector)) findings.push({ path, rule: 'selector', message: `not a selector: ${selector}` });
      const word = localeWord(selector);
      if (word !== '') findings.push({ path, rule: 'locale', message: `matches words of a language: ${word}` });
    },
  );
  return findings;
}

/** The description of a webmail in a text, or what `lint` finds wrong with it. */
export function readDescription(text: string, id: string, lint: typeof lintDescriptor): Descriptor | Finding {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { path: '', rule: 'shape', message: 'not JSON' };
  }
  const [finding] = lint(value, isSelector);
  if (finding !== undefined) return finding;
  const descriptor = value as Descriptor;
  return descriptor.id === id ? descriptor : { path: 'id', rule: 'shape', message: 'of another webmail' };
}

export function said({ path, message }: Finding): string {
  return path === '' ? message : `${path}: ${message}`;
}

/**
 * What is wrong with a descriptor from outside that would take the place of a
 * bundled one: it may read other elements, never other pages.
 */
export function lintReplacement(value: unknown, parses?: (selector: string) => boolean): Finding[] {
  const findings = lintDescriptor(value, parses);
  if (findings.length > 0) return findings;
  const wanted = value as Descriptor;
  const present = bundledDescriptors.find((one) => one.id === wanted.id);
  if (present === undefined) return [{ path: 'id', rule: 'hosts', message: `no webmail named ${wanted.id}` }];
  if (wanted.version <= present.version) {
    const message = `${wanted.version} is not newer than ${present.version}`;
    findings.push({ path: 'version', rule: 'version', message });
  }
  findings.push(...lintHosts(wanted, hostsOf(present)));
  if (present.guards === 'send' && wanted.guards !== 'send') {
    findings.push({ path: 'guards', rule: 'hosts', message: 'takes protection away' });
  }
  return findings;
}

/** Hosts beyond those that the manifest allows. */
export function lintHosts(descriptor: Descriptor, allowed: readonly string[]): Finding[] {
  const others = hostsOf(descriptor).filter((host) => !allowed.includes(host));
  return others.map((host) => ({ path: 'hosts', rule: 'hosts', message: `${host} is not in the manifest` }));
}

/** Attributes whose values are read out or shown, and so are translated. */
const SPOKEN =
  /\[\s*(?:aria-(?:label|description|roledescription|placeholder|valuetext)|title|alt|placeholder|label|summary|value|data-tooltip)\s*[~|^$*]?=\s*(["']?)(.*?)\1\s*[is]?\s*\]/giu;

/** Names of keys, which a shortcut in a label keeps in most languages. */
const KEYS = /(?:Ctrl|Cmd|⌘)\s?\+?\s?Enter/gu;

/** The words a selector asks of a spoken attribute, or ''. */
function localeWord(selector: string): string {
  for (const [, , value = ''] of selector.matchAll(SPOKEN)) {
    if (/\p{L}/u.test(value.replaceAll(KEYS, ''))) return value;
  }
  return '';
}
