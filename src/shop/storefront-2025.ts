// The shop's code of 2025-06-19 (form C): bill lines, a call counter, PayPal that works, free orders that cannot finish.
import { notification2025, passwordMail } from './mails.js';
import { amountText, messages, messages2025, withoutId } from './messages.js';
import { objects, totalCents, type Order } from './order.js';
import { paypalTransactionId, paypalValues, validationQuery } from './paypal.js';
import type { Act } from './simulation.js';
import { Storefront, type RequestEnd } from './storefront.js';
import type { WebRequest } from './web-request.js';

export class Storefront2025 extends Storefront {
  protected override notificationMail(order: Order): string {
    return notification2025(order);
  }

  private recalculated(request: WebRequest, order: Order): number {
    return request.order(order.id, messages2025.recalculated(amountText(totalCents(order))));
  }

  private save(request: WebRequest, order: Order): number {
    return request.order(order.id, messages2025.saving(request.nextSave()));
  }

  private *saveItems(request: WebRequest, order: Order): Act {
    for (const { product } of order.items) {
      yield request.order(order.id, messages2025.savingItem(product.code));
    }
  }

  private *prepay(request: WebRequest, order: Order): Act {
    for (const { product } of order.items) {
      yield request.order(order.id, messages.preProducing(product.code));
      yield request.order(order.id, messages2025.enrolPrepay);
      if (!product.ownSupportCourse) yield request.order(order.id, messages.enrolSupportDefault);
      yield* this.account(request, order, product.ownSupportCourse);
    }
  }

  private *account(request: WebRequest, order: Order, supportExists: boolean): Act {
    const { buyer } = order;
    if (buyer.userId !== null) {
      yield request.order(order.id, messages2025.knownAccount(buyer.name));
      return;
    }
    yield request.mailed(buyer.email, passwordMail(order, this.floor.writer.random));
    const userId = this.floor.people.createAccount(buyer);
    yield request.order(order.id, messages.userCreated(buyer.name, userId));
    yield request.order(order.id, messages.supportRegistering);
    yield* this.support(request, order, supportExists);
    yield request.order(order.id, messages2025.userCreated(buyer.name));
  }

  private *handlers(request: WebRequest, order: Order): Act<RequestEnd> {
    for (const { product } of order.items) {
      yield request.order(order.id, messages2025.producing(product.code));
      yield request.order(order.id, messages2025.enrolPostpay);
      if (product.handler !== 'enrol') return 'died';
      yield request.order(order.id, messages.enrolled(order.buyer.userId ?? '', product.course));
      yield request.order(order.id, messages2025.originGroupJoined);
      yield request.order(order.id, messages.enrolSupport);
      yield* this.support(request, order, product.ownSupportCourse);
      yield request.order(order.id, messages.enrolCompleted(product.course));
    }
    return 'done';
  }

  /** From `Full production starting` to the notifications. */
  private *production(request: WebRequest, order: Order): Act<RequestEnd> {
    this.noteProduction(order);
    yield request.order(order.id, messages.productionStarted(order.bill));
    yield* this.prepay(request, order);
    yield request.order(order.id, messages.postPay);
    if ((yield* this.handlers(request, order)) === 'died') {
      this.noteDeath(order);
      this.floor.truth.note('A3', 'transaction', order.id);
      return 'died';
    }
    order.bill = 'COMPLETE';
    yield request.order(order.id, messages2025.stateUpdated(order.bill));
    yield this.save(request, order);
    yield* this.saveItems(request, order);
    yield this.save(request, order);
    yield* this.notify(request, order);
    return 'done';
  }

  override *place(order: Order): Act<RequestEnd> {
    const request = this.request();
    if (order.placements.length === 0) {
      yield request.order(order.id, messages2025.dirty(0));
      yield request.order(order.id, messages2025.recalculated('0'));
    }
    yield this.save(request, order);
    for (const { product, quantity } of order.items) {
      yield request.order(order.id, messages2025.addItem(product.shortName, quantity));
    }
    yield request.order(order.id, messages2025.dirty(request.savesSoFar));
    yield this.recalculated(request, order);
    yield this.save(request, order);
    yield* this.saveItems(request, order);
    order.bill = 'PLACED';
    this.notePlacement(order);
    yield request.order(order.id, messages.orderPlaced(objects(order)));
    yield request.order(
      order.id,
      messages2025.paymentShown(order.items.length, amountText(totalCents(order))),
    );
    if (order.payment === 'free') return 'died';
    if (order.payment === 'check') {
      yield this.recalculated(request, order);
      order.bill = 'PENDING';
      yield this.save(request, order);
    }
    return 'done';
  }

  override *finish(order: Order): Act {
    const navigating = this.request();
    yield this.recalculated(navigating, order);
    if (order.payment === 'test') {
      yield navigating.order(order.id, messages.testPaying);
      yield this.recalculated(navigating, order);
      yield this.save(navigating, order);
      order.bill = 'SOLDOUT';
      yield navigating.order(order.id, messages.testSuccess);
      return;
    }
    yield 150 + this.floor.writer.random.next() * 400;
    const confirming = this.request();
    yield this.recalculated(confirming, order);
    yield* this.prepay(confirming, order);
    yield this.save(confirming, order);
    yield* this.notify(confirming, order);
  }

  override *produce(order: Order): Act<RequestEnd> {
    const request = this.request();
    yield this.recalculated(request, order);
    return yield* this.production(request, order);
  }

  override *paypalReturn(order: Order): Act {
    const request = this.request();
    yield request.trace(withoutId.paypalReturn);
    yield this.recalculated(request, order);
    if (order.bill !== 'PLACED') return;
    order.bill = 'PENDING';
    yield this.save(request, order);
    yield request.order(order.id, messages.paypalReturned);
  }

  override *paypalNotification(order: Order): Act {
    const request = this.request();
    const txn = paypalTransactionId(this.floor.writer.random);
    const values = paypalValues(order, txn, this.floor.writer.simulation.now, this.floor.writer.random);
    yield request.trace(withoutId.paypalNotification);
    yield this.recalculated(request, order);
    yield request.order(order.id, messages2025.paypalTransaction(txn));
    yield request.order(order.id, messages2025.paypalOrder(order.id));
    for (const [key, value] of values) {
      yield request.order(order.id, messages2025.paypalValue(key, value));
    }
    yield request.order(order.id, messages2025.paypalRecording);
    yield request.order(order.id, messages2025.paypalValidation(validationQuery(values)));
    yield 250 + this.floor.writer.random.next() * 1200;
    yield request.order(order.id, messages2025.paypalResponse('VERIFIED'));
    yield request.order(order.id, messages2025.paypalVerified(txn));
    order.bill = 'SOLDOUT';
    yield this.save(request, order);
    yield request.order(order.id, messages2025.paypalProducing);
    if ((yield* this.production(request, order)) === 'died') return;
    yield request.order(order.id, messages2025.paypalProduced);
    yield request.order(order.id, messages2025.paypalEnd);
  }

  override *soldOutByStaff(order: Order, staff: string): Act {
    const request = this.request();
    yield this.recalculated(request, order);
    const from = order.bill.toLowerCase();
    yield request.order(order.id, messages2025.transition(from, 'soldout'));
    order.bill = 'SOLDOUT';
    yield request.order(order.id, messages.soldOutByStaff(staff));
    yield this.save(request, order);
    yield* this.handlers(request, order);
    yield this.save(request, order);
    yield request.order(order.id, messages.completedByStaff(staff));
  }
}
