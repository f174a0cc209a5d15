// One order as buyer and shop know it: cart, buyer, way of paying, state of the bill.
import type { CartItem } from './catalogue.js';
import type { Buyer } from './people.js';

export type Payment = 'free' | 'check' | 'transfer' | 'test' | 'paypal';

export type BillState = 'none' | 'PLACED' | 'PENDING' | 'SOLDOUT' | 'COMPLETE';

export interface Order {
  /** The transaction ID. */
  readonly id: string;
  readonly items: readonly CartItem[];
  readonly payment: Payment;
  readonly buyer: Buyer;
  bill: BillState;
  /** UTC ms of each production that was begun. */
  readonly productions: number[];
  readonly placements: number[];
}

/** Units, not lines. */
export function objects(order: Order): number {
  return order.items.reduce((sum, item) => sum + item.quantity, 0);
}

export function totalCents(order: Order): number {
  return order.items.reduce((sum, item) => sum + item.quantity * item.product.cents, 0);
}
