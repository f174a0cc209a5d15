// A browser's session: who is logged in, which cart it holds, when it ends.
import type { Act } from '../simulation.js';
import { clockOf, customerText, newClient, newKey, say, type MagentoFloor } from './floor.js';
import { messages } from './messages.js';
import type { Client, Customer, Quote } from './quote.js';

export interface Session {
  readonly key: string;
  readonly client: Client;
  customer: Customer | null;
  quote: Quote | null;
  /** Carts that were ordered or merged away in it. */
  readonly ended: Quote[];
}

export function newSession(floor: MagentoFloor, client: Client = newClient(floor)): Session {
  return { key: newKey(floor, 's'), client, customer: null, quote: null, ended: [] };
}

/** Puts something in the cart: the quote is created with the first item, or the customer's old one goes on. */
export function* addToCart(floor: MagentoFloor, session: Session, quote: Quote): Act {
  const { key, client, customer } = session;
  const isNew = session.quote === null && customer?.quote !== quote;
  session.quote = quote;
  quote.touchedAtMs = clockOf(floor).now;
  floor.books.hit({ atMs: clockOf(floor).now, client, request: 'POST /checkout/cart/add/', status: 302 });
  const text = isNew ? messages.quoteCreated : messages.quoteTouched;
  yield say(floor, quote.id, text(quote.counter.store, customerText(customer), key));
}

/** Logs in; a cart that the session holds becomes the customer's, or goes into the one that waits for him. */
export function* logIn(
  floor: MagentoFloor,
  session: Session,
  customer: Customer,
): Act<'alone' | 'owns' | 'merged'> {
  const { client, key } = session;
  const { quote } = session;
  session.customer = customer;
  const atMs = clockOf(floor).now;
  floor.books.hit({ atMs, client, request: 'POST /customer/account/loginPost/', status: 302 });
  const name = customerText(customer);
  if (quote === null) {
    yield say(floor, customer.quote?.id ?? null, messages.loggedIn(name, key));
    return 'alone';
  }
  if (customer.quote !== null && customer.quote !== quote) {
    yield say(floor, customer.quote.id, messages.loggedIn(name, key));
    yield say(floor, quote.id, messages.quoteMerged(customer.quote.id, name));
    customer.quote.cents += quote.cents;
    session.quote = customer.quote;
    return 'merged';
  }
  quote.customer = customer;
  customer.quote = quote;
  yield say(floor, quote.id, messages.loggedIn(name, key));
  return 'owns';
}

/** Nobody clicks any more: the session ends after its time. */
export function* expire(floor: MagentoFloor, session: Session): Act {
  yield floor.customs.sessionMs;
  const { quote } = session;
  yield say(floor, quote?.active === true ? quote.id : null, messages.sessionExpired(session.key));
}
