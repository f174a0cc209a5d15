// From the judgement on order numbers to findings, one for each hole, late number, duplicate.
import type { Evidence, Finding, Severity, Text } from '../../model/finding.js';
import { standingSeverity } from '../../model/sequences/classes.js';
import type { ExplainedHole } from '../../model/sequences/hole.js';
import { printed } from '../../model/sequences/number-formats.js';
import type { NumberFact } from '../../model/sequences/number-fact.js';
import type { SequenceReport, SeriesReport } from '../../model/sequences/series-report.js';
import { firstAbove } from '../../model/sequences/timeline.js';
import { text } from '../../model/texts/render.js';
import type { SequenceRule } from '../detector.js';
import { findingId } from '../finding-id.js';
import { numberDuplicate, numberGap, numberLate } from './number-rules.js';

/** More than this many findings of one shop are left out, the mildest first. */
const MOST_FINDINGS = 20_000;
const MOST_EVIDENCE = 30;
const ranks: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

interface Said {
  readonly rule: SequenceRule;
  readonly key: string;
  readonly severity: Severity;
  readonly summary: Text;
  readonly advice?: Text;
  readonly count: number;
  readonly proofs: readonly NumberFact[];
  readonly context?: readonly NumberFact[];
  readonly dueAt?: number | null;
  readonly seenAt: number | null;
}

/** Findings of the rules given. */
export function numberFindings(report: SequenceReport, rules: readonly string[]): Finding[] {
  const said = report.series.flatMap((series) => [
    ...gapsOf(series),
    ...lateOf(series),
    ...duplicatesOf(series),
  ]);
  said.push(...report.payments.map(({ fact, text: words }) => paymentSaid(fact, words)));
  return said
    .filter(({ rule }) => rules.includes(rule.id))
    .toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity))
    .slice(0, MOST_FINDINGS)
    .map((one) => findingOf(one, report));
}

function gapsOf(series: SeriesReport): Said[] {
  const holes = series.holes.flatMap((hole): Said[] => {
    const severity = standingSeverity(hole);
    if (severity === 'none' || hole.class === 'step_cluster') return [];
    return [holeSaid(hole, series, severity)];
  });
  const edits = series.brokenEdits.map(({ number, missing, fact }): Said => ({
    rule: numberGap,
    key: `${series.id}:${number}`,
    severity: 'medium',
    summary: text('number-gap.edit.summary', { number, missing }),
    count: 1,
    proofs: [fact],
    seenAt: fact.at,
  }));
  return [...holes, ...edits];
}

function holeSaid(hole: ExplainedHole, series: SeriesReport, severity: Severity): Said {
  const [from, to] = [printed(series.formats, hole.from), printed(series.formats, hole.to)];
  const around = [hole.before, hole.after].flatMap((used) => orderOf(series, used?.body ?? null));
  const proofs = hole.evidence.filter(({ role }) => role === 'proof').map(({ fact }) => fact);
  const context = hole.evidence.filter(({ role }) => role === 'context').map(({ fact }) => fact);
  return {
    rule: numberGap,
    key: `${series.id}:${from === to ? from : `${from}-${to}`}`,
    severity,
    summary: text(series.document === 'invoice' ? 'number-gap.invoice.summary' : 'number-gap.summary', {
      from,
      to,
      count: hole.count,
      text: hole.text,
      class: hole.class,
    }),
    advice: text('number-gap.advice', { wouldChange: hole.wouldChange }),
    count: hole.count,
    proofs: proofs.length > 0 ? proofs : around,
    context: proofs.length > 0 ? [...context, ...around] : context,
    dueAt: hole.mayStillArrive ? hole.until : null,
    seenAt: hole.lastSeen,
  };
}

/** What tells of the order under a number; the orders ascend. */
function orderOf({ orders }: SeriesReport, body: number | null): NumberFact[] {
  if (body === null) return [];
  const order = orders[firstAbove(orders, body) - 1];
  return order?.body === body ? [order.fact] : [];
}

function lateOf(series: SeriesReport): Said[] {
  return series.late
    .filter(({ reason }) => reason !== 'paid_slowly')
    .map((late) => ({
      rule: numberLate,
      key: `${series.id}:${late.number}`,
      severity: 'info',
      summary: text('number-late.summary', { number: late.number, text: late.text, reason: late.reason }),
      count: 1,
      proofs: late.facts.filter(({ kind }) => kind === 'order'),
      context: late.facts.filter(({ kind }) => kind !== 'order'),
      seenAt: late.orderedAt,
    }));
}

function duplicatesOf(series: SeriesReport): Said[] {
  const twice = series.duplicates.map(({ number, orders, severity, text: words }): Said => ({
    rule: numberDuplicate,
    key: `${series.id}:${number}`,
    severity,
    summary: text('number-duplicate.summary', { number, text: words }),
    count: orders.length - 1,
    proofs: orders,
    seenAt: latest(orders),
  }));
  const { restartedFrom } = series;
  if (restartedFrom === null) return twice;
  const restart: Said = {
    rule: numberDuplicate,
    key: series.id,
    severity: 'high',
    summary: text('number-duplicate.restart.summary', { number: restartedFrom.number }),
    count: 1,
    proofs: restartedFrom.facts,
    seenAt: restartedFrom.at,
  };
  return [restart, ...twice];
}

function paymentSaid(fact: NumberFact, words: string): Said {
  return {
    rule: numberGap,
    key: `payment:${fact.txn ?? fact.event}`,
    severity: 'critical',
    summary: text('number-gap.payment.summary', { text: words }),
    advice: text('number-gap.advice', { wouldChange: 'The order that was paid, or a refund.' }),
    count: 1,
    proofs: [fact],
    seenAt: fact.at,
  };
}

function latest(facts: readonly NumberFact[]): number | null {
  const times = facts.flatMap(({ at }) => at ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function findingOf(said: Said, report: SequenceReport): Finding {
  const { rule, key, proofs, context = [] } = said;
  const times = proofs.flatMap(({ at }) => at ?? []);
  const lastSeen = Math.max(said.seenAt ?? report.now ?? 0, ...times);
  const about = { kind: 'series', key } as const;
  const evidence = [
    ...proofs.slice(0, MOST_EVIDENCE).map((fact) => evidenceOf(fact, 'proof')),
    ...context.slice(0, MOST_EVIDENCE).map((fact) => evidenceOf(fact, 'context')),
  ];
  const known = new Set<string>();
  return {
    id: findingId(report.shop, rule.id, about),
    rule: rule.id,
    codes: rule.codes,
    verdict: 'violated',
    severity: said.severity,
    shop: report.shop,
    case: about,
    summary: said.summary,
    advice: said.advice ?? rule.advice,
    count: said.count,
    firstSeen: Math.min(lastSeen, ...times),
    lastSeen,
    dueAt: said.dueAt ?? null,
    evidence: evidence.filter(
      (item) => item.role === 'expected' || (!known.has(item.event) && known.add(item.event)),
    ),
    ruleVersion: rule.version,
  };
}

function evidenceOf({ event, line }: NumberFact, role: 'proof' | 'context'): Evidence {
  return { role, event, line };
}
