// The books of a shop whose merchant takes exports: every table, log and list as a file of one folder.
import type { Stamps } from '../../stamps.js';
import type { Books } from '../books.js';
import type { Counters } from '../counters.js';
import type { Edition } from '../edition.js';
import { ExportFolder } from './folder.js';
import { accessLog, gatewayList, magento1Logs, magento2Logs } from './logs.js';
import { OrderTables } from './order-tables.js';
import { row } from './printing.js';
import { QuoteTable } from './quote-table.js';

export interface Exports extends Books {
  flush(): Promise<void>;
  /** @param takenAtMs UTC */
  close(takenAtMs: number, counters: Counters): Promise<void>;
}

export interface ExportOptions {
  readonly edition: Edition;
  readonly stamps: Stamps;
  /** The earlier export of the grid is taken at so many orders, or at a time (UTC ms). */
  readonly earlierAt: { readonly orders: number; readonly timeMs: number };
}

export async function openExports(path: string, options: ExportOptions): Promise<Exports> {
  const { edition, stamps, earlierAt } = options;
  const folder = new ExportFolder(path);
  const orders = await OrderTables.open(folder, edition, stamps);
  const magento2 = edition.name === 'magento2';
  const quotes = new QuoteTable(await folder.open(magento2 ? 'quote.csv' : 'sales_flat_quote.csv'), edition);
  const logs = magento2
    ? magento2Logs(await folder.open('system.log'), await folder.open('debug.log'))
    : magento1Logs(await folder.open('exception.log'), await folder.open('payment_paypal_express.log'));
  let earlierTakenMs: number | null = null;
  return {
    ...logs,
    hit: accessLog(await folder.open('access.log'), stamps),
    paid: gatewayList(await folder.open('gateway.csv')),
    quoteEnded: (quote, atMs) => quotes.ended(quote, atMs),
    orderSettled: (order) => orders.settle(order),
    orderSaved(order) {
      if (
        earlierTakenMs === null &&
        (orders.count >= earlierAt.orders || order.createdAtMs >= earlierAt.timeMs)
      ) {
        orders.takeEarlier();
        earlierTakenMs = order.createdAtMs;
      }
      orders.save(order);
    },
    flush: () => folder.flush(),
    async close(takenAtMs, counters) {
      orders.finish();
      quotes.finish(takenAtMs);
      await writeCounters(folder, counters, magento2);
      await folder.close(takenAtMs, new Map([['orders-grid-earlier.csv', earlierTakenMs ?? takenAtMs]]));
    },
  };
}

/** The tables of the counters themselves. */
async function writeCounters(folder: ExportFolder, { stores }: Counters, magento2: boolean): Promise<void> {
  if (!magento2) {
    const table = await folder.open('eav_entity_store.csv');
    table.write('entity_store_id,entity_type_id,store_id,increment_prefix,increment_last_id\n');
    for (const [index, { store, prefix, last }] of stores.entries())
      table.write(row([index + 1, 5, store, prefix, stores[index]?.text(last) ?? '']));
    return;
  }
  const meta = await folder.open('sales_sequence_meta.csv');
  const profile = await folder.open('sales_sequence_profile.csv');
  meta.write('meta_id,entity_type,store_id,sequence_table\n');
  profile.write('profile_id,meta_id,prefix,suffix,start_value,step,max_value,warning_value,is_active\n');
  for (const [index, { store, prefix }] of stores.entries()) {
    meta.write(row([index + 1, 'order', store, `sequence_order_${store}`]));
    profile.write(row([index + 1, index + 1, prefix, 'NULL', 1, 1, 4_294_967_295, 4_294_966_295, 1]));
  }
}
