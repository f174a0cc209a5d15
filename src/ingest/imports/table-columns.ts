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
  'detail',
] as const;
export type TableField = (typeof tableFields)[number];

export type TableKind = Extract<
  SourceKind,
  'orders' | 'grid' | 'quotes' | 'payments' | 'gateway' | 'invoices'
>;
export interface TableLayout {
  readonly kind: TableKind;
  /** Field → index of its column. */
  readonly columns: ReadonlyMap<TableField, number>;
  /** Column → field, as printed; for people. */
  readonly named: Readonly<Record<string, string>>;
}

/** Column names are compared without case, spaces and signs. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

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
  payments: { txn: ['txnid'], status: ['txntype'], order: ['orderid'], time: ['createdat'] },
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
  const names = header.map(plain);
  const found = kind ?? kindOf(new Set(names), given);
  if (found === null) return null;
  const columns = new Map<TableField, number>();
  for (const field of tableFields) {
    const wanted = given.get(field);
    const candidates =
      wanted === undefined ? [...(byKind[found][field] ?? []), ...(shared[field] ?? [])] : [plain(wanted)];
    const index = candidates.map((name) => names.indexOf(name)).find((position) => position >= 0);
    if (index !== undefined) columns.set(field, index);
  }
  const required: TableField = found === 'invoices' || found === 'payments' ? 'order' : 'number';
  if (!columns.has(required)) return null;
  return { kind: found, columns, named: namedColumns(header, columns) };
}

function kindOf(names: ReadonlySet<string>, given: ReadonlyMap<TableField, string>): TableKind | null {
  const has = (...all: string[]): boolean => all.every((name) => names.has(name));
  if (has('reservedorderid')) return 'quotes';
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
