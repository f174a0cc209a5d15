// What a record means for a transaction: business or bill arithmetic, payment, handler work, staff, the fields it prints.
import type { TraceEvent } from '../event.js';

/** Text of a typed field, null where the record does not print it. */
export function textField(event: TraceEvent, name: string): string | null {
  const value = event.fields[name];
  if (value === undefined) return null;
  const text = String(value);
  return text === '' ? null : text;
}

/** Number of a typed field, null where the record does not print one. */
export function numberField(event: TraceEvent, name: string): number | null {
  const value = event.fields[name];
  if (value === undefined || value === '') return null;
  const number = typeof value === 'number' ? value : Number(value.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}

/** More codes than any catalogue has. */
const MAX_CODES = 4096;

/** Whether codes are of a kind; there are few of them, and each is asked about again and again. */
export function codesLike(pattern: RegExp): (code: string) => boolean {
  const known = new Map<string, boolean>();
  return (code) => {
    let is = known.get(code);
    if (is === undefined) {
      is = pattern.test(code);
      if (known.size < MAX_CODES) known.set(code, is);
    }
    return is;
  };
}

const isBillArithmetic = codesLike(/^BIL[1-8]/);

/** Any record but BIL1–BIL8: loading or saving a bill says nothing about what happened to it. */
export function isBusinessRecord(event: TraceEvent): boolean {
  return !isBillArithmetic(event.code);
}

const isOfOrdering = codesLike(/^(ORD|PLC|CRT|SHP)/);

/** Orders being entered, placed or priced: neither payment, production nor staff work. */
export function isOrderEntry(event: TraceEvent): boolean {
  return isOfOrdering(event.code);
}

/** What tells that an order went on after it was placed. */
export function isActivity(event: TraceEvent): boolean {
  return isBusinessRecord(event) && !isOrderEntry(event);
}

export function isPlacement(event: TraceEvent): boolean {
  return event.code === 'PLC1' || event.code === 'PLC2';
}

export function isStaffRecord(event: TraceEvent): boolean {
  return event.code === 'BIL9' || event.code.startsWith('TRN');
}

/** Written inside another record by a visitor: evidence for the forgery, for nothing else. */
export function isForged(event: TraceEvent): boolean {
  return event.flags.includes('forged');
}

/** A handler says that it did its work; ENR7 and support lines come before the end. */
export function isHandlerSuccess(event: TraceEvent): boolean {
  return event.stage === 'delivery' && event.level === 'success' && event.code !== 'ENR7';
}

export function isHandlerError(event: TraceEvent): boolean {
  return event.stage === 'delivery' && event.level === 'error';
}

const endsItem = codesLike(/^POS[234]$/);

/** The last thing a handler can say about an item. */
export function isHandlerEnd(event: TraceEvent): boolean {
  return isHandlerSuccess(event) || isHandlerError(event) || endsItem(event.code);
}

/** Not in the catalogue: it may be the end line of a handler that is not known. */
export function isUnknown(event: TraceEvent): boolean {
  return event.code === 'unknown';
}

/** `Test IPN` end point: produces twice in one request. */
export function isTestNotification(event: TraceEvent): boolean {
  return event.code === 'TST5' || event.code === 'TST6';
}

const START_PRODUCTION = /^(Ogone\/Ingenico IPN|Stripe\/Checkout WebHook) Start Production/;

const hasOwnEvidence = codesLike(/^(PPL|TST)/);

/** Payment by a gateway other than test mode and PayPal. */
export function isGatewaySuccess(event: TraceEvent): boolean {
  if (event.code === 'PPL29') return true;
  if (event.stage !== 'payment' && event.stage !== 'unknown') return false;
  if (hasOwnEvidence(event.code)) return false;
  return event.level === 'success' || START_PRODUCTION.test(event.message);
}

/** A payment gateway answered, asked, or sent the browser back. */
export function isGatewayRecord(event: TraceEvent): boolean {
  return event.code !== 'PRD1' && event.code !== 'TST1' && event.stage === 'payment';
}
