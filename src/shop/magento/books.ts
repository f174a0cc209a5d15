// What the shop keeps beside its trace: database tables, logs, web server and gateway, as far as a merchant can export them.
import type { OrderCounter } from './counters.js';
import type { Client, Gateway, Quote } from './quote.js';

export interface PlacedOrder {
  /** Row id (`entity_id`). */
  readonly id: number;
  readonly number: string;
  readonly counter: OrderCounter;
  readonly quote: Quote;
  readonly cents: number;
  /** UTC ms. */
  readonly createdAtMs: number;
  readonly gateway: Gateway;
  /** Of the payment. */
  readonly transaction: string | null;
  updatedAtMs: number;
  state: 'pending' | 'processing' | 'complete' | 'canceled' | 'closed';
  invoice: { readonly number: string; readonly atMs: number } | null;
  gone: boolean;
  /** Of an order that was made by editing: the first one's number and how often it was edited. */
  readonly editOf: { readonly number: string; readonly times: number; readonly parent: PlacedOrder } | null;
  editedInto: PlacedOrder | null;
}

export interface WebHit {
  readonly atMs: number;
  readonly client: Client;
  readonly request: string;
  readonly status: number;
}

export interface GatewayRow {
  readonly atMs: number;
  /** The merchant reference: the order number. */
  readonly reference: string;
  readonly gateway: Gateway;
  readonly transaction: string;
  readonly kind: 'captured' | 'refused' | 'error' | 'refunded';
  readonly cents: number;
  readonly reason: string;
}

/** Times are UTC ms. */
export interface Books {
  hit(hit: WebHit): void;
  paid(row: GatewayRow): void;
  /** The gateway is asked for the money of this number. */
  asked(atMs: number, quote: Quote, number: string, gateway: Gateway): void;
  refused(atMs: number, quote: Quote, session: string, reason: string): void;
  unsaved(atMs: number, number: string, reason: string): void;
  /** Nothing more will happen to it. */
  quoteEnded(quote: Quote, atMs: number): void;
  orderSaved(order: PlacedOrder): void;
  /** Nothing more will happen to it. */
  orderSettled(order: PlacedOrder): void;
}

const nothing = (): void => undefined;

/** A shop nobody takes exports from. */
export const noBooks: Books = {
  hit: nothing,
  paid: nothing,
  asked: nothing,
  refused: nothing,
  unsaved: nothing,
  quoteEnded: nothing,
  orderSaved: nothing,
  orderSettled: nothing,
};
