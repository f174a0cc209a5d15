// Records without ID where no counter is printed (forms A, B, S): which open a request, and whose neighbours they may be.
import type { Component } from '../catalogue/entry.js';

/** Records without ID belong to neighbours at most this far. */
export const NEIGHBOUR_MS = 1_000;

/** Openers that print no ID: the next record of their part of the shop tells whose they are. */
export const opensWithoutId = new Set('PPL1 PPL3 PPL4 TST5 OGO1 OGO2 OGO3 STR1 STR2 STR3 SYS1'.split(' '));

const production: readonly Component[] = ['production', 'billing', 'staff'];
const shopping: readonly Component[] = ['cart', 'billing', 'shipping'];

/** Whether two parts of the shop write in one request. */
export function compatible(a: Component, b: Component): boolean {
  if (a === b || a === 'any' || b === 'any') return true;
  if (production.includes(a) && production.includes(b)) return true;
  if (shopping.includes(a) && shopping.includes(b)) return true;
  return (a === 'systempay' && b === 'monetico') || (a === 'monetico' && b === 'systempay');
}
