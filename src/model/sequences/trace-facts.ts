// From a trace line of the shop to what it says about an order number.
import type { TraceEvent } from '../event.js';
import type { NumberFact, NumberFactKind } from './number-fact.js';

const kinds: Readonly<Record<string, NumberFactKind>> = {
  NUM1: 'quote-created',
  NUM2: 'quote-touched',
  NUM3: 'login',
  NUM4: 'logout',
  NUM5: 'session-expired',
  NUM6: 'checkout-started',
  NUM7: 'order-requested',
  NUM8: 'reserved',
  NUM9: 'payment-requested',
  NUM10: 'payment-approved',
  NUM11: 'payment-captured',
  NUM12: 'payment-declined',
  NUM13: 'payment-failed',
  NUM14: 'payment-cancelled',
  NUM15: 'payment-refunded',
  NUM16: 'order',
  NUM17: 'save-failed',
  NUM18: 'order-cancelled',
  NUM19: 'order-edited',
  NUM20: 'order-deleted',
  NUM21: 'quote-deleted',
  NUM22: 'quote-merged',
  NUM23: 'counter-changed',
  NUM24: 'trace-gap',
  NUM25: 'several-addresses',
  NUM26: 'invoiced',
  NUM27: 'order-mailed',
};

/** Catalogue codes of the lines that say something about order numbers. */
export const numberCodes: readonly string[] = Object.keys(kinds);

const OWNED = new Set<NumberFactKind>(['quote-created', 'quote-touched', 'login', 'quote-merged']);

/** Null for a line about anything else. */
export function traceFact(event: TraceEvent): NumberFact | null {
  const kind = kinds[event.code];
  if (kind === undefined) return null;
  const text = (name: string): string | undefined => {
    const value = event.fields[name];
    return value === undefined || value === '' || value === '-' ? undefined : String(value);
  };
  const amount = event.fields['amount'];
  const detail = text('reason') ?? text('by') ?? text('into') ?? text('invoice') ?? text('source');
  return {
    kind,
    at: event.orderTime,
    source: event.generation,
    line: event.line,
    event: event.id,
    ...given('number', text('number')),
    ...given('store', text('store')),
    ...given('quote', event.transaction ?? undefined),
    ...given('order', text('order')),
    ...(OWNED.has(kind) ? { customer: text('customer') ?? null } : {}),
    ...given('session', text('session')),
    ...given('client', text('client')),
    ...given('txn', text('txn')),
    ...(typeof amount === 'number' ? { amount } : {}),
    ...given('currency', text('currency')),
    ...given('method', text('method') ?? text('gateway')),
    ...given('state', text('state')),
    ...given('detail', detail),
    ...span(kind, text('from'), text('to')),
  };
}

function given<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: string });
}

function span(
  kind: NumberFactKind,
  from: string | undefined,
  to: string | undefined,
): Pick<NumberFact, 'from' | 'to'> {
  if (from === undefined || to === undefined) return {};
  if (kind !== 'trace-gap') return { from, to };
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return Number.isFinite(start) && Number.isFinite(end) ? { from: start, to: end } : {};
}
