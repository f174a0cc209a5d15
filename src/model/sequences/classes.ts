// The reasons a number can be missing for, with the confidence and severity that each may have at most.
import type { Severity } from '../finding.js';
import type { Role } from './coverage.js';

export const holeClasses = [
  'paid_no_order',
  'deleted_order',
  'save_failed',
  'step_cluster',
  'counter_jump',
  'bot_burst',
  'declined_owned',
  'declined_guest_live',
  'declined_guest_expired',
  'in_flight',
  'abandoned_gateway_owned',
  'abandoned_gateway_guest',
  'reserved_pending_owned',
  'reserved_guest',
  'multi_address_run',
  'left_edge',
  'right_edge',
  'declined_inferred',
  'unexplained',
  'no_data',
] as const;

export type HoleClass = (typeof holeClasses)[number];

/** `none`: not a finding. */
export type HoleSeverity = Severity | 'none';

export interface ClassLimits {
  /** Largest confidence with the best evidence. */
  readonly confidence: number;
  readonly severity: HoleSeverity;
  /** Each of these that does not cover the hole's time costs a tenth. */
  readonly needs: readonly Role[];
}

export const classLimits: Readonly<Record<HoleClass, ClassLimits>> = {
  paid_no_order: { confidence: 0.95, severity: 'critical', needs: ['orders', 'gateway'] },
  deleted_order: { confidence: 0.95, severity: 'critical', needs: ['orders'] },
  save_failed: { confidence: 0.9, severity: 'medium', needs: ['orders'] },
  step_cluster: { confidence: 0.95, severity: 'info', needs: [] },
  counter_jump: { confidence: 0.95, severity: 'medium', needs: [] },
  bot_burst: { confidence: 0.8, severity: 'high', needs: ['gateway'] },
  declined_owned: { confidence: 0.9, severity: 'info', needs: ['quotes', 'gateway'] },
  declined_guest_live: { confidence: 0.9, severity: 'info', needs: ['quotes', 'gateway'] },
  declined_guest_expired: { confidence: 0.9, severity: 'info', needs: ['quotes', 'gateway'] },
  in_flight: { confidence: 0.9, severity: 'none', needs: [] },
  abandoned_gateway_owned: { confidence: 0.8, severity: 'info', needs: ['quotes', 'gateway'] },
  abandoned_gateway_guest: { confidence: 0.8, severity: 'info', needs: ['quotes', 'gateway'] },
  reserved_pending_owned: { confidence: 0.7, severity: 'info', needs: ['quotes', 'gateway'] },
  reserved_guest: { confidence: 0.7, severity: 'info', needs: ['quotes', 'gateway'] },
  multi_address_run: { confidence: 0.8, severity: 'info', needs: ['quotes'] },
  left_edge: { confidence: 0.9, severity: 'none', needs: [] },
  right_edge: { confidence: 0.9, severity: 'none', needs: [] },
  declined_inferred: { confidence: 0.8, severity: 'info', needs: ['checkout'] },
  unexplained: { confidence: 0.9, severity: 'medium', needs: [] },
  no_data: { confidence: 0, severity: 'none', needs: [] },
};

export type HoleStatus = 'provisional' | 'explained' | 'unexplained' | 'expired' | 'unknown';

/** What is still settling is no finding yet. */
export function standingSeverity(hole: {
  readonly status: HoleStatus;
  readonly severity: HoleSeverity;
}): HoleSeverity {
  return hole.status === 'provisional' ? 'none' : hole.severity;
}

/** What people call the reasons. */
export const classNames: Readonly<Record<HoleClass, string>> = {
  paid_no_order: 'paid, but no order',
  deleted_order: 'order deleted',
  save_failed: 'order could not be saved',
  step_cluster: 'left out by the step of the database',
  counter_jump: 'counter set forward',
  bot_burst: 'somebody trying cards',
  declined_owned: 'payment refused; the customer may come back',
  declined_guest_live: 'payment refused; the guest may still try',
  declined_guest_expired: 'payment refused; lost with the session',
  in_flight: 'checkout under way',
  abandoned_gateway_owned: 'left at the gateway; the customer may come back',
  abandoned_gateway_guest: 'left at the gateway by a guest',
  reserved_pending_owned: 'order button clicked by a customer, nothing more',
  reserved_guest: 'order button clicked by a guest, nothing more',
  multi_address_run: 'checkout to several addresses that failed',
  left_edge: 'before what the files cover',
  right_edge: 'behind what the files cover',
  declined_inferred: 'probably a refused payment',
  unexplained: 'no explanation in complete sources',
  no_data: 'nothing was read that covers it',
};
