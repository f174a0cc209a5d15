// The decision table: the reasons for a missing number in the order in which they are tested.
import { counterJump, botBurst, deletedOrder, paidNoOrder, saveFailed } from './reasons/losses.js';
import {
  declinedGuestExpired,
  declinedGuestLive,
  declinedInferred,
  declinedOwned,
} from './reasons/refusals.js';
import {
  abandoned,
  inFlight,
  multiAddressRun,
  reservedGuest,
  reservedPendingOwned,
} from './reasons/reservations.js';
import { edge, noData, unexplained } from './reasons/silence.js';
import type { Reason } from './reasons/verdict.js';

/** Tested from top to bottom: the first that holds is the verdict, the others are alternatives. */
export const reasons: readonly Reason[] = [
  paidNoOrder,
  deletedOrder,
  saveFailed,
  counterJump,
  botBurst,
  declinedOwned,
  declinedGuestLive,
  declinedGuestExpired,
  inFlight,
  abandoned('abandoned_gateway_owned'),
  abandoned('abandoned_gateway_guest'),
  reservedPendingOwned,
  reservedGuest,
  multiAddressRun,
  edge('left_edge'),
  edge('right_edge'),
  declinedInferred,
  unexplained,
  noData,
];
