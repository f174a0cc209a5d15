// What the configuration can say about order numbers, shop by shop: platform, life of carts, and corrections of what is learned.
import { z } from 'zod';
import type { SeriesCorrection } from '../model/sequences/number-fact.js';
import { shopName } from './shop-name.js';

const MOST_DIGITS = 15;
const MOST_STEP = 1000;

const printedNumber = z
  .string()
  .regex(/^\S{1,40}$/, { message: 'must be an order number as the shop prints it, in quotes' });

const series = z
  .strictObject({
    prefix: z
      .string()
      .max(20)
      .describe(
        'What stands before the counted digits, in quotes; "" where nothing does. It names the series.',
      ),
    width: z
      .int()
      .min(0)
      .max(MOST_DIGITS)
      .optional()
      .describe(
        'Counted digits, with zeros in front; 0: as many as the number has. Default: as learned for this prefix.',
      ),
    step: z
      .int()
      .min(1)
      .max(MOST_STEP)
      .optional()
      .describe('Every so many numbers one is given out; 1: each. Default: learned.'),
    residue: z
      .int()
      .min(0)
      .optional()
      .describe('Remainder of the numbers divided by the step. Default: that of the first number.'),
    first: printedNumber
      .optional()
      .describe('First number that is expected: what is missing from there on counts.'),
    last: printedNumber.optional().describe('Last number that is expected.'),
  })
  .superRefine((given, context) => {
    for (const { key, message } of mistakesOf(given))
      context.addIssue({ code: 'custom', path: [key], message, input: given[key] });
  });

interface Mistake {
  readonly key: keyof SeriesCorrection;
  readonly message: string;
}

/** What each key by itself allows and all together do not. */
function mistakesOf(given: SeriesCorrection): Mistake[] {
  const { step, residue, first, last } = given;
  const mistakes: Mistake[] = [];
  if (residue !== undefined && step === undefined)
    mistakes.push({ key: 'residue', message: 'needs a step beside it' });
  if (residue !== undefined && step !== undefined && residue >= step)
    mistakes.push({ key: 'residue', message: `must be less than the step ${step}` });
  const [from, to] = [bodyMistake(given, 'first'), bodyMistake(given, 'last')];
  mistakes.push(...[from, to].filter((mistake) => mistake !== null));
  const [lowest, highest] = [bodyOf(given, first), bodyOf(given, last)];
  if (from === null && to === null && lowest !== null && highest !== null && lowest > highest)
    mistakes.push({ key: 'last', message: `must not be below the first number ${String(first)}` });
  if (from === null && lowest !== null && step !== undefined && residue !== undefined)
    if (residue < step && lowest % step !== residue)
      mistakes.push({
        key: 'first',
        message: `is not given out with step ${step} and residue ${residue}: its remainder is ${lowest % step}`,
      });
  return mistakes;
}

function bodyMistake(given: SeriesCorrection, key: 'first' | 'last'): Mistake | null {
  const number = given[key];
  if (number === undefined || bodyOf(given, number) !== null) return null;
  const { prefix, width } = given;
  const digits = width === undefined || width === 0 ? 'digits' : `${width} digits`;
  return { key, message: `must be the prefix ${JSON.stringify(prefix)} and ${digits}` };
}

function bodyOf({ prefix, width }: SeriesCorrection, number: string | undefined): number | null {
  if (number === undefined || !number.startsWith(prefix)) return null;
  const rest = number.slice(prefix.length);
  if (!/^\d+$/.test(rest) || rest.length > MOST_DIGITS) return null;
  return width === undefined || width === 0 || rest.length === width ? Number(rest) : null;
}

const shopNumbers = z.strictObject({
  shop: shopName.default('default').describe('Shop whose numbers they are.'),
  platform: z
    .enum(['m1', 'openmage', 'm2'])
    .optional()
    .describe(
      'How numbers look and how long carts live. Default: what was said at the import, else learned.',
    ),
  quoteLifeDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe("Days that a cart is kept after its last change. Default: the platform's."),
  series: z.array(series).default([]).describe('Series that are learned wrongly, or whose ends are known.'),
});

export const orderNumbers = z
  .array(shopNumbers)
  .default([])
  .superRefine((shops, context) => {
    shops.forEach(({ shop, series: all }, index) => {
      if (shops.findIndex((other) => other.shop === shop) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'shop'],
          message: 'is named twice; write all its series under one entry',
          input: shop,
        });
      all.forEach(({ prefix, width }, at) => {
        if (all.findIndex((other) => other.prefix === prefix && other.width === width) < at)
          context.addIssue({
            code: 'custom',
            path: [index, 'series', at, 'prefix'],
            message: 'is corrected twice',
            input: prefix,
          });
      });
    });
  })
  .describe('Corrections of what is learned about order numbers, shop by shop.');
