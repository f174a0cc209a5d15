// From the records of one transaction ID to the transaction: requests, placements, runs, items, accounts, payments, amounts.
import type { AttachedEvent, TraceEvent } from '../event.js';
import { compareEvents } from '../event.js';
import type { Placement, Transaction, WebRequest } from '../transaction.js';
import { buildAccounts } from './accounts.js';
import { amountsOf, currencyOf, isNewBill } from './amounts.js';
import {
  codesLike,
  isBusinessRecord,
  isForged,
  isGatewaySuccess,
  isPlacement,
  numberField,
  textField,
} from './record-kinds.js';
import { buildRequests } from './requests.js';
import { buildRuns, distinct } from './runs.js';

function isSorted(events: readonly AttachedEvent[]): boolean {
  for (let index = 1; index < events.length; index++) {
    const before = events[index - 1];
    const here = events[index];
    if (before !== undefined && here !== undefined && compareEvents(before.event, here.event) >= 0)
      return false;
  }
  return true;
}

/**
 * Total order, each record once; of the same record given twice the later one stands (it grew). Records of one instant in
 * two files stand as the files follow each other.
 */
export function inTotalOrder(events: readonly AttachedEvent[]): readonly AttachedEvent[] {
  if (isSorted(events)) return acrossRotations(events);
  const latest = new Map<string, AttachedEvent>();
  for (const attached of events) latest.set(attached.event.id, attached);
  return acrossRotations([...latest.values()].toSorted((a, b) => compareEvents(a.event, b.event)));
}

/** What the records of one file say about when it was written. */
interface FileSpan {
  readonly first: number;
  last: number;
  readonly counter: number;
}

/** @param sorted in total order, which knows nothing of which file came first */
function acrossRotations(sorted: readonly AttachedEvent[]): readonly AttachedEvent[] {
  const isCut = sorted.some(({ event }, index) => {
    const before = sorted[index - 1]?.event;
    return before?.orderTime === event.orderTime && before.generation !== event.generation;
  });
  if (!isCut) return sorted;
  const spans = new Map<string, FileSpan>();
  for (const { event } of sorted) {
    const { generation, orderTime } = event;
    const span = spans.get(generation);
    if (span === undefined)
      spans.set(generation, { first: orderTime, last: orderTime, counter: event.counter ?? 0 });
    else span.last = orderTime;
  }
  const fileOrder = [...spans]
    .toSorted(([, a], [, b]) => a.first - b.first || a.last - b.last || a.counter - b.counter)
    .map(([generation]) => generation);
  const place = new Map(fileOrder.map((generation, index) => [generation, index]));
  const placeOf = ({ event }: AttachedEvent): number => place.get(event.generation) ?? 0;
  return sorted.toSorted(
    (a, b) =>
      a.event.orderTime - b.event.orderTime || placeOf(a) - placeOf(b) || a.event.offset - b.event.offset,
  );
}

const PAID_CODES: ReadonlySet<string> = new Set(['TST2', 'TST7', 'TRN1']);

/** Records that prove payment. PayPal: verified and then production started; either alone is not enough. */
function paidEvidenceOf(events: readonly TraceEvent[]): TraceEvent[] {
  let verified = false;
  return events.filter((event) => {
    if (event.code === 'PPL20') verified = true;
    if (event.code === 'PPL25') return verified;
    return PAID_CODES.has(event.code) || isGatewaySuccess(event);
  });
}

/** Records of a request before its placement record, back to the placement before it. */
function leadingTo(placement: TraceEvent, request: WebRequest): readonly TraceEvent[] {
  const at = request.events.indexOf(placement);
  const before = request.events.slice(0, at).findLastIndex(isPlacement);
  return request.events.slice(before + 1, at);
}

function afterwards(placement: TraceEvent, request: WebRequest): readonly TraceEvent[] {
  const at = request.events.indexOf(placement);
  const next = request.events.findIndex((event, index) => index > at && isPlacement(event));
  return request.events.slice(at, next < 0 ? undefined : next);
}

function buildPlacement(event: TraceEvent, request: WebRequest): Placement {
  const around = [...leadingTo(event, request), ...afterwards(event, request)];
  return {
    event,
    request,
    at: event.orderTime,
    objects: numberField(event, 'objects'),
    amount: amountsOf(around).at(-1)?.amount ?? null,
    newBill: leadingTo(event, request).some(isNewBill),
  };
}

function buildPlacements(requests: readonly WebRequest[]): Placement[] {
  return requests
    .flatMap((request) => request.events.filter(isPlacement).map((event) => buildPlacement(event, request)))
    .toSorted((a, b) => compareEvents(a.event, b.event));
}

const isOfItem = codesLike(/^(PRE|POS)\d/);

/** Bill codes of the items; the cart's short names only where no bill code is printed. */
function itemsOf(events: readonly TraceEvent[]): string[] {
  const produced = distinct(
    events.filter(({ code }) => isOfItem(code)).map((event) => textField(event, 'itemCode')),
  );
  if (produced.length > 0) return produced;
  const goods = events.filter((event) => event.code === 'BIL6' && textField(event, 'itemType') === 'BILLING');
  const saved = distinct(goods.map((event) => textField(event, 'itemCode')));
  if (saved.length > 0) return saved;
  return distinct(events.filter(({ code }) => code === 'BIL2').map((event) => textField(event, 'shortName')));
}

/**
 * The transaction that its records tell; pure. Takes the records in any order and more than once.
 * @param events own and attached records of the ID; at least one
 */
export function buildTransaction(shop: string, id: string, events: readonly AttachedEvent[]): Transaction {
  const ordered = inTotalOrder(events);
  const records = ordered.map(({ event }) => event);
  const trusted = records.some(isForged) ? records.filter((event) => !isForged(event)) : records;
  const requests = buildRequests(trusted);
  const paidEvidence = paidEvidenceOf(trusted);
  return {
    id,
    shop,
    events: ordered,
    records: trusted,
    codes: new Set(trusted.map((event) => event.code)),
    requests,
    placements: buildPlacements(requests),
    runs: buildRuns(requests, paidEvidence[0]?.orderTime ?? null),
    items: itemsOf(trusted),
    accounts: buildAccounts(trusted),
    paidEvidence,
    amount: amountsOf(trusted).at(-1)?.amount ?? null,
    currency: currencyOf(trusted),
    firstSeen: records[0]?.orderTime ?? 0,
    lastSeen: records.at(-1)?.orderTime ?? 0,
    lastBusiness: trusted.findLast(isBusinessRecord) ?? null,
  };
}
