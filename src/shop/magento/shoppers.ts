// Buyers of a Magento-style shop: guests, guests who register in the cart, customers, some of whom come back months later.
import type { Act, Life } from '../simulation.js';
import type { BackOffice } from './back-office.js';
import type { Checkout, Try } from './checkout.js';
import { Customers } from './customers.js';
import { clockOf, newClient, pickCounter, say, secondsBetween, type MagentoFloor } from './floor.js';
import { messages } from './messages.js';
import { howLost, type Customer, type Gateway, type Quote } from './quote.js';
import { addToCart, expire, logIn, newSession, type Session } from './session.js';

type Kind = 'guest' | 'register' | 'customer';

const dayMs = 86_400_000;
const kinds: Readonly<Record<Kind, number>> = { guest: 42, register: 16, customer: 42 };
const gateways: Readonly<Record<Gateway, number>> = {
  card: 55,
  paypal_express: 20,
  hosted_page: 13,
  offline: 12,
};
const mostReturns = 3;

export class Shoppers {
  private readonly customers: Customers;
  private readonly floor: MagentoFloor;
  private readonly checkout: Checkout;
  private readonly office: BackOffice;

  constructor(floor: MagentoFloor, checkout: Checkout, office: BackOffice, customersBefore: number) {
    this.floor = floor;
    this.checkout = checkout;
    this.office = office;
    this.customers = new Customers(floor, customersBefore);
  }

  get customerCount(): number {
    return this.customers.count;
  }

  /** Somebody comes and fills a cart; most of them buy. */
  *visit(): Life {
    const { floor } = this;
    const { random } = floor.writer;
    const kind = random.weighted(kinds);
    const customer = kind === 'customer' ? this.customers.arrives() : null;
    const session = newSession(floor, customer?.client);
    const early = random.chance(0.5);
    if (customer !== null && early) yield* logIn(floor, session, customer);
    yield* this.fillCart(session);
    yield secondsBetween(floor, 20, 300);
    if (random.chance(0.75)) {
      if (customer !== null && !early) yield* logIn(floor, session, customer);
      yield* this.checkOut(session, kind);
      yield* this.remembersAccount(session);
    }
    yield* this.leave(session);
    if (customer !== null && session.customer === null) this.customers.leaves(customer);
  }

  /** The first order of a store: the merchant tries his own shop. */
  *opening(counter: Quote['counter']): Life {
    const { floor } = this;
    const session = newSession(floor);
    const quote = this.newQuote(session, counter);
    yield* addToCart(floor, session, quote);
    quote.method = 'guest';
    yield say(floor, quote.id, messages.checkoutStarted('guest', session.key));
    yield say(floor, quote.id, messages.orderRequested(session.key, session.client.key));
    const number = yield* this.checkout.reserve(quote);
    const row = floor.counters.orderRows.next();
    yield* this.success(session, quote, yield* this.checkout.create(quote, number, 'offline', row));
    yield* this.leave(session);
  }

  /** A program tries stolen cards, one cart each, all from one address. */
  *cardTesting(): Life {
    const { floor } = this;
    const { random } = floor.writer;
    const client = newClient(floor);
    const counter = pickCounter(floor);
    const cards = random.between(8, 25);
    for (let card = 0; card < cards; card += 1) {
      const session = newSession(floor, client);
      const quote = this.newQuote(session, counter);
      yield* addToCart(floor, session, quote);
      quote.method = 'guest';
      yield say(floor, quote.id, messages.checkoutStarted('guest', session.key));
      yield* this.checkout.refusedAtOnce(session, quote);
      clockOf(floor).begin(this.robotLeaves(session, quote));
      yield secondsBetween(floor, 3, 15);
    }
  }

  private *robotLeaves(session: Session, quote: Quote): Life {
    yield* expire(this.floor, session);
    this.settle(quote, true);
  }

  private *fillCart(session: Session): Act {
    const { customer } = session;
    const quote = customer?.quote ?? this.newQuote(session);
    yield* addToCart(this.floor, session, quote);
    if (customer !== null) customer.quote = quote;
  }

  private newQuote(session: Session, counter = pickCounter(this.floor)): Quote {
    const { floor } = this;
    const now = clockOf(floor).now;
    return {
      id: floor.counters.quoteRows.next(),
      counter,
      createdAtMs: now,
      touchedAtMs: now,
      customer: session.customer,
      method: null,
      cents: 900 + floor.writer.random.between(0, 24_000),
      active: true,
      gone: false,
      addresses: 1,
      reserved: null,
      reservations: [],
      client: session.client,
    };
  }

  /** From Proceed to Checkout to the success page, or until patience ends. */
  private *checkOut(session: Session, kind: Kind): Act {
    const { floor } = this;
    const { random } = floor.writer;
    const { quote } = session;
    if (quote === null) return;
    quote.method = kind === 'customer' ? 'login' : kind;
    yield say(floor, quote.id, messages.checkoutStarted(quote.method, session.key));
    yield secondsBetween(floor, 40, 200);
    if (kind === 'customer' && random.chance(floor.customs.faults.severalAddresses)) {
      yield* this.severalAddresses(session, quote);
      return;
    }
    let gateway = random.weighted(gateways);
    for (let tries = 1; tries <= 4; tries += 1) {
      const result: Try = yield* this.checkout.place(session, quote, gateway);
      if (result.end === 'ordered') {
        yield* this.success(session, quote, result.order);
        return;
      }
      if (result.end === 'left' || random.chance(0.4)) return;
      yield secondsBetween(floor, 15, 120);
      if (random.chance(0.3)) gateway = random.weighted(gateways);
    }
  }

  /** All numbers are taken first, then the orders are placed one by one. */
  private *severalAddresses(session: Session, quote: Quote): Act {
    const { floor, checkout } = this;
    const addresses = floor.writer.random.between(2, 4);
    quote.addresses = addresses;
    yield say(floor, quote.id, messages.severalAddresses(addresses));
    yield say(floor, quote.id, messages.orderRequested(session.key, session.client.key));
    const numbers = [];
    for (let address = 0; address < addresses; address += 1) {
      quote.reserved = null;
      numbers.push(yield* checkout.reserve(quote));
    }
    let ordered = 0;
    for (const number of numbers) {
      const result = yield* checkout.submit(quote, number, 'card');
      if (result.end !== 'ordered') break;
      this.office.take(result.order);
      ordered += 1;
    }
    quote.active = false;
    if (ordered === addresses) yield* this.finished(session, quote);
    else session.ended.push(quote);
    if (session.customer !== null) session.customer.quote = null;
    session.quote = null;
  }

  /** The success page: only here does registering in the cart make a customer. */
  private *success(session: Session, quote: Quote, order: Extract<Try, { end: 'ordered' }>['order']): Act {
    this.office.take(order);
    if (session.customer !== null) session.customer.quote = null;
    session.quote = null;
    yield* this.finished(session, quote);
  }

  private *finished(session: Session, quote: Quote): Act {
    const { floor } = this;
    const atMs = clockOf(floor).now;
    floor.books.hit({ atMs, client: session.client, request: 'GET /checkout/onepage/success/', status: 200 });
    session.ended.push(quote);
    if (quote.method !== 'register') return;
    const customer = this.customers.newCustomer(session.client);
    quote.customer = customer;
    yield* logIn(floor, session, customer);
  }

  /** A guest who was refused remembers that he has an account. */
  private *remembersAccount(session: Session): Act {
    const { floor } = this;
    const { random } = floor.writer;
    const { quote } = session;
    if (quote === null || session.customer !== null || quote.reservations.length === 0) return;
    if (!random.chance(0.15)) return;
    yield secondsBetween(floor, 30, 240);
    if ((yield* logIn(floor, session, this.customers.arrives())) === 'merged') {
      quote.active = false;
      quote.gone = true;
      session.ended.push(quote);
    }
    if (random.chance(0.5)) yield* this.checkOut(session, 'customer');
  }

  /** The session ends; what becomes of its carts, and of the numbers on them. */
  private *leave(session: Session): Act {
    const { quote, customer } = session;
    yield* expire(this.floor, session);
    for (const ended of session.ended) yield* this.over(ended);
    if (quote === null) {
      if (customer !== null) this.customers.leaves(customer);
    } else if (quote.customer === null) yield* this.over(quote);
    else if (quote.reservations.length === 0) this.customers.leaves(quote.customer);
    else yield* this.owned(quote, quote.customer);
  }

  /** A customer's cart with a number on it: he comes back for it, or the nightly job takes it, or it waits for ever. */
  private *owned(quote: Quote, customer: Customer): Act {
    const { floor } = this;
    const { random } = floor.writer;
    for (let returns = 0; quote.active && returns < mostReturns; returns += 1) {
      const [mean, longest] = floor.customs.returnMs;
      if (!random.chance(0.45)) break;
      const delay = Math.min(longest, 600_000 + random.exponential(mean));
      if (this.dueForDeletion(quote) < clockOf(floor).now + delay) break;
      yield delay;
      yield* this.comeBack(quote, customer);
    }
    const due = this.dueForDeletion(quote);
    if (quote.active && due < Infinity) {
      yield Math.max(0, due - clockOf(floor).now);
      quote.active = false;
      quote.gone = true;
      yield say(floor, quote.id, messages.quoteDeleted('cron'));
    }
    yield* this.over(quote);
    if (!quote.active) this.customers.leaves(customer);
  }

  /** UTC ms of the night in which the job deletes the quote. */
  private dueForDeletion(quote: Quote): number {
    const days = this.floor.edition.activeQuoteLifeDays;
    if (days === null) return Infinity;
    return (Math.floor(quote.touchedAtMs / dayMs) + days + 1) * dayMs + 90_000;
  }

  private *comeBack(quote: Quote, customer: Customer): Act {
    const { floor } = this;
    const session = newSession(floor, customer.client);
    yield* logIn(floor, session, customer);
    yield* addToCart(floor, session, quote);
    yield secondsBetween(floor, 20, 200);
    if (floor.writer.random.chance(0.85)) yield* this.checkOut(session, 'customer');
    yield* expire(floor, session);
    for (const ended of session.ended) if (ended !== quote) yield* this.over(ended);
  }

  /** Nobody will order from this cart any more. */
  private *over(quote: Quote): Act {
    for (const number of quote.reservations) {
      if (number.used || number.taken || number.paid !== 'seen' || number.transaction === null) continue;
      if (this.floor.writer.random.chance(0.35)) yield* this.office.giveBack(quote, number);
    }
    this.settle(quote, false);
  }

  private settle(quote: Quote, robot: boolean): void {
    const { truth, books } = this.floor;
    for (const number of quote.reservations) {
      if (number.used || number.taken) continue;
      truth.lost(number.counter, number.body, howLost(number, quote, robot));
    }
    books.quoteEnded(quote, clockOf(this.floor).now);
  }
}
