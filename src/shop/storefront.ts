// What a shop of any era answers to: each method is one web request, acted out record by record.
import { messages } from './messages.js';
import type { Order } from './order.js';
import type { People } from './people.js';
import type { Act } from './simulation.js';
import type { Truth } from './truth.js';
import { WebRequest, type TraceWriter } from './web-request.js';

/** A PHP process either ends its request, or dies in it without a word. */
export type RequestEnd = 'done' | 'died';

export interface ShopFloor {
  readonly writer: TraceWriter;
  readonly people: People;
  readonly truth: Truth;
  /** Path of the trace, the case of what concerns the whole file. */
  readonly traceFile: string;
}

export abstract class Storefront {
  protected readonly floor: ShopFloor;

  constructor(floor: ShopFloor) {
    this.floor = floor;
  }

  /** The GET link that places the order; also when it is reloaded. */
  abstract place(order: Order): Act<RequestEnd>;
  /** The finish button: offline ways of paying are confirmed, a test is paid. */
  abstract finish(order: Order): Act;
  /** Production after payment, or of a free order; also when its page is reloaded. */
  abstract produce(order: Order): Act<RequestEnd>;
  /** The buyer's browser comes back from PayPal. */
  abstract paypalReturn(order: Order): Act;
  /** PayPal's notification. */
  abstract paypalNotification(order: Order): Act;
  /** Somebody of the staff marks the order as paid. */
  abstract soldOutByStaff(order: Order, staff: string): Act;

  protected abstract notificationMail(order: Order): string;

  /** The order-summary step is submitted. */
  *orderStep(order: Order): Act {
    yield this.request().order(order.id, messages.orderNotification);
  }

  protected request(): WebRequest {
    return new WebRequest(this.floor.writer);
  }

  protected notePlacement(order: Order): void {
    const again = order.placements.length > 0;
    order.placements.push(this.floor.writer.simulation.now);
    if (again) this.floor.truth.note('A6', 'transaction', order.id);
  }

  protected noteProduction(order: Order): void {
    order.productions.push(this.floor.writer.simulation.now);
  }

  /** A production dies in its post-pay step: everything that is wrong with that. */
  protected noteDeath(order: Order): void {
    const { truth, writer } = this.floor;
    truth.note('A1', 'transaction', order.id);
    for (const item of order.items) truth.productFailed(item.product.code, writer.simulation.now);
  }

  protected *support(request: WebRequest, order: Order, exists: boolean): Act {
    if (!exists) this.floor.truth.note('A18', 'transaction', order.id);
    yield request.order(order.id, exists ? messages.supportEnrolled : messages.supportMissing);
  }

  /** End of a healthy production. */
  protected *notify(request: WebRequest, order: Order): Act {
    yield request.order(order.id, messages.complete);
    yield request.order(order.id, messages.customerNotified);
    yield request.mailed(order.buyer.email, this.notificationMail(order));
    yield request.order(order.id, messages.salesNotified);
  }
}
