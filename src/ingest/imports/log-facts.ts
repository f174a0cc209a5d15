// From a shop's own logs and the web server's access log to what they say about order numbers.
import { createHash } from 'node:crypto';
import { importTime } from './import-times.js';
import type { RowWithoutPlace } from './row-facts.js';

export interface LogRecord {
  /** UTC ms. */
  readonly at: number;
  readonly text: string;
}

/** `[2023-03-15T16:50:14.912626+00:00] main.CRITICAL: …`; the older form prints no zone. */
const MONOLOG = /^\[(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)\] [\w-]+\.[A-Z]+: ?/;
/** `2013-05-02T18:11:48+00:00 DEBUG (7): …` of Magento 1 and OpenMage. */
const M1_LOG = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) [A-Z]+ \(\d+\): ?/;

/** The beginning of a record, null for a line that continues one. */
export function logHead(line: string, zone: string): LogRecord | null {
  const match = MONOLOG.exec(line) ?? M1_LOG.exec(line);
  const at = match === null ? null : importTime(match[1] ?? '', zone, null);
  return match === null || at === null ? null : { at, text: line.slice(match[0].length) };
}

export function looksLikeLog(line: string): boolean {
  return MONOLOG.test(line) || M1_LOG.test(line);
}

const PLACING = /Placing an order with quote_id (\S+) is failed: (.*)/s;
const SAVING = /Saving order (\S+) failed: (.*)/s;
const DUPLICATE_M2 = /Duplicate entry '(.+)-(\d+)' for key '[\w.]*SALES_ORDER_INCREMENT_ID_STORE_ID'/;
const DUPLICATE_M1 = /Duplicate entry '([^']+)' for key '[\w.]*UNQ_SALES_FLAT_ORDER_INCREMENT_ID'/;
const INVOICE_NUMBER = /\[INVNUM\] => (\S+)/;
const AMOUNT = /\[AMT\] => ([\d.]+)/;
const REFUSED = /\[ACK\] => Failure/;
const ACCEPTED =
  /\[ACK\] => Success[\s\S]*\[TRANSACTIONID\] => (\S+)|\[TRANSACTIONID\] => (\S+)[\s\S]*\[ACK\] => Success/;
const GATEWAY_ERROR = /exception '?Mage_\w+_Exception'? with message '([^']*(?:[Gg]ateway|[Pp]ayment)[^']*)'/;
const LONGEST_REASON = 200;

const reasonOf = (text: string): string =>
  (text.split('\n', 1)[0] ?? '')
    .replace(/( (\[\]|\{\}))+$/, '')
    .trim()
    .slice(0, LONGEST_REASON);

/** Null for a record about anything else. */
export function logFact({ at, text }: LogRecord): RowWithoutPlace | null {
  const placing = PLACING.exec(text);
  if (placing !== null)
    return { kind: 'payment-declined', at, quote: placing[1] ?? '', detail: reasonOf(placing[2] ?? '') };
  const saving = SAVING.exec(text);
  if (saving !== null)
    return { kind: 'save-failed', at, number: saving[1] ?? '', detail: reasonOf(saving[2] ?? '') };
  const duplicate = DUPLICATE_M2.exec(text) ?? DUPLICATE_M1.exec(text);
  if (duplicate !== null)
    return {
      kind: 'save-failed',
      at,
      number: duplicate[1] ?? '',
      detail: 'the number was already in the order table',
      ...(duplicate[2] === undefined ? {} : { store: duplicate[2] }),
    };
  return paypalFact(at, text);
}

/** Payment debug of Magento 1: one PHP array a request. */
function paypalFact(at: number, text: string): RowWithoutPlace | null {
  const number = INVOICE_NUMBER.exec(text)?.[1];
  if (number === undefined) {
    const error = GATEWAY_ERROR.exec(text)?.[1];
    return error === undefined ? null : { kind: 'order-request-failed', at, detail: reasonOf(error) };
  }
  const amount = Number(AMOUNT.exec(text)?.[1]);
  const base = { at, number, ...(Number.isFinite(amount) ? { amount } : {}) };
  if (REFUSED.test(text)) return { ...base, kind: 'payment-declined', detail: 'refused by the gateway' };
  const accepted = ACCEPTED.exec(text);
  const txn = accepted?.[1] ?? accepted?.[2];
  if (txn !== undefined) return { ...base, kind: 'payment-captured', txn };
  return { ...base, kind: 'payment-requested', method: 'paypal' };
}

/** Combined log format. */
const ACCESS =
  /^(\S+) \S+ \S+ \[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] "(\S+) (\S+)[^"]*" (\d{3}) /;
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const GUEST_ORDER = /\/V1\/guest-carts\/[^/]+\/payment-information(\?|$)/;
const CUSTOMER_ORDER = /\/V1\/carts\/mine\/payment-information(\?|$)/;
const M1_ORDER = /\/checkout\/onepage\/saveOrder(\/|\?|$)/i;
const M1_FAILURE = /\/checkout\/onepage\/failure(\/|\?|$)/i;

export interface AccessLine {
  readonly at: number;
  /** Null for a request about anything else. */
  readonly fact: RowWithoutPlace | null;
}

export function looksLikeAccessLog(line: string): boolean {
  return ACCESS.test(line);
}

/** Null where the line is not of the combined format. */
export function accessLine(line: string): AccessLine | null {
  const match = ACCESS.exec(line);
  if (match === null) return null;
  const [
    ,
    address = '',
    day = '',
    month = '',
    year = '',
    clock = '',
    offset = '',
    method = '',
    path = '',
    status = '',
  ] = match;
  const number = months.indexOf(month) / 3 + 1;
  const stamp = `${year}-${String(number).padStart(2, '0')}-${day} ${clock}${offset}`;
  const at = importTime(stamp, 'UTC', null);
  if (at === null) return null;
  return { at, fact: requestFact({ at, address, method, path, status: Number(status) }) };
}

interface Request {
  readonly at: number;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Magento 2 answers a refused order with 4xx; Magento 1 with 200 whatever happens, then shows the failure page. */
function requestFact({ at, address, method, path, status }: Request): RowWithoutPlace | null {
  const client = createHash('sha256').update(address).digest('hex').slice(0, 12);
  const guest = GUEST_ORDER.test(path);
  if (method === 'POST' && (guest || CUSTOMER_ORDER.test(path))) {
    const who = { client, method: guest ? 'guest' : 'login' };
    if (status < 400) return { kind: 'order-requested', at, ...who };
    return { kind: 'order-request-failed', at, ...who, detail: `answered ${status}` };
  }
  if (method === 'POST' && M1_ORDER.test(path)) {
    if (status < 400) return { kind: 'order-requested', at, client };
    return { kind: 'order-request-failed', at, client, detail: `answered ${status}` };
  }
  if (method === 'GET' && M1_FAILURE.test(path))
    return { kind: 'order-request-failed', at, client, detail: 'failure page shown' };
  return null;
}
