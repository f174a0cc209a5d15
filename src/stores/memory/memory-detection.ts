// Memory store: what the detector says, and what people say about it.
import type { Case } from '../../model/finding.js';
import { afterReset, caseKey, judgedRules, planFindings } from '../detection-plan.js';
import {
  compareNewest,
  findingFields,
  findingKey,
  findingKeys,
  matchesFinding,
  type FindingFilter,
} from '../finding-filter.js';
import { findingPages } from '../finding-order.js';
import { findingUnknown, stateConflict } from '../finding-state.js';
import { Counter, requireCountFields } from '../line-filter.js';
import { fetchSorted, pageOf } from '../paging.js';
import type { Dataset, DetectionCommit } from '../store.js';
import { emptyDetection, type MemoryData } from './memory-data.js';

type Detection = Pick<
  Dataset,
  | 'commitDetection'
  | 'detectionState'
  | 'obligationsDue'
  | 'obligations'
  | 'facts'
  | 'resetDetection'
  | 'findings'
  | 'finding'
  | 'countFindings'
  | 'setFindingState'
  | 'stateHistory'
>;

export function memoryDetection(data: MemoryData, requireWriter: () => void): Detection {
  const filtered = (filter: FindingFilter) =>
    [...data.findings.values()].filter((item) => matchesFinding(item, filter));
  return {
    async commitDetection(commit) {
      requireWriter();
      commitDetection(data, commit);
    },
    detectionState: async () => data.detection,
    async obligationsDue(shop, through, limit) {
      return data.obligations.filter((item) => item.shop === shop && item.dueAt <= through).slice(0, limit);
    },
    async obligations({ shop, case: about, limit }) {
      return data.obligations
        .filter((item) => shop === undefined || item.shop === shop)
        .filter((item) => about === undefined || sameCase(item.case, about))
        .slice(0, limit);
    },
    async facts(shop, about) {
      return data.facts.filter((fact) => fact.shop === shop && sameCase(fact.about, about));
    },
    async resetDetection() {
      requireWriter();
      resetDetection(data);
    },
    async findings(query) {
      const source = findingPages(query, (filter, after, backwards, count) =>
        fetchSorted(filtered(filter), findingKey, compareNewest)(after, backwards, count),
      );
      return pageOf(query, source);
    },
    finding: async (id) => data.findings.get(id) ?? null,
    async countFindings(fields, filter, limit) {
      requireCountFields(fields, findingFields, limit);
      const counter = new Counter();
      for (const item of filtered(filter)) counter.add(findingKeys(item, fields));
      return counter.rows(fields, limit);
    },
    async setFindingState(id, expectedVersion, state, change) {
      const before = data.findings.get(id);
      if (before === undefined) throw findingUnknown(id);
      if (before.human.version !== expectedVersion) throw stateConflict(id, expectedVersion, before.human);
      data.findings.set(id, { ...before, human: { ...state, version: expectedVersion + 1 } });
      data.history.push(change);
    },
    stateHistory: async (id) => data.history.filter((change) => change.finding === id),
  };
}

const sameCase = (a: Case, b: Case): boolean => a.kind === b.kind && a.key === b.key;

function commitDetection(data: MemoryData, commit: DetectionCommit): void {
  const judged = judgedRules(commit);
  const given = new Set(commit.findings.map(({ id }) => id));
  const stored = [...data.findings.values()].filter(
    ({ finding }) => given.has(finding.id) || judged.has(caseKey(finding.shop, finding.case)),
  );
  const changes = planFindings(commit, stored);
  for (const item of changes.findings) data.findings.set(item.finding.id, item);
  data.history.push(...changes.history);

  const obligationKey = (item: (typeof data.obligations)[number]): string =>
    `${caseKey(item.shop, item.case)}\u0000${item.rule}`;
  const kept = data.obligations.filter(
    (item) => judged.get(caseKey(item.shop, item.case))?.has(item.rule) !== true,
  );
  const obligations = new Map([...kept, ...commit.obligations].map((item) => [obligationKey(item), item]));
  data.obligations = [...obligations.entries()]
    .toSorted(([nameA, a], [nameB, b]) => a.dueAt - b.dueAt || (nameA < nameB ? -1 : 1))
    .map(([, item]) => item);

  const replaced = new Set(commit.factsOf.map(({ shop, transaction }) => `${shop}\u0000${transaction}`));
  data.facts = [
    ...data.facts.filter((fact) => !replaced.has(`${fact.shop}\u0000${fact.transaction}`)),
    ...commit.facts,
  ].toSorted((a, b) => a.time - b.time || (a.event < b.event ? -1 : 1));
  for (const summary of commit.summaries) data.summaries.set(`${summary.shop}\u0000${summary.id}`, summary);

  const before = data.detection;
  const coverage = new Map([...before.coverage, ...commit.coverage].map((item) => [item.shop, item]));
  data.detection = {
    positions: { ...before.positions, ...commit.positions },
    coverage: [...coverage.values()].toSorted((a, b) => (a.shop < b.shop ? -1 : 1)),
    engineState: commit.engineState ?? before.engineState,
    folds: { ...before.folds, ...commit.folds },
    casesJudged: commit.casesJudged,
  };
}

function resetDetection(data: MemoryData): void {
  for (const [id, item] of data.findings) {
    const after = afterReset(item);
    if (after === null) data.findings.delete(id);
    else data.findings.set(id, after);
  }
  data.detection = emptyDetection;
  data.obligations = [];
  data.facts = [];
  data.summaries.clear();
}

/** Fault of the caller: a handle opened for reading was asked to write. */
export function readOnlyFault(dataset: string): Error {
  return new Error(`Dataset ${dataset} was opened for reading`);
}
