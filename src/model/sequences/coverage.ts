// What the sources of a shop can speak about, and for which time: an absence is only claimed where somebody would have known.
import type { NumberFact, NumberSource } from './number-fact.js';

export type Role = 'orders' | 'quotes' | 'gateway' | 'checkout';
export const roles: readonly Role[] = ['orders', 'quotes', 'gateway', 'checkout'];

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SourceCoverage {
  readonly byRole: Readonly<Record<Role, readonly Span[]>>;
  /** Times for which a source has no lines. */
  readonly holes: readonly (Span & { readonly source: string; readonly fact: NumberFact })[];
}

const roleOfKind: Readonly<Partial<Record<NumberFact['kind'], Role>>> = {
  order: 'orders',
  reserved: 'quotes',
  quote: 'quotes',
  'payment-requested': 'gateway',
  'payment-approved': 'gateway',
  'payment-captured': 'gateway',
  'payment-declined': 'gateway',
  'order-request-failed': 'checkout',
  'order-requested': 'checkout',
};

/** @param facts of one shop @param asOf the analyst's word: every source spoke until then */
export function coverageOfSources(
  sources: readonly NumberSource[],
  facts: readonly NumberFact[],
  asOf: number | null,
): SourceCoverage {
  const speaks = new Map<string, Set<Role>>();
  for (const { kind, source } of facts) {
    const role = roleOfKind[kind];
    if (role === undefined) continue;
    const known = speaks.get(source);
    if (known === undefined) speaks.set(source, new Set([role]));
    else known.add(role);
  }
  const byRole: Record<Role, Span[]> = { orders: [], quotes: [], gateway: [], checkout: [] };
  for (const source of sources) {
    const span = spanOf(source);
    if (span === null) continue;
    for (const role of rolesOf(source, speaks.get(source.id))) byRole[role].push(span);
  }
  for (const role of roles) byRole[role] = raised(joined(byRole[role]), asOf);
  return { byRole, holes: gapsOf(facts) };
}

function spanOf({ from, to, takenAt }: NumberSource): Span | null {
  if (from === null || to === null) return null;
  return { from, to: Math.max(to, takenAt ?? to) };
}

/** An empty gateway export still says that nothing was there; its kind is its role. */
function rolesOf({ kind }: NumberSource, seen: ReadonlySet<Role> | undefined): Iterable<Role> {
  if (kind === 'gateway' || kind === 'payments') return ['gateway'];
  if (kind === 'quotes') return ['quotes'];
  if (kind === 'orders' || kind === 'grid') return ['orders'];
  if (kind === 'access-log') return ['checkout'];
  if (kind === 'log') return [];
  return seen ?? [];
}

function joined(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

function raised(spans: readonly Span[], asOf: number | null): Span[] {
  const last = spans.at(-1);
  if (asOf === null || last === undefined || asOf <= last.to) return [...spans];
  return [...spans.slice(0, -1), { from: last.from, to: asOf }];
}

function gapsOf(facts: readonly NumberFact[]): SourceCoverage['holes'] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'trace-gap' || typeof fact.from !== 'number' || typeof fact.to !== 'number') return [];
    return [{ from: fact.from, to: fact.to, source: fact.detail ?? fact.source, fact }];
  });
}

/** Whether one of the spans holds the whole of [from, to]. */
export function covers(spans: readonly Span[], from: number | null, to: number | null): boolean {
  if (from === null && to === null) return false;
  const [least, most] = [from ?? to ?? 0, to ?? from ?? 0];
  return spans.some((span) => span.from <= least && span.to >= most);
}

/** UTC ms until which the role is covered, null without a source. */
export function coveredUntil(coverage: SourceCoverage, role: Role): number | null {
  return coverage.byRole[role].at(-1)?.to ?? null;
}

/** The gap in a source that touches [from, to], null when there is none. */
export function gapIn(coverage: SourceCoverage, from: number | null, to: number | null) {
  if (from === null && to === null) return null;
  const [least, most] = [from ?? to ?? 0, to ?? from ?? 0];
  return coverage.holes.find((hole) => hole.from <= most && hole.to >= least) ?? null;
}
