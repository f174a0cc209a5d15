// Exports of orders: the grid (at the end, and one that was taken earlier), orders, payments and invoices as tables.
import type { Stamps } from '../../stamps.js';
import type { TraceOutput } from '../../trace-output.js';
import type { PlacedOrder } from '../books.js';
import type { Edition } from '../edition.js';
import type { ExportFolder } from './folder.js';
import { amount, gridTime, quotedCell, row, sqlTime } from './printing.js';

const orderColumns =
  'entity_id,increment_id,store_id,state,status,created_at,updated_at,quote_id,customer_id,customer_is_guest,customer_email,remote_ip,x_forwarded_for,base_grand_total,grand_total,order_currency_code,total_paid,total_refunded,total_canceled,edit_increment,original_increment_id,relation_parent_id,relation_parent_real_id,relation_child_id,relation_child_real_id,ext_order_id';
const transactionColumns =
  'transaction_id,parent_id,order_id,payment_id,txn_id,parent_txn_id,txn_type,is_closed,additional_information,created_at';
const paymentColumns = 'entity_id,parent_id,method,last_trans_id,amount_authorized,amount_paid';
const invoiceColumns = 'entity_id,increment_id,order_id,store_id,state,created_at,grand_total';
const gridHeaders = {
  magento:
    '"Order #","Purchased From (Store)","Purchased On","Bill to Name","Ship to Name","G.T. (Base)","G.T. (Purchased)","Status"',
  magento2:
    '"ID","Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)","Status","Billing Address","Shipping Address","Shipping Information","Customer Email","Customer Group","Subtotal","Shipping and Handling","Customer Name","Payment Method","Total Refunded"',
} as const;

interface Files {
  readonly orders: TraceOutput;
  readonly grid: TraceOutput;
  readonly earlier: TraceOutput;
  readonly transactions: TraceOutput;
  readonly payments: TraceOutput;
  readonly invoices: TraceOutput;
}

/** Rows are written in the order of creation, each when nothing more can happen to it. */
export class OrderTables {
  private readonly files: Files;
  private readonly edition: Edition;
  private readonly stamps: Stamps;
  private readonly waiting = new Map<PlacedOrder, boolean>();
  private earlierOpen = true;
  private saved = 0;

  private constructor(files: Files, edition: Edition, stamps: Stamps) {
    this.files = files;
    this.edition = edition;
    this.stamps = stamps;
  }

  static async open(folder: ExportFolder, edition: Edition, stamps: Stamps): Promise<OrderTables> {
    const magento2 = edition.name === 'magento2';
    const flat = magento2 ? 'sales_' : 'sales_flat_';
    const files = {
      orders: await folder.open(`${flat}order.csv`),
      grid: await folder.open('orders-grid.csv'),
      earlier: await folder.open('orders-grid-earlier.csv'),
      transactions: await folder.open('sales_payment_transaction.csv'),
      payments: await folder.open(`${flat}order_payment.csv`),
      invoices: await folder.open(`${flat}invoice.csv`),
    };
    files.orders.write(`${orderColumns}\n`);
    for (const grid of [files.grid, files.earlier])
      grid.write(`${gridHeaders[magento2 ? 'magento2' : 'magento']}\n`);
    files.transactions.write(`${transactionColumns}\n`);
    files.payments.write(`${paymentColumns},${magento2 ? 'cc_last_4' : 'cc_last4'},additional_information\n`);
    files.invoices.write(`${invoiceColumns}\n`);
    return new OrderTables(files, edition, stamps);
  }

  /** Orders so far. */
  get count(): number {
    return this.saved;
  }

  save(order: PlacedOrder): void {
    this.saved += 1;
    this.waiting.set(order, false);
  }

  settle(order: PlacedOrder): void {
    this.waiting.set(order, true);
    for (const [first, settled] of this.waiting) {
      if (!settled) return;
      this.waiting.delete(first);
      this.write(first);
    }
  }

  /** The earlier export of the grid is taken now. */
  takeEarlier(): void {
    if (!this.earlierOpen) return;
    for (const order of this.waiting.keys()) if (!order.gone) this.files.earlier.write(this.gridRow(order));
    this.earlierOpen = false;
  }

  finish(): void {
    for (const order of this.waiting.keys()) this.write(order);
    this.waiting.clear();
  }

  private write(order: PlacedOrder): void {
    if (order.gone) return;
    const { files } = this;
    files.orders.write(this.orderRow(order));
    const grid = this.gridRow(order);
    files.grid.write(grid);
    if (this.earlierOpen) files.earlier.write(grid);
    this.writePayments(order);
    const { invoice } = order;
    if (invoice === null) return;
    const { id, counter, cents } = order;
    files.invoices.write(
      row([id + 1000, invoice.number, id, counter.store, 2, sqlTime(invoice.atMs), amount(cents)]),
    );
  }

  private writePayments(order: PlacedOrder): void {
    const { id, gateway, transaction, cents, createdAtMs } = order;
    const nothing = this.nothing();
    const last = transaction ?? nothing;
    const taken = transaction === null ? nothing : amount(cents);
    this.files.payments.write(row([id, id, gateway, last, taken, taken, nothing, nothing]));
    if (transaction === null) return;
    this.files.transactions.write(
      row([id, nothing, id, id, transaction, nothing, 'capture', 0, nothing, sqlTime(createdAtMs)]),
    );
  }

  private orderRow(order: PlacedOrder): string {
    const nothing = this.nothing();
    const { quote, cents, editOf, editedInto, transaction, state } = order;
    const { customer } = quote;
    const parent = editOf?.parent;
    return row([
      order.id,
      order.number,
      order.counter.store,
      state,
      state,
      sqlTime(order.createdAtMs),
      sqlTime(order.updatedAtMs),
      quote.id,
      customer?.id ?? nothing,
      customer === null ? 1 : 0,
      `buyer${quote.id}@example.org`,
      quote.client.address,
      nothing,
      amount(cents),
      amount(cents),
      'EUR',
      transaction === null ? nothing : amount(cents),
      state === 'canceled' && transaction !== null ? amount(cents) : nothing,
      state === 'canceled' ? amount(cents) : nothing,
      editOf?.times ?? nothing,
      editOf?.number ?? nothing,
      parent?.id ?? nothing,
      parent?.number ?? nothing,
      editedInto?.id ?? nothing,
      editedInto?.number ?? nothing,
      nothing,
    ]);
  }

  private gridRow(order: PlacedOrder): string {
    const magento2 = this.edition.name === 'magento2';
    const name = `Buyer ${order.quote.id}`;
    const money = amount(order.cents);
    const status = `${order.state.charAt(0).toUpperCase()}${order.state.slice(1)}`;
    const view = order.counter.store === '1' ? 'Default Store View' : `Store View ${order.counter.store}`;
    const cells = [
      order.number,
      magento2 ? `Main Website${view}` : `Main Website\nMain Website Store\n${view}`,
      gridTime(order.createdAtMs, this.stamps, magento2),
      name,
      name,
      money,
      money,
      status,
    ];
    if (magento2) {
      const group = order.quote.customer === null ? 'NOT LOGGED IN' : 'General';
      const mail = `buyer${order.quote.id}@example.org`;
      cells.push('Example Street 1', 'Example Street 1', 'Flat Rate - Fixed', mail, group, money, '0.0000');
      cells.push(name, order.gateway, '');
    }
    return `${cells.map(quotedCell).join(',')}\n`;
  }

  /** What stands where the database has NULL. */
  private nothing(): string {
    return this.edition.name === 'magento2' ? 'NULL' : '';
  }
}
