// The list of rules: one line each, in the order they are printed.
import type { Rule } from '../detector.js';
import { numberRules } from '../sequences/number-rules.js';
import { abandonedAfterPlacement } from './abandoned-after-placement.js';
import { bytesVanished } from './bytes-vanished.js';
import { buyerRetryStorm } from './buyer-retry-storm.js';
import { cartNeverPlaced } from './cart-never-placed.js';
import { customerNotNotified } from './customer-not-notified.js';
import { freeOrderDeadEnd } from './free-order-dead-end.js';
import { handlerUnfinished } from './handler-unfinished.js';
import { illegalCommand } from './illegal-command.js';
import { messageUnknown } from './message-unknown.js';
import { orderPlacedAgain } from './order-placed-again.js';
import { paidBillReset } from './paid-bill-reset.js';
import { paidNotProduced } from './paid-not-produced.js';
import { paymentRefused } from './payment-refused.js';
import { paypalStartedNotEnded } from './paypal-started-not-ended.js';
import { postPayDied } from './post-pay-died.js';
import { prePayDied } from './pre-pay-died.js';
import { producedAfterCompletion } from './produced-after-completion.js';
import { productAlwaysFails } from './product-always-fails.js';
import { productionRepeated } from './production-repeated.js';
import { salesNotNotified } from './sales-not-notified.js';
import { sourceAltered } from './source-altered.js';
import { sourceOverlaps } from './source-overlaps.js';
import { sourceSilent } from './source-silent.js';
import { supportCourseMissing } from './support-course-missing.js';
import { supportEnrolmentFailed } from './support-enrolment-failed.js';
import { supportUndefined } from './support-undefined.js';
import { timeGoesBack } from './time-goes-back.js';
import { traceReset } from './trace-reset.js';
import { userCreatedAgain } from './user-created-again.js';
import { userCreationFailed } from './user-creation-failed.js';

export const rules: readonly Rule[] = [
  postPayDied,
  prePayDied,
  handlerUnfinished,
  productionRepeated,
  producedAfterCompletion,
  orderPlacedAgain,
  paidBillReset,
  abandonedAfterPlacement,
  cartNeverPlaced,
  freeOrderDeadEnd,
  illegalCommand,
  paidNotProduced,
  supportCourseMissing,
  supportEnrolmentFailed,
  supportUndefined,
  userCreatedAgain,
  userCreationFailed,
  customerNotNotified,
  salesNotNotified,
  paypalStartedNotEnded,
  paymentRefused,
  buyerRetryStorm,
  productAlwaysFails,
  messageUnknown,
  timeGoesBack,
  bytesVanished,
  traceReset,
  sourceAltered,
  sourceOverlaps,
  sourceSilent,
  ...numberRules,
];
