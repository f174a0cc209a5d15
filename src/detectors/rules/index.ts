// The list of rules: one line each, in the order they are printed.
import type { Rule } from '../detector.js';
import { abandonedAfterPlacement } from './abandoned-after-placement.js';
import { buyerRetryStorm } from './buyer-retry-storm.js';
import { cartNeverPlaced } from './cart-never-placed.js';
import { handlerUnfinished } from './handler-unfinished.js';
import { messageUnknown } from './message-unknown.js';
import { orderPlacedAgain } from './order-placed-again.js';
import { postPayDied } from './post-pay-died.js';
import { prePayDied } from './pre-pay-died.js';
import { productAlwaysFails } from './product-always-fails.js';
import { productionRepeated } from './production-repeated.js';
import { supportCourseMissing } from './support-course-missing.js';
import { userCreatedAgain } from './user-created-again.js';

export const rules: readonly Rule[] = [
  postPayDied,
  prePayDied,
  handlerUnfinished,
  productionRepeated,
  orderPlacedAgain,
  abandonedAfterPlacement,
  cartNeverPlaced,
  supportCourseMissing,
  userCreatedAgain,
  buyerRetryStorm,
  productAlwaysFails,
  messageUnknown,
];
