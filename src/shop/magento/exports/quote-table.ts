// Export of quotes with a reserved number, as far as the nightly job has left them.
import type { TraceOutput } from '../../trace-output.js';
import type { Edition } from '../edition.js';
import type { Quote } from '../quote.js';
import { amount, row, sqlTime } from './printing.js';

const columns =
  'entity_id,store_id,created_at,updated_at,converted_at,is_active,is_multi_shipping,items_count,items_qty,grand_total,checkout_method,customer_id,customer_is_guest,customer_email,remote_ip,reserved_order_id,orig_order_id';
const dayMs = 86_400_000;
/** The shop's setting for carts that are done with. */
const inactiveLifeDays = 30;

export class QuoteTable {
  private readonly output: TraceOutput;
  private readonly edition: Edition;
  /** Rows that the nightly job may take yet. */
  private readonly mortal = new Map<number, { readonly dueMs: number; readonly text: string }>();

  constructor(output: TraceOutput, edition: Edition) {
    this.output = output;
    this.edition = edition;
    output.write(`${columns}\n`);
  }

  ended(quote: Quote, nowMs: number): void {
    if (quote.gone || quote.reserved === null) return;
    const text = this.rowOf(quote);
    const active = !quote.reserved.used;
    const days = active ? this.edition.activeQuoteLifeDays : inactiveLifeDays;
    if (days === null) this.output.write(text);
    else
      this.mortal.set(quote.id, { dueMs: (Math.floor(quote.touchedAtMs / dayMs) + days + 1) * dayMs, text });
    for (const [id, { dueMs }] of this.mortal) {
      if (dueMs > nowMs) return;
      this.mortal.delete(id);
    }
  }

  finish(nowMs: number): void {
    for (const { dueMs, text } of this.mortal.values()) if (dueMs > nowMs) this.output.write(text);
    this.mortal.clear();
  }

  private rowOf(quote: Quote): string {
    const { customer, reserved } = quote;
    const magento2 = this.edition.name === 'magento2';
    const nothing = magento2 ? 'NULL' : '';
    const method = quote.method === 'login' ? 'customer' : (quote.method ?? nothing);
    return row([
      quote.id,
      quote.counter.store,
      sqlTime(quote.createdAtMs),
      sqlTime(quote.touchedAtMs),
      nothing,
      reserved?.used === true ? 0 : 1,
      quote.addresses > 1 ? 1 : 0,
      1,
      '1.0000',
      amount(quote.cents),
      method,
      customer?.id ?? (magento2 ? nothing : 0),
      customer === null ? 1 : 0,
      `buyer${quote.id}@example.org`,
      quote.client.address,
      reserved?.text ?? nothing,
      nothing,
    ]);
  }
}
