// From a row of a table to what it says about an order number, or the reason why it cannot be used.
import { parseOrderNumber } from '../../model/order-number.js';
import type { NumberFact, NumberFactKind } from '../../model/sequences/number-fact.js';
import { importTime, type DateOrder } from './import-times.js';
import type { TableField, TableLayout } from './table-columns.js';

export type RowWithoutPlace = Omit<NumberFact, 'source' | 'line' | 'event'>;
export type RowResult = RowWithoutPlace | { readonly unreadable: string } | null;

export interface RowReading {
  readonly layout: TableLayout;
  readonly zone: string;
  readonly dateOrder: DateOrder;
}

const NOTHING = /^(|null|\\n|0000-00-00( 00:00:00)?)$/i;
const LONGEST_NOTHING = '0000-00-00 00:00:00'.length;
const MOST_TEXT = 200;

const GIVEN_BACK = /refund|void|revers|chargeback/i;
/** Outcomes of payments by the words that gateways use for them; the first that fits. */
const outcomes: readonly (readonly [RegExp, NumberFactKind])[] = [
  [GIVEN_BACK, 'payment-refunded'],
  [/cancel/i, 'payment-cancelled'],
  [/refus|declin|denied|reject|fail/i, 'payment-declined'],
  [/error|expired/i, 'payment-failed'],
  [/captur|settle|complet|paid|success|sale/i, 'payment-captured'],
  [/authori[sz]|approv/i, 'payment-approved'],
  [/pending|receiv|sent|creat|initiat|open|order/i, 'payment-requested'],
];

/** The fields of one row. */
class Row {
  readonly #values: readonly string[];
  readonly #reading: RowReading;

  constructor(values: readonly string[], reading: RowReading) {
    this.#values = values;
    this.#reading = reading;
  }

  text(field: TableField): string | undefined {
    const index = this.#reading.layout.columns.get(field);
    const value = index === undefined ? undefined : this.#values[index]?.trim();
    if (value === undefined || (value.length <= LONGEST_NOTHING && NOTHING.test(value))) return undefined;
    return value.slice(0, MOST_TEXT);
  }

  /** Null where it is empty, `unreadable` where it is no time. */
  time(field: TableField): number | null | 'unreadable' {
    const text = this.text(field);
    if (text === undefined) return null;
    const { zone, dateOrder, layout } = this.#reading;
    return importTime(text, layout.inUtc.has(field) ? 'UTC' : zone, dateOrder) ?? 'unreadable';
  }

  amount(): number | undefined {
    const text = this.text('amount')?.replaceAll(/[^\d.,-]/g, '');
    if (text === undefined) return undefined;
    const decimal = /,\d{1,2}$/.test(text)
      ? text.replaceAll('.', '').replace(',', '.')
      : text.replaceAll(',', '');
    const amount = Number(decimal);
    return decimal !== '' && Number.isFinite(amount) ? amount : undefined;
  }

  /** A customer of Magento: null for a guest (no id, or 0). */
  customer(): string | null {
    const id = this.text('customer');
    return id === undefined || id === '0' ? null : id;
  }
}

/** Row type of orders in Magento 1's `eav_entity_type`. */
const ORDER_TYPE = '5';

/** Of a row of Magento 1's counters: the number that an order got last, as printed; null of other documents. */
export function lastOfCounter(values: readonly string[], reading: RowReading): string | null {
  const row = new Row(values, reading);
  const type = row.text('type');
  const last = row.text('last');
  if (last === undefined || (type !== undefined && type !== ORDER_TYPE)) return null;
  return parseOrderNumber(last) === null ? null : last;
}

/** Null for a row that says nothing about a number (a cart that never got one). */
export function rowFact(values: readonly string[], reading: RowReading): RowResult {
  if (reading.layout.silent !== null || reading.layout.kind === 'counters') return null;
  const row = new Row(values, reading);
  switch (reading.layout.kind) {
    case 'orders':
    case 'grid':
      return orderRow(row, reading);
    case 'quotes':
      return quoteRow(row);
    case 'invoices':
      return invoiceRow(row);
    default:
      return paymentRow(row, reading);
  }
}

type Filled = { -readonly [Name in keyof RowWithoutPlace]: RowWithoutPlace[Name] };
type Wanted = readonly (readonly [TextField, TableField])[];

const wantedOfOrders: Wanted = [
  ['store', 'store'],
  ['quote', 'quote'],
  ['order', 'order'],
  ['state', 'state'],
  ['currency', 'currency'],
];
const wantedOfQuotes: Wanted = [
  ['store', 'store'],
  ['quote', 'quote'],
  ['method', 'method'],
];
const wantedOfInvoices: Wanted = [
  ['order', 'order'],
  ['store', 'store'],
  ['detail', 'detail'],
];
const wantedOfPayments: Wanted = [
  ['txn', 'txn'],
  ['order', 'order'],
  ['method', 'method'],
  ['currency', 'currency'],
];

function orderRow(row: Row, { layout }: RowReading): RowResult {
  const number = row.text('number');
  if (number === undefined) return { unreadable: 'no order number' };
  if (parseOrderNumber(number) === null)
    return { unreadable: `${JSON.stringify(number)} is no order number` };
  const at = row.time('createdAt');
  if (at === 'unreadable') return { unreadable: `${JSON.stringify(row.text('createdAt'))} is no time` };
  const fact: Filled = { kind: 'order', at, number };
  fill(fact, row, wantedOfOrders);
  if (layout.columns.has('customer')) fact.customer = row.customer();
  return withAmount(fact, row);
}

function quoteRow(row: Row): RowResult {
  const number = row.text('number');
  if (number === undefined) return null;
  if (parseOrderNumber(number) === null)
    return { unreadable: `${JSON.stringify(number)} is no order number` };
  const createdAt = row.time('createdAt');
  const updatedAt = row.time('updatedAt');
  if (createdAt === 'unreadable' || updatedAt === 'unreadable')
    return { unreadable: 'the times cannot be read' };
  const fact: Filled = { kind: 'quote', at: updatedAt ?? createdAt, number, customer: row.customer() };
  if (createdAt !== null) fact.createdAt = createdAt;
  if (row.text('severalAddresses') === '1') fact.severalAddresses = true;
  fill(fact, row, wantedOfQuotes);
  return withAmount(fact, row);
}

function invoiceRow(row: Row): RowResult {
  const at = row.time('createdAt');
  if (at === 'unreadable') return { unreadable: 'the time cannot be read' };
  if (row.text('order') === undefined) return { unreadable: 'no order_id' };
  const fact: Filled = { kind: 'invoiced', at };
  fill(fact, row, wantedOfInvoices);
  return withAmount(fact, row);
}

function paymentRow(row: Row, { layout }: RowReading): RowResult {
  const status = row.text('status');
  const type = row.text('type') ?? '';
  const told = outcomes.find(([words]) => words.test(status ?? ''))?.[1];
  // Money that went back and arrived there is `completed` as well.
  const outcome = told === 'payment-captured' && GIVEN_BACK.test(type) ? 'payment-refunded' : told;
  if (outcome === undefined)
    return {
      unreadable: status === undefined ? 'no status' : `the status ${JSON.stringify(status)} is not known`,
    };
  const at = row.time('time');
  if (at === 'unreadable') return { unreadable: `${JSON.stringify(row.text('time'))} is no time` };
  const number = row.text('number');
  const isNumber = number !== undefined && parseOrderNumber(number) !== null;
  const detail = row.text('detail') ?? status;
  const fact: Filled = { kind: outcome, at };
  if (isNumber && layout.kind === 'gateway') fact.number = number;
  if (detail !== undefined) fact.detail = detail;
  fill(fact, row, wantedOfPayments);
  return withAmount(fact, row);
}

type TextField = 'store' | 'quote' | 'order' | 'state' | 'currency' | 'method' | 'detail' | 'txn';

function fill(fact: Filled, row: Row, wanted: Wanted): void {
  for (const [name, field] of wanted) {
    const text = row.text(field);
    if (text !== undefined) fact[name] = text;
  }
}

function withAmount(fact: Filled, row: Row): RowWithoutPlace {
  const amount = row.amount();
  if (amount !== undefined) fact.amount = amount;
  return fact;
}
