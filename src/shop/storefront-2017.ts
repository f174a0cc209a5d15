// The shop's code of 2017-06-29 (form B): no bill lines, no counter, silent handlers, PayPal notifications that never pass.
import { notification2017 } from './mails.js';
import { messages, messages2017, withoutId } from './messages.js';
import { objects, type Order } from './order.js';
import type { Act } from './simulation.js';
import { Storefront, type RequestEnd } from './storefront.js';
import type { WebRequest } from './web-request.js';

export class Storefront2017 extends Storefront {
  protected override notificationMail(order: Order): string {
    return notification2017(order);
  }

  private *prepay(request: WebRequest, order: Order): Act {
    for (const { product } of order.items) {
      yield request.order(order.id, messages.preProducing(product.code));
      if (product.handler === 'assign-role') yield request.trace(withoutId.assignSupportDefault);
      else if (!product.ownSupportCourse) yield request.order(order.id, messages.enrolSupportDefault);
      yield* this.account(request, order, product.ownSupportCourse);
    }
  }

  private *account(request: WebRequest, order: Order, supportExists: boolean): Act {
    const { buyer } = order;
    if (buyer.loggedIn) {
      yield request.order(order.id, messages2017.knownAccount(buyer.name));
      return;
    }
    yield 4 + this.floor.writer.random.next() * 20;
    // An existing account of that name is updated, and "created" is printed all the same.
    if (buyer.userId === null) this.floor.people.createAccount(buyer);
    else this.floor.truth.note('A21', 'user', buyer.userId);
    yield request.order(order.id, messages.userCreated(buyer.name, buyer.userId ?? ''));
    yield request.order(order.id, messages.supportRegistering);
    yield* this.support(request, order, supportExists);
  }

  private *handlers(request: WebRequest, order: Order): Act<RequestEnd> {
    for (const { product } of order.items) {
      if (product.handler !== 'enrol') return 'died';
      yield request.order(order.id, messages.enrolled(order.buyer.userId ?? '', product.course));
      yield request.order(order.id, messages.enrolSupport);
      yield* this.support(request, order, product.ownSupportCourse);
      yield request.order(order.id, messages.enrolCompleted(product.course));
    }
    return 'done';
  }

  override *place(order: Order): Act<RequestEnd> {
    order.bill = 'PLACED';
    this.notePlacement(order);
    yield this.request().order(order.id, messages.orderPlaced(objects(order)));
    return 'done';
  }

  override *finish(order: Order): Act {
    const request = this.request();
    if (order.payment === 'test') {
      yield request.order(order.id, messages.testPaying);
      order.bill = 'SOLDOUT';
      yield request.order(order.id, messages.testSuccess);
      return;
    }
    yield* this.prepay(request, order);
    order.bill = 'PENDING';
    yield* this.notify(request, order);
  }

  override *produce(order: Order): Act<RequestEnd> {
    const request = this.request();
    this.noteProduction(order);
    yield request.order(order.id, messages.productionStarted(order.bill));
    yield* this.prepay(request, order);
    yield request.order(order.id, messages.postPay);
    if ((yield* this.handlers(request, order)) === 'died') {
      this.noteDeath(order);
      return 'died';
    }
    order.bill = order.payment === 'free' ? 'SOLDOUT' : 'COMPLETE';
    yield* this.notify(request, order);
    return 'done';
  }

  override *paypalReturn(order: Order): Act {
    const request = this.request();
    yield request.trace(withoutId.paypalReturn);
    order.bill = 'PENDING';
    yield request.order(order.id, messages.paypalReturned);
  }

  override *paypalNotification(order: Order): Act {
    const request = this.request();
    yield request.trace(withoutId.paypalNotification);
    this.floor.truth.note('A36', 'transaction', order.id);
    yield request.order(order.id, messages2017.paypalWrongShop);
  }

  override *soldOutByStaff(order: Order, staff: string): Act {
    const request = this.request();
    order.bill = 'SOLDOUT';
    yield request.order(order.id, messages.soldOutByStaff(staff));
    yield* this.handlers(request, order);
    yield request.order(order.id, messages.completedByStaff(staff));
  }
}
