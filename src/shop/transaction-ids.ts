// Draws transaction IDs as the shop of each era does: upper-cased base64 of a DES crypt of the clock.
import { desCrypt } from './des-crypt.js';
import type { Random } from './random.js';

const salt = 'MO';
/** Seeds that differ in their first 8 characters: 10 × 10^6 (`7.175284`) and 23 × 10^5 (`18.17528`). */
const fractionSeeds = 12_300_000;
/** Shares no divisor with `fractionSeeds`: steps of it visit every seed before one comes again. */
const stride = 7_654_321;

/** What the shop's crypt makes of a seed: `TU[89]`, 15 characters, `==`. */
export function transactionIdOf(seed: string): string {
  return Buffer.from(desCrypt(seed, salt), 'latin1').toString('base64').toUpperCase();
}

/** Seed text of the formula of 2016-10 (random 0–32 plus the fraction of a second), by its number. */
export function fractionSeed(number: number): string {
  if (number < 10_000_000) {
    const whole = Math.floor(number / 1_000_000);
    const micros = number % 1_000_000;
    if (whole === 0 && micros > 0 && micros < 100) return exponentSeed(micros);
    return `${whole}.${String(micros).padStart(6, '0')}`.replace(/\.?0+$/, '');
  }
  const rest = number - 10_000_000;
  return `${10 + Math.floor(rest / 100_000)}.${String(rest % 100_000).padStart(5, '0')}`;
}

/** PHP prints numbers below 0.0001 with an exponent: `5.0E-6`. */
function exponentSeed(micros: number): string {
  const digits = String(micros);
  return `${digits.charAt(0)}.${digits.charAt(1) || '0'}E-${digits.length === 1 ? 6 : 5}`;
}

/** Seed text since 2019-01-23: Unix time plus random 0–32, of which 8 characters count. */
export function windowSeed(unixSeconds: number): string {
  return String(Math.floor(unixSeconds / 100));
}

export interface TransactionIds {
  /** @param timeMs UTC */
  draw(timeMs: number): string;
}

/**
 * IDs of one shop, none twice.
 * @param era which formula holds
 * @param slotMs in live mode the seeds follow the clock in slots of this many ms, so that a restarted shop repeats none
 *   for weeks; null counts from a place chosen by `random`
 */
export function transactionIds(era: '2017' | '2025', random: Random, slotMs: number | null): TransactionIds {
  const start = slotMs === null ? random.between(0, fractionSeeds - 1) : 0;
  let slot = -1;
  let lastWindow = -1;
  const fraction = (timeMs: number): string => {
    slot = Math.max(slot + 1, slotMs === null ? 0 : Math.floor(timeMs / slotMs));
    return transactionIdOf(fractionSeed((start + (slot % fractionSeeds) * stride) % fractionSeeds));
  };
  return {
    draw(timeMs) {
      if (era === '2017') return fraction(timeMs);
      // A visitor of the same 100 seconds would be given the same ID until one of them has ordered. That fault is not
      // simulated: an ID counts as taken when it is drawn, and the next visitor gets one by the older formula.
      const window = windowSeed(timeMs / 1000 + random.between(0, 32));
      if (Number(window) <= lastWindow) return fraction(timeMs);
      lastWindow = Number(window);
      return transactionIdOf(window);
    },
  };
}
