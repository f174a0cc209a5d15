// What a table is and what its columns hold, from the names in its first line.
import type { SourceKind } from '../../model/sequences/number-fact.js';

export const tableFields = [
  'number',
  'store',
  'createdAt',
  'updatedAt',
  'quote',
  'order',
  'customer',
  'method',
  'state',
  'amount',
  'currency',
  'severalAddresses',
  'isActive',
  'txn',
  'status',
  'time',
  'type',
  'detail',
  'prefix',
  'last',
] as const;
export type TableField = (typeof tableFields)[number];

export type TableKind = Extract<
  SourceKind,
  'orders' | 'grid' | 'quotes' | 'payments' | 'gateway' | 'invoices' | 'counters'
>;
export interface TableLayout {
  readonly kind: TableKind;
  /** Fields whose column says that its times are UTC: `Date (UTC)`. */
  readonly inUtc: ReadonlySet<TableField>;
  /** Why its rows say nothing about missing numbers; null: they do. */
  readonly silent: string | null;
  /** Field → index of its column. */
  readonly columns: ReadonlyMap<TableField, number>;
  /** Column → field, as printed; for people. */
  readonly named: Readonly<Record<string, string>>;
}

/** `Date (UTC)` */
const UTC = /\(\s*(?:utc|gmt)\s*\)\s*$/i;
/** Column names are compared without case, spaces and signs. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(UTC, '')
    .replaceAll(/[^a-z0-9]/g, '');

const shared: Readonly<Partial<Record<TableField, readonly string[]>>> = {
  store: ['storeid', 'purchasedfromstore', 'purchasepoint', 'store'],
  createdAt: ['createdat'],
  updatedAt: ['updatedat'],
  customer: ['customerid'],
  amount: [
    'basegrandtotal',
    'gtbase',
    'grandtotalbase',
    'grandtotal',
    'gtpurchased',
    'grandtotalpurchased',
    'amount',
    'value',
    'gross',
  ],
  currency: ['ordercurrencycode', 'currency', 'currencycode'],
};

/** Sources: the columns of Magento's own tables and grids; the usual names of gateway exports. */
const byKind: Readonly<Record<TableKind, Readonly<Partial<Record<TableField, readonly string[]>>>>> = {
  orders: {
    number: ['incrementid', 'ordernumber', 'orderno'],
    order: ['entityid'],
    quote: ['quoteid'],
    state: ['state', 'status'],
    createdAt: ['createdat', 'date', 'orderdate'],
  },
  grid: {
    number: ['order', 'id', 'ordernumber'],
    createdAt: ['purchasedon', 'purchasedate'],
    state: ['status'],
  },
  quotes: {
    number: ['reservedorderid'],
    quote: ['entityid', 'quoteid'],
    method: ['checkoutmethod'],
    severalAddresses: ['ismultishipping'],
    isActive: ['isactive'],
  },
  invoices: { detail: ['incrementid'], order: ['orderid'] },
  payments: { txn: ['txnid'], status: ['txntype'], order: ['orderid', 'parentid'], time: ['createdat'] },
  counters: { type: ['entitytypeid'], prefix: ['incrementprefix'], last: ['incrementlastid'] },
  gateway: {
    number: [
      'merchantreference',
      'invoicenumber',
      'invoiceid',
      'invnum',
      'orderid',
      'ordernumber',
      'orderreference',
      'reference',
      'incrementid',
    ],
    txn: ['pspreference', 'transactionid', 'txnid', 'paymentid'],
    status: ['recordtype', 'status', 'result', 'transactionstatus', 'type'],
    type: ['type', 'transactiontype'],
    method: ['method', 'paymentmethod'],
    time: ['creationdate', 'createdat', 'date', 'datetime', 'created', 'time', 'bookingdate'],
    detail: ['reason', 'refusalreason', 'message', 'processorresponsetext'],
  },
};

/** Null where no kind of table has these columns. @param given field → column, the user's word */
export function tableLayout(
  header: readonly string[],
  given: ReadonlyMap<TableField, string>,
  kind: TableKind | null = null,
): TableLayout | null {
  const names = header.map(plainName);
  const found = kind ?? kindOf(new Set(names), given);
  if (found === null) return null;
  const columns = new Map<TableField, number>();
  for (const field of tableFields) {
    const wanted = given.get(field);
    const candidates =
      wanted === undefined
        ? [...(byKind[found][field] ?? []), ...(shared[field] ?? [])]
        : [plainName(wanted)];
    const index = candidates.map((name) => names.indexOf(name)).find((position) => position >= 0);
    if (index === undefined || (field === 'type' && columns.get('status') === index)) continue;
    columns.set(field, index);
  }
  const silent = silentBecause(new Set(names));
  const required = requiredOf[found] ?? 'number';
  if (silent === null && !columns.has(required)) return null;
  const inUtc = new Set(
    [...columns].flatMap(([field, index]) => (UTC.test(header[index] ?? '') ? field : [])),
  );
  return { kind: found, columns, inUtc, silent, named: namedColumns(header, columns) };
}

const requiredOf: Readonly<Partial<Record<TableKind, TableField>>> = {
  invoices: 'order',
  payments: 'order',
  counters: 'last',
};

/** Tables of the shop that people export with the others, and that no missing number is explained by. */
function silentBecause(names: ReadonlySet<string>): string | null {
  if (names.has('lasttransid'))
    return 'Each row belongs to an order that is there, so it explains no missing number: sales_payment_transaction and the export of the gateway do.';
  if (names.has('sequencetable') || names.has('startvalue'))
    return 'It tells how numbers are printed, which is learned from the numbers themselves; nothing in it explains a missing one.';
  return null;
}

function kindOf(names: ReadonlySet<string>, given: ReadonlyMap<TableField, string>): TableKind | null {
  const has = (...all: string[]): boolean => all.every((name) => names.has(name));
  if (has('reservedorderid')) return 'quotes';
  if (has('incrementlastid') || has('metaid', 'startvalue') || has('metaid', 'sequencetable'))
    return 'counters';
  if (has('parentid', 'lasttransid')) return 'payments';
  if (has('txnid', 'txntype', 'orderid')) return 'payments';
  if (has('incrementid', 'orderid') && !has('quoteid')) return 'invoices';
  if (has('purchasedon') || has('id', 'purchasedate')) return 'grid';
  if (has('incrementid')) return 'orders';
  const isGateway = byKind.gateway.number?.some((name) => names.has(name)) ?? false;
  if (isGateway && byKind.gateway.status?.some((name) => names.has(name))) return 'gateway';
  if (given.has('number') && given.has('status')) return 'gateway';
  return given.has('number') || has('ordernumber') || has('orderno') ? 'orders' : null;
}

function namedColumns(
  header: readonly string[],
  columns: ReadonlyMap<TableField, number>,
): Record<string, string> {
  const fields = new Map([...columns].map(([field, index]) => [index, field]));
  return Object.fromEntries(header.map((name, index) => [name, fields.get(index) ?? 'not used']));
}
