// From a hole to its reason: the first of the decision table that holds, the others beside it.
import type { HoleStatus } from './classes.js';
import type { Alternative, ExplainContext, ExplainedHole, HoleCase, Verdict } from './hole.js';
import { timeOf } from './orders.js';
import { reasons } from './reasons.js';
import type { Bracket } from './timeline.js';

const MOST_ALTERNATIVES = 4;

export function explain(hole: HoleCase, context: ExplainContext): ExplainedHole {
  const found: Verdict[] = [];
  for (const reason of reasons) {
    const verdict = reason(hole, context);
    if (verdict !== null) found.push(verdict);
  }
  const [first, ...others] = found as [Verdict, ...Verdict[]];
  return {
    from: hole.from,
    to: hole.to,
    count: hole.count,
    before: hole.before,
    after: hole.after,
    bracket: givenOut(hole, context),
    ...first,
    status: statusOf(first, hole, context),
    alternatives: alternativesTo(first, others),
    lastSeen: lastSeen(hole),
  };
}

/** The trace's own word for when the number was given out; else between which orders it must have been. */
function givenOut({ facts, bracket }: HoleCase, context: ExplainContext): Bracket {
  const times = facts.flatMap((fact) => (fact.kind === 'reserved' ? (timeOf(fact, context) ?? []) : []));
  return times.length === 0 ? bracket : { lower: Math.min(...times), upper: Math.max(...times) };
}

/** They share what the verdict leaves, by their own weight, so that all together is never more than certain. */
function alternativesTo(first: Verdict, others: readonly Verdict[]): Alternative[] {
  const rivals = others
    .filter((verdict) => verdict.class !== 'no_data' && verdict.class !== first.class)
    .slice(0, MOST_ALTERNATIVES);
  const weight = rivals.reduce((sum, { confidence }) => sum + confidence, 0);
  const left = 1 - first.confidence;
  return rivals.flatMap((rival) => {
    const share = weight === 0 ? 0 : Math.min(rival.confidence, (left * rival.confidence) / weight);
    const confidence = Math.floor(share * 100 + 1e-6) / 100;
    return confidence === 0 ? [] : [{ class: rival.class, confidence }];
  });
}

function lastSeen({ facts, bracket }: HoleCase): number | null {
  const times = facts.flatMap(({ at }) => (at === null ? [] : [at]));
  return times.length > 0 ? Math.max(...times) : (bracket.upper ?? bracket.lower);
}

/** Everything is provisional until the settle time after the hole's latest sign has passed. */
function statusOf(verdict: Verdict, hole: HoleCase, context: ExplainContext): HoleStatus {
  const last = lastSeen(hole);
  if (last !== null && context.now <= last + context.settings.settleMs) return 'provisional';
  if (verdict.class === 'unexplained') return 'unexplained';
  if (verdict.class === 'no_data' || verdict.class === 'left_edge' || verdict.class === 'right_edge')
    return 'unknown';
  if (!verdict.mayStillArrive && (verdict.class === 'declined_owned' || verdict.class.endsWith('_owned')))
    return 'expired';
  return 'explained';
}
