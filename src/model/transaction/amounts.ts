// What an order was worth, where the trace shows it; a printed zero of the years without true amounts stays unknown.
import type { TraceEvent } from '../event.js';
import { numberField, textField } from './record-kinds.js';

/**
 * From 2016-09-28 to 2020-07 a bill is recalculated before its items are saved: right after a placement its amount is
 * zero whatever the price (domain 5.7). `Order placed : 0 for …` says nothing in that time.
 */
const zeroIsUnknownFrom = Date.UTC(2016, 8, 28);
const zeroIsUnknownTo = Date.UTC(2020, 7, 1);

function zeroMeansUnknown(time: number): boolean {
  return time >= zeroIsUnknownFrom && time < zeroIsUnknownTo;
}

function amountOf(event: TraceEvent, saveOfNewBill: boolean): number | null {
  if (event.code === 'PLC3') return numberField(event, 'amount');
  if (event.code === 'BIL8') return saveOfNewBill ? null : numberField(event, 'amount');
  if (event.code !== 'PLC1') return null;
  const amount = numberField(event, 'amount');
  return amount === 0 && zeroMeansUnknown(event.time) ? null : amount;
}

/** Amounts that a run of records shows, with the records; the first recalculation of a new bill (always 0) is left out. */
export function amountsOf(
  events: readonly TraceEvent[],
): { readonly event: TraceEvent; readonly amount: number }[] {
  const found: { event: TraceEvent; amount: number }[] = [];
  const newBillIn = new Set<string>();
  for (const event of events) {
    if (!isOfAmounts(event.code)) continue;
    if (isNewBill(event)) newBillIn.add(event.request);
    const firstSave = event.code === 'BIL8' && newBillIn.delete(event.request);
    const amount = amountOf(event, firstSave);
    if (amount !== null) found.push({ event, amount });
  }
  return found;
}

function isOfAmounts(code: string): boolean {
  return code.startsWith('BIL') || code.startsWith('PLC');
}

/** `Dirty state. Pass 0`: the bill did not exist before. */
export function isNewBill(event: TraceEvent): boolean {
  return event.code.startsWith('BIL3') && numberField(event, 'pass') === 0;
}

/** The currency PayPal named, null where no record names one. */
export function currencyOf(events: readonly TraceEvent[]): string | null {
  const named = events.findLast(
    (event) => event.code === 'PPL11' && textField(event, 'key') === 'mc_currency',
  );
  const value = named === undefined ? null : textField(named, 'value');
  return value !== null && /^[A-Z]{3}$/.test(value) ? value : null;
}
