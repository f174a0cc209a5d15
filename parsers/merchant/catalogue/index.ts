// The message catalogue of the shop: every text it is known to print, in one list.
import { backOffice } from './back-office.js';
import type { CatalogueEntry } from './entry.js';
import { gateways } from './gateways.js';
import { handlers } from './handlers.js';
import { orderNumbers } from './order-numbers.js';
import { ordering } from './ordering.js';
import { payment } from './payment.js';
import { proHandlers } from './pro-handlers.js';
import { production } from './production.js';

/** Grows when a message is read differently than before. */
export const catalogueVersion = '2';

/** Where two rows fit one message, the one with more literal text wins; then the earlier one. */
export const catalogue: readonly CatalogueEntry[] = [
  ...ordering,
  ...orderNumbers,
  ...production,
  ...handlers,
  ...proHandlers,
  ...payment,
  ...gateways,
  ...backOffice,
];
