// Rebuilds web requests where no counter is printed (forms A, B, S): by what opens a request, and by pauses.
import type { Component } from '../catalogue/entry.js';
import type { Chain, SeenRecord } from './chain.js';

/** A transaction's request has ended when it is silent for longer. */
export const PAUSE_MS = 120_000;
/** Records without ID belong to neighbours at most this far. */
export const NEIGHBOUR_MS = 1_000;
const ORDER_STEP_MS = 5_000;
const MAX_ITEMS = 32;
const MAX_ITEM_LENGTH = 64;

/** Bits of `Chain.did`. */
const NOTIFICATION = 1;
const PRODUCED = 2;
const STAFF = 4;
const NAMED_PAYMENT = 8;

const alwaysOpens = new Set(
  'PLC1 PLC2 PLC3 CRT1 CRT2 PRD1 TST1 PPL1 PPL3 PPL4 TST5 BIL9 OGO1 OGO3 OGO4 OGO8 STR1 STR3 SYS1 SYS8 SYS9 MER1 MER7 SHL1 SHL7 MON1 MON4 MON5'.split(
    ' ',
  ),
);
/** Openers that print no ID: the next record of their part of the shop tells whose they are. */
export const opensWithoutId = new Set('PPL1 PPL3 PPL4 TST5 OGO1 OGO2 OGO3 STR1 STR2 STR3 SYS1'.split(' '));
/** The payment part of a notification that goes on after production. */
const afterProduction = new Set(['TST7', 'TST8', 'PPL26', 'PPL27', 'OGO6', 'OGO9', 'STR5', 'STR6']);
const returns = new Set(['PPL1', 'PPL2', 'PPL3', 'OGO3', 'OGO4', 'STR3', 'TST1']);
const gateways = new Set<Component>([
  'paypal',
  'mercanet',
  'sherlocks',
  'systempay',
  'monetico',
  'ogone',
  'stripe',
]);

/** Whether a record of the chain's transaction begins another request. */
export function opensRequest(chain: Chain, record: SeenRecord): boolean {
  if (Math.abs(record.time - chain.time) > PAUSE_MS) return true;
  const { code } = record;
  if (chain.code === 'PRD11') return !afterProduction.has(code);
  if (alwaysOpens.has(code)) return true;
  if (code.startsWith('ORD'))
    return !(chain.opener.startsWith('ORD') && record.time - chain.time <= ORDER_STEP_MS);
  if (code === 'PRE1') return opensByItem(chain, record.itemCode);
  if (code === 'PRD4' || code === 'PRD2') return (chain.did & NOTIFICATION) === 0 && chain.opener !== 'PRD1';
  if (code.startsWith('TRN')) return opensByStaff(chain, code);
  if (code.startsWith('TST')) return opensByTest(chain, code);
  if (gateways.has(record.component)) return opensByGateway(chain, record);
  return false;
}

function opensByItem(chain: Chain, item: string | null): boolean {
  if (item !== null && chain.items.includes(item.slice(0, MAX_ITEM_LENGTH))) return true;
  return (chain.did & (NOTIFICATION | PRODUCED | STAFF)) === 0;
}

function opensByStaff(chain: Chain, code: string): boolean {
  if (code === 'TRN2') return (chain.did & STAFF) === 0;
  if (chain.opener === 'BIL9') return (chain.did & STAFF) !== 0 && code !== 'TRN2';
  return !(code === 'TRN3' && chain.opener === 'PRE1');
}

function opensByTest(chain: Chain, code: string): boolean {
  if (code === 'TST6') return chain.opener !== 'TST5';
  if (code === 'TST7' || code === 'TST8')
    return chain.component !== 'test' && (chain.did & NOTIFICATION) === 0;
  return chain.opener !== 'TST1';
}

function opensByGateway(chain: Chain, record: SeenRecord): boolean {
  if (record.code === 'PPL2') return chain.opener !== 'PPL1';
  if (record.code === 'PPL9' && (chain.did & NAMED_PAYMENT) !== 0) return true;
  if ((chain.did & NOTIFICATION) !== 0) return false;
  return chain.component !== record.component || returns.has(chain.code);
}

/** Notes what the record did in its request. */
export function note(chain: Chain, record: SeenRecord): void {
  const { code } = record;
  if (code === 'PRD4') chain.items = [];
  if (code === 'PRE1' && record.itemCode !== null && chain.items.length < MAX_ITEMS)
    chain.items.push(record.itemCode.slice(0, MAX_ITEM_LENGTH));
  if (code.startsWith('PRD') || code.startsWith('PRE') || code === 'POS1') chain.did |= PRODUCED;
  if (code.startsWith('TRN')) chain.did |= STAFF;
  if (code === 'BIL9') chain.did |= PRODUCED;
  if (code === 'PPL9') chain.did |= NAMED_PAYMENT;
  const notifies = gateways.has(record.component) || code === 'TST6' || code === 'TST7';
  if (notifies && !returns.has(code)) chain.did |= NOTIFICATION;
}

const production: readonly Component[] = ['production', 'billing', 'staff'];
const shopping: readonly Component[] = ['cart', 'billing', 'shipping'];

/** Whether two parts of the shop write in one request. */
export function compatible(a: Component, b: Component): boolean {
  if (a === b || a === 'any' || b === 'any') return true;
  if (production.includes(a) && production.includes(b)) return true;
  if (shopping.includes(a) && shopping.includes(b)) return true;
  return (a === 'systempay' && b === 'monetico') || (a === 'monetico' && b === 'systempay');
}
