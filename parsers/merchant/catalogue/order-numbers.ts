// Messages of a shop that gives order numbers out of a counter: quotes, reservations, gateway answers, orders.
import { entries, type CatalogueEntry } from './entry.js';

/**
 * The bracket of the record holds the quote id; it is empty where no quote is concerned. `-` stands for what is not
 * there (a guest has no customer). All but the cart are of stage `order`: their payments are the counter's evidence,
 * not that of the rules on payment and production.
 */
export const orderNumbers: readonly CatalogueEntry[] = entries(
  'numbers',
  `
NUM1 | number.quote-created | I | cart | 2014-01..now | Quote created : store {store}, customer {customer}, session {session}
NUM2 | number.quote-touched | I | cart | 2014-01..now | Quote changed : store {store}, customer {customer}, session {session}
NUM3 | number.login | I | cart | 2014-01..now | Customer logged in : customer {customer}, session {session}
NUM4 | number.logout | I | cart | 2014-01..now | Customer logged out : customer {customer}, session {session}
NUM5 | number.session-expired | I | cart | 2014-01..now | Session expired : session {session}
NUM6 | number.checkout-started | I | order | 2014-01..now | Checkout started : method {method}, session {session}
NUM7 | number.order-requested | I | order | 2014-01..now | Place order : session {session}, client {client}
NUM8 | number.reserved | I | order | 2014-01..now | Order number reserved : number {number}, store {store}
NUM9 | number.payment-requested | I | order | 2014-01..now | Payment requested : number {number}, gateway {gateway}, amount {amount:number} {currency}
NUM10 | number.payment-approved | S | order | 2014-01..now | Payment approved : number {number}, transaction {txn}, amount {amount:number} {currency}
NUM11 | number.payment-captured | S | order | 2014-01..now | Payment captured : number {number}, transaction {txn}, amount {amount:number} {currency}
NUM12 | number.payment-declined | W | order | 2014-01..now | Payment declined : number {number}, reason {reason}
NUM13 | number.payment-failed | E | order | 2014-01..now | Payment error : number {number}, reason {reason}
NUM14 | number.payment-cancelled | W | order | 2014-01..now | Payment cancelled : number {number}
NUM15 | number.payment-refunded | I | order | 2014-01..now | Payment refunded : number {number}, transaction {txn}, amount {amount:number} {currency}
NUM16 | order.created | S | order | 2014-01..now | Order created : number {number}, order {order}, store {store}, state {state}, amount {amount:number} {currency}
NUM17 | order.save-failed | E+ | order | 2014-01..now | Saving order {number} failed : {reason}
NUM18 | order.cancelled | I | order | 2014-01..now | Order cancelled : number {number}, by {by}
NUM19 | order.edited | I | order | 2014-01..now | Order edited : number {number}, into {into}, by {by}
NUM20 | order.deleted | W | order | 2014-01..now | Order deleted : number {number}, by {by}
NUM21 | number.quote-deleted | I | cart | 2014-01..now | Quote deleted : by {by}
NUM22 | number.quote-merged | I | cart | 2014-01..now | Quote merged : into {into}, customer {customer}
NUM23 | number.counter-changed | W | order | 2014-01..now | Order counter changed : store {store}, from {from}, to {to}, by {by}
NUM24 | number.trace-gap | W | system | 2014-01..now | Trace interrupted : source {source}, from {from}, to {to}
NUM25 | number.several-addresses | I | order | 2014-01..now | Checkout to several addresses : addresses {addresses:integer}
NUM26 | order.invoiced | I | order | 2014-01..now | Invoice created : invoice {invoice}, number {number}
NUM27 | order.mailed | I | order | 2014-01..now | Order mail sent : number {number}
`,
);
