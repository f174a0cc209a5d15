// Messages of the cart, the ordering controller, order placement and the bill object.
import { entries, type CatalogueEntry } from './entry.js';

export const ordering: readonly CatalogueEntry[] = [
  ...entries(
    'cart',
    `
CRT1 | cart.partner-called | I+ | cart | 2019-08..now | Partner call. Partner data : {partner}
CRT2 | cart.partner-authenticated | I | cart | 2024-07..2024-07 | Partner delegated auth for {address} from {partnerKey}
ORD1 | order.input-notified | I | order | 2016-08..2016-10 | Ordering Controller : shop Transaction Confirm Notification to sales
ORD1b | order.input-notified | I | order | 2016-10..2016-11 | Ordering Controller :shop Transaction Confirm Notification to sales
ORD1c | order.input-notified | I | order | 2016-12..now | Ordering Controller: Shop Transaction Confirm Notification to sales
ORD2 | order.sales-unassigned | W | order | 2016-08..2018-02 | Ordering Controller Warning : Seems no sales manager are assigned
ORD3 | order.sales-notify-failed | W | order | 2016-12..now | Ordering Controller Warning: Failed emitting to at least one manager.
ORD4 | order.input-unnotified | I | order | 2017-10..now | Ordering Controller : Order input with no notification to sales (disabled).
ORD5 | order.sales-role-missing | W | order | 2017-10..now | Ordering Controller Warning : Seems sales role not installed
PLC1 | order.placed | I | order | 2016-08..2018-02 | Order placed : {amount:number} for {objects:integer} objects
PLC2 | order.placed | I | order | 2017-06..now | Order placed : {objects:integer} objects
PLC3 | order.payment-shown | I | order | 2024-03..now | Order placed : {productTypes:integer} product types for {amount:number}
`,
  ),
  ...entries(
    'billing',
    `
BIL1 | bill.item-added | I | billing | 2019-08..now | Add item. {itemCode:last} * {quantity:number}
BIL2 | bill.item-data-added | I | billing | 2019-08..2024-07 | Add item data. {shortName:last} * {quantity:number}
BIL2 | bill.item-data-added | I | billing | 2021-03..now | Bill.Add item data. {shortName:last} * {quantity:number}
BIL3 | bill.dirty | I | billing | 2019-08..2024-07 | Dirty state. Pass {pass:integer}
BIL3 | bill.dirty | I | billing | 2021-03..now | Bill.save : Dirty state. Pass {pass:integer}
BIL4 | bill.saved | I | billing | 2019-08..2024-07 | Bill Saving state and record. Pass {pass:integer}
BIL4 | bill.saved | I | billing | 2021-03..now | Bill.save Saving state and record. Pass {pass:integer}
BIL5 | bill.fully-saved | I | billing | 2019-08..2024-07 | Bill Full Saving
BIL6 | bill.item-saved | I | billing | 2021-03..now | Bill.save Saving Items {itemType}/{itemCode}
BIL7 | bill.recalculated | I | billing | 2019-08..2024-07 | Bill recalculated
BIL7 | bill.recalculated | I | billing | 2021-03..2024-07 | Bill.recalculate : Bill recalculated
BIL8 | bill.recalculated | I | billing | 2024-03..now | Bill.recalculate : Bill recalculated to final amount : {amount:number}
`,
  ),
  ...entries(
    'staff',
    `
BIL9 | bill.transition | I | state | 2018-05..now | Internal transaction: bill_transition_{from}_{to}
`,
  ),
];
