/**
 * Chips come and go in one field at a time. What else was found in the compose
 * stays as it is then: to find all of it anew takes several times as long.
 */
import { namedSettingOf } from './beside.ts';
import type { Descriptor } from './descriptor.ts';
import { type Chip, type Entries, entriesIn, type Section, searchBy, takePopUps } from './entries.ts';
import { allWithin, concerns, matches } from './select.ts';

/** Fields, and what has changed in each. */
export type Changed = Map<Section, MutationRecord[]>;

/** After as many changes all chips of a field are read anew: to compare takes longer. */
const MAX_COMPARED = 50;

export function addChange(changed: Changed, section: Section, change: MutationRecord): void {
  const before = changed.get(section);
  if (before === undefined) changed.set(section, [change]);
  else if (before.length < MAX_COMPARED) before.push(change);
}

/** Find anew what is in some fields, where nothing else has changed. */
export function renew(
  descriptor: Descriptor,
  { parts, sections, taken }: Entries,
  changed: ReadonlyMap<Section, readonly MutationRecord[]>,
): void {
  for (const { box, entries } of changed.keys()) {
    // What was taken before its fields were read has no strays.
    if (entries.some(({ kind }) => kind === 'strays')) taken.delete(box);
    for (const entry of entries) {
      if (entry.kind === 'chip' || (entry.kind === 'typed' && entry.as === 'value')) taken.delete(entry.element);
    }
  }
  // A list that an input has long named may have come only now.
  takePopUps(parts, taken);
  for (const section of sections) {
    const changes = changed.get(section);
    if (changes === undefined) continue;
    const { box, field } = section;
    const search = searchBy(descriptor, taken, (selectors) => allWithin(box, selectors));
    section.entries = entriesIn(box, field, search, unchanged(section, changes));
  }
  for (const { box } of changed.keys()) taken.add(box);
}

function unchanged({ entries }: Section, changes: readonly MutationRecord[]): ReadonlyMap<Element, Chip> {
  const chips = new Map<Element, Chip>();
  if (changes.length >= MAX_COMPARED) return chips;
  for (const entry of entries) {
    if (entry.kind === 'chip' && !changes.some((change) => concernsChip(change, entry.element)))
      chips.set(entry.element, entry);
  }
  return chips;
}

/** Whether something has changed in a chip, or around it where that may say what it is, or it has been put there. */
function concernsChip({ type, target, addedNodes }: MutationRecord, chip: Element): boolean {
  if (chip.contains(target)) return true;
  if (type === 'attributes') return target.contains(chip);
  for (const node of addedNodes) if (node.contains(chip)) return true;
  return false;
}

/** The one field that holds all that a change may have changed in a compose; null where that may be more. */
export function sectionOf(
  descriptor: Descriptor,
  { parts, sections }: Entries,
  { type, target, addedNodes, removedNodes }: MutationRecord,
): Section | null {
  const around = sections.filter(({ box, field }) => field !== 'unknown' && box.contains(target));
  const [section] = around;
  if (section === undefined || around.length > 1) return null;
  const { box, field } = section;
  const isItself = field !== 'unknown' && matches(box, descriptor.fields[field]) && !matches(box, descriptor.body);
  const isNested = sections.some((one) => one !== section && box.contains(one.box));
  if (!isItself || isNested || parts.texts.some((text) => box.contains(text))) return null;
  const changed = type === 'attributes' ? [target] : [...addedNodes, ...removedNodes];
  const wanted = namedSettingOf(descriptor);
  const isMore = (node: Node): boolean => node === box || (node.nodeType === 1 && concerns(node as Element, wanted));
  return changed.some(isMore) ? null : section;
}
