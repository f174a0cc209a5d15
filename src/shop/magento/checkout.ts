// Place Order, as the shop's code does it: a number is reserved before the gateway is asked, the order is written or not.
import type { Act } from '../simulation.js';
import type { PlacedOrder } from './books.js';
import { clockOf, newKey, say, secondsBetween, type MagentoFloor } from './floor.js';
import { messages, moneyText } from './messages.js';
import { reservation, type Gateway, type Quote, type Reservation } from './quote.js';
import type { Session } from './session.js';

/** How one try ended. */
export type Try =
  | { readonly end: 'ordered'; readonly order: PlacedOrder }
  | { readonly end: 'refused' | 'cancelled' | 'left' | 'died' | 'unsaved' | 'paid-unsaved' };

const refusals = [
  'insufficient funds',
  'do not honor',
  'expired card',
  'security code wrong',
  '3-D Secure failed',
];
const deadlock =
  'SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock; try restarting transaction';
const observer = 'Call to a member function getId() on null';

export class Checkout {
  /** Orders made so far. */
  orders = 0;
  private readonly floor: MagentoFloor;

  constructor(floor: MagentoFloor) {
    this.floor = floor;
  }

  /** The order button. */
  *place(session: Session, quote: Quote, gateway: Gateway): Act<Try> {
    const { floor } = this;
    const { faults } = floor.customs;
    const { random } = floor.writer;
    yield say(floor, quote.id, messages.orderRequested(session.key, session.client.key));
    if (faults.counterRolledBack > 0 && this.rollsBack(quote, gateway))
      return yield* this.rolledBack(session, quote);
    const number = yield* this.reserve(quote);
    if (random.chance(faults.requestDied)) {
      // The process dies before the quote is saved: the number is on no row.
      number.died = true;
      quote.reserved = null;
      this.hit(session, quote, 500);
      return { end: 'died' };
    }
    const answer = yield* this.submit(quote, number, gateway);
    if (answer.end === 'refused')
      floor.books.refused(clockOf(floor).now, quote, session.key, 'Transaction has been declined.');
    this.hit(session, quote, answer.end === 'ordered' ? 200 : 400);
    return answer;
  }

  /** A number for the quote: its own if it has one that no order carries yet. */
  *reserve(quote: Quote): Act<Reservation> {
    const { floor } = this;
    const { counter } = quote;
    if (quote.reserved !== null && !quote.reserved.used && !quote.reserved.taken) return quote.reserved;
    while (counter.locked) yield 40;
    const body = counter.next();
    const before = counter.note(body);
    const number = reservation(counter, body, clockOf(floor).now, before?.used === true);
    if (number.taken && before?.captured === true) number.paid = 'seen';
    if (counter.rolledBack === body) {
      // Somebody else has paid under it.
      number.paid = 'seen';
      number.saveFailed = true;
      counter.rolledBack = null;
    }
    if (!number.taken) floor.truth.allocated(counter, body, number.reservedAtMs);
    quote.reserved = number;
    quote.reservations.push(number);
    yield say(floor, quote.id, messages.reserved(number.text, counter.store));
    return number;
  }

  /** Payment and order under a number that is reserved. */
  *submit(quote: Quote, number: Reservation, gateway: Gateway): Act<Try> {
    const { floor } = this;
    const { edition, writer, customs } = floor;
    let row: number | null = null;
    if (edition.insertsBeforePayment) row = floor.counters.orderRows.next();
    if (edition.insertsBeforePayment && number.taken) {
      yield* this.unsaved(quote, number, duplicateKey(edition.name, number));
      return { end: 'unsaved' };
    }
    if (writer.random.chance(customs.faults.saveFailedUnpaid)) {
      yield* this.unsaved(quote, number, observer);
      return { end: 'unsaved' };
    }
    if (gateway !== 'offline') {
      const paid = yield* this.pay(quote, number, gateway);
      if (paid !== 'paid') {
        if (!edition.keepsNumberAfterRefusal && gateway === 'card') quote.reserved = null;
        return { end: paid };
      }
    }
    row ??= floor.counters.orderRows.next();
    if (number.taken) {
      yield* this.unsaved(quote, number, duplicateKey(edition.name, number));
      return { end: gateway === 'offline' ? 'unsaved' : 'paid-unsaved' };
    }
    if (gateway !== 'offline' && writer.random.chance(customs.faults.saveFailedAfterPayment)) {
      yield* this.unsaved(quote, number, deadlock);
      if (!edition.keepsNumberAfterRefusal && gateway === 'card') quote.reserved = null;
      return { end: 'paid-unsaved' };
    }
    return { end: 'ordered', order: yield* this.create(quote, number, gateway, row) };
  }

  /** The gateway is asked, and answers or not. */
  private *pay(
    quote: Quote,
    number: Reservation,
    gateway: Gateway,
  ): Act<'paid' | 'refused' | 'cancelled' | 'left'> {
    const { floor } = this;
    const { random } = floor.writer;
    const { faults } = floor.customs;
    number.requested = true;
    quote.touchedAtMs = clockOf(floor).now;
    floor.books.asked(clockOf(floor).now, quote, number.text, gateway);
    yield say(floor, quote.id, messages.paymentRequested(number.text, gateway, moneyText(quote.cents)));
    if (gateway === 'card') yield secondsBetween(floor, 0.8, 4);
    else {
      yield secondsBetween(floor, 20, 240);
      if (random.chance(faults.leftAtGateway)) return 'left';
      if (random.chance(faults.cancelledAtGateway)) {
        number.refused = 'cancelled-at-gateway';
        yield say(floor, quote.id, messages.paymentCancelled(number.text));
        return 'cancelled';
      }
      if (gateway === 'hosted_page' && random.chance(faults.notificationLost)) {
        number.paid = 'unseen';
        this.gatewayRow(quote, number, gateway, 'captured', newKey(floor, 't'));
        return 'left';
      }
    }
    return yield* this.answer(quote, number, gateway);
  }

  private *answer(quote: Quote, number: Reservation, gateway: Gateway): Act<'paid' | 'refused'> {
    const { floor } = this;
    const { random } = floor.writer;
    const { faults } = floor.customs;
    const transaction = newKey(floor, 't');
    if (random.chance(faults.gatewayError)) {
      number.refused = 'gateway-error';
      this.gatewayRow(quote, number, gateway, 'error', transaction, 'timeout');
      yield say(floor, quote.id, messages.paymentFailed(number.text, 'gateway timeout'));
      return 'refused';
    }
    if (random.chance(faults.cardRefused)) {
      const reason = random.pick(refusals);
      number.refused = 'card-refused';
      this.gatewayRow(quote, number, gateway, 'refused', transaction, reason);
      yield say(floor, quote.id, messages.paymentDeclined(number.text, reason));
      return 'refused';
    }
    if (number.paid !== null && !number.twice) {
      number.twice = true;
      const cause = number.taken ? 'counter-set-back' : 'paid-twice';
      floor.truth.twice(number.counter, number.body, cause, number.paid === 'seen');
    }
    number.paid = 'seen';
    number.transaction = transaction;
    this.gatewayRow(quote, number, gateway, 'captured', transaction);
    yield say(floor, quote.id, messages.paymentApproved(number.text, transaction, moneyText(quote.cents)));
    yield say(floor, quote.id, messages.paymentCaptured(number.text, transaction, moneyText(quote.cents)));
    return 'paid';
  }

  /** The order's row is there. */
  *create(quote: Quote, number: Reservation, gateway: Gateway, row: number): Act<PlacedOrder> {
    const { floor } = this;
    const now = clockOf(floor).now;
    const state = gateway === 'offline' ? 'pending' : 'processing';
    const order: PlacedOrder = {
      id: row,
      number: number.text,
      counter: number.counter,
      quote,
      cents: quote.cents,
      createdAtMs: now,
      gateway,
      transaction: number.transaction,
      updatedAtMs: now,
      state,
      invoice: null,
      gone: false,
      editOf: null,
      editedInto: null,
    };
    this.orders += 1;
    number.used = true;
    number.counter.use(number.body, number.transaction !== null);
    quote.active = false;
    quote.touchedAtMs = now;
    floor.books.orderSaved(order);
    const text = messages.orderCreated(number.text, row, number.counter.store, state, moneyText(quote.cents));
    floor.truth.ordered(number.counter, number.body, now);
    yield say(floor, quote.id, text);
    yield say(floor, quote.id, messages.orderMailed(number.text));
    return order;
  }

  private *unsaved(quote: Quote, number: Reservation, reason: string): Act {
    const { floor } = this;
    number.saveFailed = true;
    floor.books.unsaved(clockOf(floor).now, number.text, reason);
    yield say(floor, quote.id, messages.saveFailed(number.text, reason));
  }

  /** A stolen card: the order button, and a refusal within a second or two. */
  *refusedAtOnce(session: Session, quote: Quote): Act {
    const { floor } = this;
    yield say(floor, quote.id, messages.orderRequested(session.key, session.client.key));
    const number = yield* this.reserve(quote);
    if (floor.edition.insertsBeforePayment) floor.counters.orderRows.next();
    number.requested = true;
    yield say(floor, quote.id, messages.paymentRequested(number.text, 'card', moneyText(quote.cents)));
    yield secondsBetween(floor, 0.5, 2);
    number.refused = 'card-refused';
    const reason = floor.writer.random.pick(refusals);
    this.gatewayRow(quote, number, 'card', 'refused', newKey(floor, 't'), reason);
    yield say(floor, quote.id, messages.paymentDeclined(number.text, reason));
    this.hit(session, quote, 400);
  }

  private rollsBack(quote: Quote, gateway: Gateway): boolean {
    const { edition, customs, writer } = this.floor;
    const nested = edition.insertsBeforePayment && gateway === 'card' && quote.reserved === null;
    return nested && !quote.counter.locked && writer.random.chance(customs.faults.counterRolledBack);
  }

  /** Custom code reserved inside a transaction of its own, which fails after the payment: the counter goes back with it. */
  private *rolledBack(session: Session, quote: Quote): Act<Try> {
    const { floor } = this;
    const { counter } = quote;
    const before = counter.last;
    counter.locked = true;
    const number = reservation(counter, counter.next(), clockOf(floor).now);
    yield say(floor, quote.id, messages.reserved(number.text, counter.store));
    const transaction = newKey(floor, 't');
    const money = moneyText(quote.cents);
    yield say(floor, quote.id, messages.paymentRequested(number.text, 'card', money));
    yield secondsBetween(floor, 0.8, 3);
    this.gatewayRow(quote, number, 'card', 'captured', transaction);
    yield say(floor, quote.id, messages.paymentApproved(number.text, transaction, money));
    yield say(floor, quote.id, messages.paymentCaptured(number.text, transaction, money));
    yield* this.unsaved(quote, number, deadlock);
    floor.truth.allocated(counter, number.body, number.reservedAtMs);
    counter.last = before;
    counter.rolledBack = number.body;
    counter.locked = false;
    this.hit(session, quote, 500);
    return { end: 'paid-unsaved' };
  }

  private gatewayRow(
    quote: Quote,
    number: Reservation,
    gateway: Gateway,
    kind: 'captured' | 'refused' | 'error' | 'refunded',
    transaction: string,
    reason = '',
  ): void {
    const { floor } = this;
    const atMs = clockOf(floor).now;
    floor.books.paid({
      atMs,
      reference: number.text,
      gateway,
      transaction,
      kind,
      cents: quote.cents,
      reason,
    });
  }

  private hit(session: Session, quote: Quote, failedStatus: number): void {
    const { floor } = this;
    const atMs = clockOf(floor).now;
    // Magento 1 answers 200 whatever happened: the body says it.
    const magento2 = floor.edition.name === 'magento2';
    const status = magento2 || failedStatus === 500 ? failedStatus : 200;
    const cart = quote.customer === null ? `guest-carts/${session.key}` : 'carts/mine';
    const request = magento2
      ? `POST /rest/default/V1/${cart}/payment-information`
      : 'POST /checkout/onepage/saveOrder/';
    floor.books.hit({ atMs, client: session.client, request, status });
  }
}

function duplicateKey(edition: string, { text, counter }: Reservation): string {
  return edition === 'magento2'
    ? `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '${text}-${counter.store}' for key 'SALES_ORDER_INCREMENT_ID_STORE_ID'`
    : `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '${text}' for key 'UNQ_SALES_FLAT_ORDER_INCREMENT_ID'`;
}
