// How many numbers are missing for which reason, and how grave the gravest of them is.
import { severityRank } from '../../model/finding.js';
import type { HoleClass, HoleSeverity } from '../../model/sequences/classes.js';
import type { HoleAnswer } from '../../model/sequence-answers.js';

export interface CountedReason {
  readonly class: HoleClass;
  readonly numbers: number;
  readonly severity: HoleSeverity;
}

const rankOf = (severity: HoleSeverity): number => (severity === 'none' ? -1 : severityRank(severity));

type Grave = { readonly severity: HoleSeverity };

/** Gravest first, else as they are. */
export const gravestFirst = (a: Grave, b: Grave): number => rankOf(b.severity) - rankOf(a.severity);

/** What most numbers are missing for comes first. */
export function reasonsCounted(holes: readonly HoleAnswer[]): CountedReason[] {
  const found = new Map<HoleClass, { numbers: number; severity: HoleSeverity }>();
  for (const { class: name, count, severity } of holes) {
    const known = found.get(name) ?? { numbers: 0, severity };
    known.numbers += count;
    if (rankOf(severity) > rankOf(known.severity)) known.severity = severity;
    found.set(name, known);
  }
  return [...found]
    .map(([name, counted]) => ({ class: name, ...counted }))
    .toSorted((a, b) => b.numbers - a.numbers);
}
