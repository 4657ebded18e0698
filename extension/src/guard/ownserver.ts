/**
 * A page on a server of somebody's own, which a person or an organisation let us
 * into: policy says which webmail it is, or the page itself does.
 */
import { ask, isOrphaned } from '../browser/ask.ts';
import { onPush } from '../browser/pages.ts';
import { pagePolicy } from '../browser/policy.ts';
import type { SignedDescription } from '../messages/descriptions.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { bundledDescriptors, generic } from '../webmail/descriptors.ts';
import { readDescription, said } from '../webmail/lint.ts';
import { lintNewcomer } from '../webmail/newcomer.ts';
import { recognise, whenRecognised } from '../webmail/recognise.ts';
import type { Descriptions, SignedDescriptor } from './descriptions.ts';

/** What is known of a page at first: it is read by its shape alone. */
export const UNKNOWN: Descriptor = { ...generic, compose: [] };

/** Has the page read by the description of its webmail as soon as that is known. */
export function joinOwnServer(page: Descriptions): void {
  let isKnown = false;
  let joined = '';
  const adopt = ({ webmail }: { readonly webmail: string | null }): void => {
    const named = bundledDescriptors.find(({ id }) => id === webmail);
    if (named === undefined) return;
    isKnown = true;
    page.replace(named === generic ? UNKNOWN : named);
  };
  // Policy comes before what the page says, and may come after the page.
  const followPolicy = (): void => {
    if (isOrphaned()) return;
    void pagePolicy(window.origin).then(adopt);
    ask('warm', {}).then(adopt, () => {});
  };
  /** What the package does not know may be in the signed lists. */
  const seekNewcomer = async (): Promise<void> => {
    if (isKnown || isOrphaned() || document.readyState !== 'complete') return;
    const found = await newcomerOf();
    if (isKnown || found?.sha256 === joined) return;
    joined = found?.sha256 ?? '';
    page.replace(UNKNOWN, found?.descriptor ?? null);
  };
  followPolicy();
  onPush(() => {
    followPolicy();
    void seekNewcomer();
  });
  whenRecognised((found) => {
    if (found === null) void seekNewcomer();
    else if (!isKnown) {
      isKnown = true;
      page.replace(found);
    }
  });
}

/** The webmail that this page is by a signed description; null where none says so. */
async function newcomerOf(): Promise<SignedDescriptor | null> {
  const known = bundledDescriptors.map(({ id }) => id);
  const offered = await ask('newcomers', { known }).catch(() => ({}));
  const good = Object.entries(offered).flatMap(([id, one]) => newcomerIn(id, one) ?? []);
  const descriptor = recognise(
    window,
    good.map((one) => one.descriptor),
  );
  const found = good.find((one) => one.descriptor === descriptor) ?? null;
  if (found !== null) tell(found.descriptor.id, found.sha256, 'used', '');
  return found;
}

function newcomerIn(id: string, { sha256, text }: SignedDescription): SignedDescriptor | null {
  const read = readDescription(text, id, lintNewcomer);
  if (!('rule' in read)) return { descriptor: read, sha256 };
  tell(id, sha256, 'refused', said(read));
  return null;
}

function tell(webmail: string, sha256: string, fate: 'used' | 'refused', why: string): void {
  ask('described', { webmail, sha256, fate, why }).catch(() => {});
}
