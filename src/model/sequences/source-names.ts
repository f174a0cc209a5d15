// What people call the kinds of files that say something about order numbers.
import type { SourceKind } from './number-fact.js';

export const sourceNames: Readonly<Record<SourceKind, string>> = {
  trace: 'a trace',
  orders: 'a table of orders',
  grid: "the order grid's export",
  quotes: 'a table of carts',
  payments: 'a table of payment transactions',
  gateway: "a gateway's export",
  invoices: 'a table of invoices',
  counters: 'a table of counters',
  log: "the shop's log",
  'access-log': "the web server's access log",
};
