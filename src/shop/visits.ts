// What buyers and staff do: a life an order, from the order page to delivery, or to giving up.
import { failingProduct, fillCart, freeCart, type CartItem } from './catalogue.js';
import type { FaultRates } from './options.js';
import type { Order, Payment } from './order.js';
import type { Buyer } from './people.js';
import type { Random } from './random.js';
import type { Act, Life } from './simulation.js';
import type { ShopFloor, Storefront } from './storefront.js';
import type { TransactionIds } from './transaction-ids.js';

export interface Habits {
  readonly era: '2017' | '2025';
  readonly faults: FaultRates;
  readonly payments: Readonly<Record<Payment, number>>;
  /** How long the staff takes to see that money has come, ms. */
  readonly staffDelayMs: readonly [number, number];
}

const stormMs = 300_000;
const staff = ['marie.comptable', 'jean.vendeur'];

export class Visits {
  private readonly floor: ShopFloor;
  private readonly storefront: Storefront;
  private readonly ids: TransactionIds;
  private readonly habits: Habits;
  private readonly random: Random;

  constructor(floor: ShopFloor, storefront: Storefront, ids: TransactionIds, habits: Habits) {
    this.floor = floor;
    this.storefront = storefront;
    this.ids = ids;
    this.habits = habits;
    this.random = floor.writer.random;
  }

  /** Somebody buys something. */
  *ordinary(): Life {
    const payment = this.random.weighted(this.habits.payments);
    const returning = payment === 'paypal' && this.habits.era === '2017' ? 1 : 0.35;
    const buyer = this.random.chance(returning)
      ? this.floor.people.returningBuyer()
      : this.floor.people.newBuyer();
    const account = buyer.userId !== null;
    // In 2017 a PayPal order is produced by hand, without the step that makes accounts.
    const paid = payment === 'paypal' && this.habits.era === '2017' && !account ? 'check' : payment;
    const items =
      paid === 'free' ? freeCart(this.random) : fillCart(this.random, this.habits.era === '2017' ? 1 : 3);
    const order = this.newOrder(items, paid, buyer);
    yield this.seconds(10, 75);
    if ((yield* this.orderAndPlace(order)) === 'placed') yield* this.payAndProduce(order);
    this.settle(order);
  }

  /** Somebody buys the product that is configured wrongly, and tries again. @param quick without reading first */
  *failing(quick: boolean): Life {
    const items = [{ product: failingProduct(this.habits.era), quantity: 1 }];
    const order = this.newOrder(
      items,
      this.habits.era === '2017' ? 'free' : 'test',
      this.floor.people.newBuyer(),
    );
    yield quick ? this.seconds(0.2, 0.5) : this.seconds(10, 75);
    yield* this.storefront.orderStep(order);
    yield this.seconds(0.15, 0.6);
    yield* this.storefront.place(order);
    yield quick ? this.seconds(2, 5) : this.seconds(4, 20);
    if (order.payment === 'test') {
      yield* this.storefront.finish(order);
      yield this.seconds(0.2, 0.9);
    }
    yield* this.storefront.produce(order);
    yield* this.tryAgain(order);
    this.settle(order);
  }

  private newOrder(items: readonly CartItem[], payment: Payment, buyer: Buyer): Order {
    const id = this.ids.draw(this.floor.writer.simulation.now);
    if (payment === 'test' && this.habits.payments.paypal > 0)
      this.floor.truth.note('A42', 'transaction', id);
    return { id, items, payment, buyer, bill: 'none', productions: [], placements: [] };
  }

  private settle(order: Order): void {
    if (stormed(order.placements) || stormed(order.productions))
      this.floor.truth.note('A52', 'transaction', order.id);
    this.floor.truth.settle(order.id, order.buyer.userId === null ? [] : [order.buyer.userId]);
  }

  private *orderAndPlace(order: Order): Act<'placed' | 'left'> {
    yield* this.storefront.orderStep(order);
    if (this.random.chance(this.habits.faults.cartNeverPlaced)) {
      this.floor.truth.note('A10', 'transaction', order.id);
      return 'left';
    }
    yield this.seconds(0.15, 0.6);
    if ((yield* this.storefront.place(order)) === 'died') {
      this.floor.truth.note('A11', 'transaction', order.id);
      this.floor.truth.note('A9', 'transaction', order.id);
      return 'left';
    }
    if (this.random.chance(this.habits.faults.reloaded)) {
      yield this.seconds(2, 20);
      yield* this.storefront.place(order);
    }
    if (this.random.chance(this.habits.faults.abandoned)) {
      this.floor.truth.note('A9', 'transaction', order.id);
      return 'left';
    }
    return 'placed';
  }

  private *payAndProduce(order: Order): Act {
    yield this.seconds(4, 40);
    switch (order.payment) {
      case 'free':
        yield* this.storefront.produce(order);
        break;
      case 'test':
        yield* this.storefront.finish(order);
        yield this.seconds(0.2, 0.9);
        yield* this.storefront.produce(order);
        break;
      case 'check':
        yield* this.storefront.finish(order);
        yield* this.staffSellsOut(order);
        break;
      case 'transfer':
        yield* this.storefront.finish(order);
        // The code of 2025 has no sound way from PLACED to SOLDOUT by hand: such orders wait.
        if (this.habits.era === '2017') yield* this.staffSellsOut(order);
        break;
      case 'paypal':
        yield* this.payByPaypal(order);
        break;
    }
  }

  private *payByPaypal(order: Order): Act {
    yield this.seconds(30, 150);
    this.floor.writer.simulation.begin(this.browserReturns(order), this.seconds(0.3, 6));
    yield this.seconds(0.5, 5);
    this.floor.truth.note('A55', 'source', this.floor.traceFile);
    yield* this.storefront.paypalNotification(order);
    if (this.habits.era === '2017') yield* this.staffSellsOut(order);
  }

  private *browserReturns(order: Order): Life {
    yield* this.storefront.paypalReturn(order);
  }

  private *staffSellsOut(order: Order): Act {
    const [least, most] = this.habits.staffDelayMs;
    yield least + this.random.next() * (most - least);
    yield* this.storefront.soldOutByStaff(order, this.random.pick(staff));
  }

  /** Reload until patience ends. In 2017 the buyer goes back and places again; in 2025 the page of the paid order is reloaded. */
  private *tryAgain(order: Order): Act {
    const attempts = this.random.between(2, 3);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      yield this.seconds(2, 16);
      if (this.habits.era === '2017') {
        yield* this.storefront.place(order);
        yield this.seconds(2, 11);
      }
      yield* this.storefront.produce(order);
      this.floor.truth.note('A4', 'transaction', order.id);
    }
    if (this.habits.era === '2017') {
      yield this.seconds(2, 5);
      yield* this.storefront.place(order);
      this.floor.truth.note('A9', 'transaction', order.id);
    }
  }

  private seconds(low: number, high: number): number {
    return (low + this.random.next() * (high - low)) * 1000;
  }
}

/** Three within five minutes; nothing was completed between them, or there would have been no third. */
function stormed(times: readonly number[]): boolean {
  return times.some((time, index) => index >= 2 && time - (times[index - 2] ?? 0) <= stormMs);
}
