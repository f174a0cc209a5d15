// How a reason says its verdict: the evidence it stands on, and never more confidence than the table allows.
import { classLimits, type HoleClass, type HoleSeverity } from '../classes.js';
import { covers, type Role } from '../coverage.js';
import type { ExplainContext, HoleCase, HoleEvidence, Verdict } from '../hole.js';
import { stampOf } from '../hole-words.js';
import type { NumberFact, NumberFactKind } from '../number-fact.js';

export type Reason = (hole: HoleCase, context: ExplainContext) => Verdict | null;

interface Said {
  readonly confidence?: number;
  readonly severity?: HoleSeverity;
  readonly until?: number | null;
  readonly mayStillArrive?: boolean;
  readonly proofs: readonly NumberFact[];
  readonly text: string;
  readonly wouldChange: string;
}

/** Evidence of money, of a refusal, of nothing yet. */
export const paidKinds: readonly NumberFactKind[] = ['payment-approved', 'payment-captured'];
export const refusedKinds: readonly NumberFactKind[] = [
  'payment-declined',
  'payment-failed',
  'payment-cancelled',
];
export const reservedKinds: readonly NumberFactKind[] = [
  'reserved',
  'quote',
  'payment-requested',
  ...paidKinds,
  ...refusedKinds,
];

/** Approved or captured, and not given back. */
export function keptPayments(hole: HoleCase): NumberFact[] {
  const refunds = new Set(ofKind(hole, ['payment-refunded']).map(({ txn }) => txn));
  return ofKind(hole, paidKinds).filter(({ txn }) => !refunds.has(txn));
}

/** How a payment ended without money for the shop: refused, or taken and wholly given back. */
export function failedPayments(hole: HoleCase): NumberFact[] {
  const refused = ofKind(hole, refusedKinds);
  const refunds = ofKind(hole, ['payment-refunded']);
  return keptPayments(hole).length > 0 ? refused : [...refused, ...refunds];
}

/** `was refused`, `was given back` */
export function failedText(failed: readonly NumberFact[]): string {
  return failed.at(-1)?.kind === 'payment-refunded' ? 'was given back' : 'was refused';
}

export const ofKind = ({ facts }: HoleCase, kinds: readonly NumberFactKind[]): NumberFact[] =>
  facts.filter((fact) => kinds.includes(fact.kind));

/**
 * Never above the table: a tenth off for each source that does not cover the time, a fifth for row ids that contradict; a
 * twentieth back for row ids that agree.
 */
export function verdict(name: HoleClass, hole: HoleCase, context: ExplainContext, said: Said): Verdict {
  const limits = classLimits[name];
  const start = Math.min(said.confidence ?? limits.confidence, limits.confidence);
  const blind = limits.needs.filter((role) => !coversHole(hole, context, role)).length;
  const score = start - blind * 0.1 + rowsSay(name, hole, context);
  const confidence = Math.min(limits.confidence, Math.max(0, Math.round(score * 100) / 100));
  return {
    class: name,
    confidence,
    severity: said.severity ?? limits.severity,
    until: said.until ?? null,
    mayStillArrive: said.mayStillArrive ?? false,
    evidence: [...said.proofs.map(asProof), ...contextOf(hole, said.proofs)],
    text: said.text,
    wouldChange: said.wouldChange,
  };
}

const asProof = (fact: NumberFact): HoleEvidence => ({ fact, role: 'proof' });

function contextOf({ facts, quote }: HoleCase, proofs: readonly NumberFact[]): HoleEvidence[] {
  const known = new Set(proofs.map(({ event, kind }) => `${event} ${kind}`));
  const rest = [...facts, ...(quote?.facts ?? [])].filter(({ event, kind }) => {
    const key = `${event} ${kind}`;
    return !known.has(key) && known.add(key);
  });
  return rest.slice(0, 12).map((fact) => ({ fact, role: 'context' }));
}

export function coversHole(hole: HoleCase, { coverage }: ExplainContext, role: Role): boolean {
  const times = hole.facts.flatMap(({ at }) => (at === null ? [] : [at]));
  const known = times.length > 0 ? { lower: Math.min(...times), upper: Math.max(...times) } : hole.bracket;
  return covers(coverage.byRole[role], known.lower, known.upper);
}

/**
 * Magento 2 inserts the order's row only after the payment: a failed save burns a row id, a refusal does not. Magento 1
 * inserts it before.
 */
function rowsSay(name: HoleClass, { missingRows, run }: HoleCase, { platform }: ExplainContext): number {
  if (missingRows === null || platform !== 'm2') return 0;
  const burnsRow = name === 'save_failed' || name === 'deleted_order';
  if (burnsRow && missingRows === 0) return -0.2;
  const expected = burnsRow ? 1 : name.startsWith('declined_') ? 0 : null;
  return run === 1 && missingRows === expected ? 0.05 : 0;
}

export function untilText(
  horizon: { readonly until: number | null; readonly isOver: boolean; readonly isOpenEnded: boolean },
  { longestDelayMs, zone }: Pick<ExplainContext, 'longestDelayMs' | 'zone'>,
): string {
  if (horizon.isOver) return `; that ended ${stampOf(horizon.until, zone)}`;
  if (horizon.until !== null) return ` until ${stampOf(horizon.until, zone)}`;
  const days = longestDelayMs === null ? null : Math.round(longestDelayMs / 86_400_000);
  if (days === null || days < 1) return ' (no limit is known)';
  return ` (no limit is known; the longest wait seen in this shop is ${days} days)`;
}
