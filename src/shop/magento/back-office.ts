// What the staff, the nightly jobs and the database's keepers do: invoices, cancelled, edited and deleted orders, counters set by hand.
import type { Act, Life } from '../simulation.js';
import type { PlacedOrder } from './books.js';
import type { OrderCounter } from './counters.js';
import { clockOf, say, type MagentoFloor } from './floor.js';
import { messages, moneyText } from './messages.js';
import type { NumberClass } from './number-truth.js';
import type { Quote, Reservation } from './quote.js';

const dayMs = 86_400_000;
const admin = 'admin';
/** So many numbers go back when somebody sets a counter by hand. */
const mostSetBack = 4;

export class BackOffice {
  /** False: the shop takes no more visitors, and nights need nobody. */
  open = true;
  private readonly floor: MagentoFloor;

  constructor(floor: MagentoFloor) {
    this.floor = floor;
  }

  /** A new order: the staff sees to it. */
  take(order: PlacedOrder): void {
    clockOf(this.floor).begin(this.work(order), this.delay());
  }

  /** Money for which there is no order is given back. */
  *giveBack(quote: Quote, number: Reservation): Act {
    const { floor } = this;
    yield this.delay();
    number.givenBack = true;
    const transaction = number.transaction ?? '';
    const atMs = clockOf(floor).now;
    const row = { atMs, reference: number.text, gateway: 'card', transaction, cents: quote.cents } as const;
    floor.books.paid({ ...row, kind: 'refunded', reason: '' });
    yield say(floor, quote.id, messages.paymentRefunded(number.text, transaction, moneyText(quote.cents)));
  }

  /** What happens by night, as long as the shop is open. */
  *nights(): Life {
    const { floor } = this;
    while (this.open) {
      const now = clockOf(floor).now;
      yield dayMs - (now % dayMs) + 2 * 3_600_000 + floor.writer.random.next() * 3_600_000;
      if (!this.open) return;
      const { faults } = floor.customs;
      const { random } = floor.writer;
      const counter = random.pick(floor.counters.stores);
      // One thing a night: nobody sets counters while the database moves to another node.
      if (random.chance(faults.nodeChanged)) floor.counters.cluster.failOver();
      else if (random.chance(faults.counterRaised)) yield* this.raise(counter);
      else if (random.chance(faults.counterSetBack)) yield* this.setBack(counter);
    }
  }

  /** Numbers that a gateway may know already are skipped: the counter is raised by hand. */
  *raise(counter: OrderCounter): Act {
    const { floor } = this;
    const from = counter.last;
    const to = from + floor.writer.random.between(60, 900);
    floor.truth.jumped(counter, counter.following, to);
    counter.last = to;
    yield say(
      floor,
      null,
      messages.counterChanged(counter.store, counter.text(from), counter.text(to), admin),
    );
  }

  /** Somebody sets the counter back by mistake, and sees it an hour or two later. */
  private *setBack(counter: OrderCounter): Act {
    const { floor } = this;
    const last = counter.newest.slice(-mostSetBack);
    if (last.length < mostSetBack || !last.every((number) => number.used)) return;
    const highest = counter.last;
    const before = (last[0]?.body ?? 1) - 1;
    counter.last = before;
    yield say(
      floor,
      null,
      messages.counterChanged(counter.store, counter.text(highest), counter.text(before), admin),
    );
    yield (2 + floor.writer.random.next() * 4) * 3_600_000;
    if (counter.last >= highest) return;
    const from = counter.last;
    counter.last = highest;
    yield say(
      floor,
      null,
      messages.counterChanged(counter.store, counter.text(from), counter.text(highest), admin),
    );
  }

  private *work(order: PlacedOrder): Life {
    const { floor } = this;
    const { faults } = floor.customs;
    const { random } = floor.writer;
    // Money that was taken twice is a matter for the telephone: such an order is left as it is.
    const paidTwice = order.quote.reservations.some((number) => number.twice);
    if (random.chance(faults.orderEdited)) yield* this.edit(order);
    else if (
      !paidTwice &&
      random.chance(order.gateway === 'offline' ? faults.orderCancelled * 4 : faults.orderCancelled)
    )
      yield* this.cancel(order, order.gateway === 'offline' ? 'cron' : admin);
    else {
      yield* this.invoice(order);
      if (order.editOf === null && random.chance(faults.orderDeleted)) yield* this.remove(order);
    }
    floor.books.orderSettled(order);
  }

  private *invoice(order: PlacedOrder): Act {
    const { floor } = this;
    const atMs = clockOf(floor).now;
    const number = floor.counters.nextInvoice(order.counter);
    order.invoice = { number, atMs };
    order.state = 'complete';
    order.updatedAtMs = atMs;
    yield say(floor, order.quote.id, messages.invoiceCreated(number, order.number));
  }

  private *cancel(order: PlacedOrder, by: string): Act {
    const { floor } = this;
    const atMs = clockOf(floor).now;
    order.state = 'canceled';
    order.updatedAtMs = atMs;
    yield say(floor, order.quote.id, messages.orderCancelled(order.number, by));
    const { transaction, number, gateway, cents } = order;
    if (transaction === null) return;
    floor.books.paid({ atMs, reference: number, gateway, transaction, kind: 'refunded', cents, reason: '' });
    yield say(floor, order.quote.id, messages.paymentRefunded(number, transaction, moneyText(cents)));
  }

  /** The old order is cancelled, the new one bears its number with a suffix: the counter gives nothing. */
  private *edit(order: PlacedOrder): Act {
    const { floor } = this;
    const now = clockOf(floor).now;
    const times = (order.editOf?.times ?? 0) + 1;
    const original = order.editOf?.number ?? order.number;
    const after: PlacedOrder = {
      ...order,
      id: floor.counters.orderRows.next(),
      number: `${original}-${times}`,
      createdAtMs: now,
      updatedAtMs: now,
      editOf: { number: original, times, parent: order },
    };
    order.state = 'canceled';
    order.updatedAtMs = now;
    order.editedInto = after;
    floor.books.orderSaved(after);
    const { quote, counter, state, cents } = after;
    yield say(floor, quote.id, messages.orderEdited(order.number, after.number, admin));
    yield say(floor, quote.id, messages.orderCancelled(order.number, admin));
    const text = messages.orderCreated(after.number, after.id, counter.store, state, moneyText(cents));
    yield say(floor, quote.id, text);
    this.take(after);
  }

  /** By an extension that the trace sees, or in the database, which nothing sees. */
  private *remove(order: PlacedOrder): Act {
    const { floor } = this;
    const { random } = floor.writer;
    yield this.delay() * 2;
    order.gone = true;
    const body = Number(order.number.slice(order.counter.prefix.length));
    // Whether money was taken or not: there was an order, and somebody removed it.
    const classes: readonly NumberClass[] = ['deleted_order'];
    if (random.chance(0.5)) {
      floor.truth.lost(order.counter, body, { cause: 'order-deleted', classes });
      yield say(floor, order.quote.id, messages.orderDeleted(order.number, admin));
    } else {
      floor.truth.lost(order.counter, body, {
        cause: 'order-deleted-unseen',
        classes,
        classesFromTrace: [],
        needs: 'exports',
      });
    }
  }

  private delay(): number {
    const [least, most] = this.floor.customs.staffDelayMs;
    return least + this.floor.writer.random.next() * (most - least);
  }
}
