// Which findings a query lets through, their order, and which buckets they count in; the same in every store.
import type { StoredFinding } from '../model/finding.js';
import type { FindingField, FindingQuery } from '../model/query.js';
import { bucketStart, DAY_MS, HOUR_MS } from './line-filter.js';
import type { KeyPart, SortKey } from './paging.js';

export type FindingFilter = Omit<FindingQuery, 'limit' | 'cursor' | 'order'>;

const allows = <T>(list: readonly T[] | undefined, value: T): boolean =>
  list === undefined || list.includes(value);

export function matchesFinding(item: StoredFinding, filter: FindingFilter): boolean {
  const { finding, human } = item;
  return (
    allows(filter.rules, finding.rule) &&
    allows(filter.states, human.state) &&
    allows(filter.verdicts, finding.verdict) &&
    allows(filter.severities, finding.severity) &&
    (filter.shop === undefined || filter.shop === finding.shop) &&
    (filter.caseKind === undefined || filter.caseKind === finding.case.kind) &&
    (filter.caseKey === undefined || filter.caseKey === finding.case.key) &&
    (filter.from === undefined || finding.lastSeen >= filter.from) &&
    (filter.to === undefined || finding.lastSeen < filter.to)
  );
}

const fieldOf: Readonly<Record<FindingField, (item: StoredFinding) => string>> = {
  rule: ({ finding }) => finding.rule,
  severity: ({ finding }) => finding.severity,
  verdict: ({ finding }) => finding.verdict,
  state: ({ human }) => human.state,
  caseKind: ({ finding }) => finding.case.kind,
  caseKey: ({ finding }) => finding.case.key,
  shop: ({ finding }) => finding.shop,
  hour: ({ finding }) => bucketStart(finding.lastSeen, HOUR_MS),
  day: ({ finding }) => bucketStart(finding.lastSeen, DAY_MS),
};

export const findingFields = Object.keys(fieldOf) as readonly FindingField[];

export function findingKeys(item: StoredFinding, fields: readonly FindingField[]): string[] {
  return fields.map((field) => fieldOf[field](item));
}

export const findingKey = ({ finding }: StoredFinding): SortKey => [finding.lastSeen, finding.id];

/** Keys [time, tie …]: newest first, ties ascending. */
export function compareNewest(a: SortKey, b: SortKey): number {
  for (const [index, part] of a.entries()) {
    const other: KeyPart | undefined = b[index];
    if (other === undefined || part === other) continue;
    const ascending = part < other ? -1 : 1;
    return index === 0 ? -ascending : ascending;
  }
  return 0;
}
