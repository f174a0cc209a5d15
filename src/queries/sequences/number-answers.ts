// Reports on order numbers in the shape of answers.
import { standingSeverity } from '../../model/sequences/classes.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { ExplainedHole } from '../../model/sequences/hole.js';
import { shortPhrase } from '../../model/sequences/hole-words.js';
import { printed } from '../../model/sequences/number-formats.js';
import type { NumberFact, NumberSource } from '../../model/sequences/number-fact.js';
import type {
  DuplicateNumber,
  LateNumber,
  SequenceReport,
  SeriesReport,
} from '../../model/sequences/series-report.js';
import type { Used } from '../../model/sequences/timeline.js';
import type {
  DuplicateAnswer,
  HoleAnswer,
  LateAnswer,
  NumberAt,
  NumberEvidence,
  NumberSourceAnswer,
  SeriesAnswer,
  UnmatchedPaymentAnswer,
} from '../../model/sequence-answers.js';
import { toInstant, toInstantOrNull } from '../instant.js';

export type Paths = ReadonlyMap<string, NumberSource>;

export function pathsOf({ sources }: SequenceReport): Paths {
  return new Map(sources.map((source) => [source.id, source]));
}

export function evidenceOf(
  fact: NumberFact,
  paths: Paths,
  role: NumberEvidence['role'] = 'proof',
): NumberEvidence {
  return {
    event: fact.event,
    file: paths.get(fact.source)?.path ?? fact.source,
    line: fact.line,
    role,
    at: toInstantOrNull(fact.at),
    what: shortPhrase(fact),
  };
}

export function seriesAnswer(series: SeriesReport, { zone }: Pick<SequenceReport, 'zone'>): SeriesAnswer {
  const print = (body: number): string => printed(series.formats, body);
  const classes: Record<string, number> = {};
  for (const hole of series.holes) classes[hole.class] = (classes[hole.class] ?? 0) + hole.count;
  const restart =
    series.restartedFrom === null
      ? []
      : [
          `The counter began again after ${series.restartedFrom.number}: restored, truncated or installed anew. Somebody should confirm this.`,
        ];
  return {
    type: 'series',
    series: series.id,
    shop: series.shop,
    document: series.document,
    zone,
    floor: series.floor === null ? null : print(series.floor),
    frontier: series.frontier === null ? null : print(series.frontier),
    floorWhy: series.floorWhy,
    lattice: series.lattice.map(({ from, to, step, residue }) => ({
      from: print(from),
      to: print(to),
      step,
      residue,
    })),
    used: series.used,
    holes: series.missing,
    late: series.late.length,
    duplicates: series.duplicates.length,
    longestDelaySeconds: series.longestDelayMs === null ? null : Math.round(series.longestDelayMs / 1000),
    coverage: {
      from: toInstantOrNull(series.coverage.from),
      through: toInstantOrNull(series.coverage.to),
      sources: series.coverage.roles,
    },
    classes,
    notCovered: notCovered(series).map(({ from, to }) => ({ from: print(from), to: print(to) })),
    notes: [
      ...restart,
      ...series.notes,
      ...series.brokenEdits.map(
        ({ number, missing }) => `Order ${number} was made from ${missing}, which is not there.`,
      ),
    ],
  };
}

function notCovered({ islands, floor }: SeriesReport): { from: number; to: number }[] {
  return islands.map(({ to }, index) => ({
    from: to + 1,
    to: (islands[index + 1]?.from ?? floor ?? to) - 1,
  }));
}

const numberAt = (used: Used | null, series: SeriesReport): NumberAt | null =>
  used === null ? null : { number: printed(series.formats, used.body), at: toInstantOrNull(used.at) };

export function holeAnswer(hole: ExplainedHole, series: SeriesReport, paths: Paths): HoleAnswer {
  return {
    type: 'hole',
    series: series.id,
    shop: series.shop,
    from: printed(series.formats, hole.from),
    to: printed(series.formats, hole.to),
    count: hole.count,
    before: numberAt(hole.before, series),
    after: numberAt(hole.after, series),
    between: [toInstantOrNull(hole.bracket.lower), toInstantOrNull(hole.bracket.upper)],
    class: hole.class,
    confidence: hole.confidence,
    severity: standingSeverity(hole),
    status: hole.status,
    until: toInstantOrNull(hole.until),
    mayStillArrive: hole.mayStillArrive,
    alternatives: hole.alternatives,
    evidence: hole.evidence.map(({ fact, role }) => evidenceOf(fact, paths, role)),
    wouldChange: hole.wouldChange,
    text: hole.text,
  };
}

export function lateAnswer(late: LateNumber, series: SeriesReport, paths: Paths): LateAnswer {
  const [least, most] = late.delayMs;
  return {
    type: 'late',
    series: series.id,
    shop: series.shop,
    number: late.number,
    orderedAt: toInstant(late.orderedAt),
    between: [toInstantOrNull(late.bracket.lower), toInstantOrNull(late.bracket.upper)],
    delaySeconds: [Math.round(least / 1000), most === null ? null : Math.round(most / 1000)],
    reason: late.reason,
    text: late.text,
    evidence: late.facts.map((fact) => evidenceOf(fact, paths)),
  };
}

export function duplicateAnswer(
  duplicate: DuplicateNumber,
  series: SeriesReport,
  paths: Paths,
): DuplicateAnswer {
  const { number, orders, reason, severity, text } = duplicate;
  return {
    type: 'duplicate',
    series: series.id,
    shop: series.shop,
    number,
    orders: orders.map((fact) => evidenceOf(fact, paths)),
    reason,
    severity,
    text,
  };
}

export function paymentAnswers(report: SequenceReport): UnmatchedPaymentAnswer[] {
  const paths = pathsOf(report);
  return report.payments.map(({ fact, text }) => ({
    type: 'payment',
    shop: report.shop,
    class: 'paid_no_order',
    severity: 'critical',
    text,
    evidence: [evidenceOf(fact, paths)],
  }));
}

/** What is known about the content of a file. */
export interface ContentOfSource {
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly lines: number | null;
}

export function sourceAnswer(
  source: NumberSource,
  imports: readonly ImportedTable[],
  content: ContentOfSource,
): NumberSourceAnswer {
  return {
    type: 'source',
    shop: source.shop,
    file: source.path,
    kind: source.kind,
    id: source.id,
    ...content,
    rows: source.rows,
    takenAt: toInstantOrNull(source.takenAt),
    from: toInstantOrNull(source.from),
    to: toInstantOrNull(source.to),
    unreadable: imports.find(({ id }) => id === source.id)?.unreadable ?? 0,
    warnings: source.warnings,
  };
}
