// The rules on order numbers: gaps, late numbers, duplicates; they are judged together, with all numbers of a shop.
import { text } from '../../model/texts/render.js';
import type { SequenceRule } from '../detector.js';

const settle = {
  value: 30 * 60_000,
  unit: 'ms',
  why: 'Redirects, 3-D Secure and late notifications take minutes; before that nothing is called missing.',
} as const;

const cookie = {
  value: 3_600_000,
  unit: 'ms',
  why: "The shop's default life of a guest's session is one hour.",
} as const;

const declinedGuest = `-- 2014-9-20 10:00:00 000 --  [1] Order created : number 100000001, order 1, store 1, state processing, amount 10.00 EUR
-- 2014-9-20 10:05:00 000 --  [2] Quote created : store 1, customer -, session s2
-- 2014-9-20 10:06:00 000 --  [2] Order number reserved : number 100000002, store 1
-- 2014-9-20 10:06:01 000 --  [2] Payment declined : number 100000002, reason insufficient funds
-- 2014-9-20 10:10:00 000 --  [3] Order created : number 100000003, order 3, store 1, state processing, amount 10.00 EUR
`;

const inTurn = `-- 2014-9-20 10:00:00 000 --  [1] Order created : number 100000001, order 1, store 1, state processing, amount 10.00 EUR
-- 2014-9-20 10:10:00 000 --  [2] Order created : number 100000002, order 2, store 1, state canceled, amount 0.00 EUR
`;

export const numberGap: SequenceRule = {
  shape: 'sequence',
  id: 'number-gap',
  codes: [],
  title: 'Missing order number',
  caseKind: 'series',
  severity: 'info',
  version: 1,
  firesWhen:
    'A number between the first and the last known one of a counter is carried by no order, and a reason (or, with complete sources, its absence) is known; money without an order at all counts too.',
  staysQuietWhen:
    'The checkout may still be under way, the files do not cover the number, or the step of a cluster leaves it out.',
  cannotSee: 'Numbers before the first order of the files, and what sources that were not read would say.',
  advice: text('number-gap.advice'),
  thresholds: { settleMs: settle, cookieLifeMs: cookie },
  tests: [
    {
      name: "a guest's payment is declined and the session ends",
      expect: 'fires',
      count: 1,
      asOf: '2014-09-21T00:00:00Z',
      lines: declinedGuest,
    },
    {
      name: 'the money was taken and the order is not there',
      expect: 'fires',
      asOf: '2014-09-21T00:00:00Z',
      lines: declinedGuest.replace(
        'Payment declined : number 100000002, reason insufficient funds',
        'Payment captured : number 100000002, transaction t2, amount 10.00 EUR',
      ),
    },
    {
      name: 'the order comes within the settle time',
      expect: 'near-miss',
      lines: declinedGuest,
    },
    { name: 'numbers in their turn, one order cancelled', expect: 'quiet', lines: inTurn },
  ],
};

const returned = `-- 2014-9-20 10:00:00 000 --  [1] Order created : number 100000001, order 1, store 1, state processing, amount 10.00 EUR
-- 2014-9-20 10:05:00 000 --  [2] Quote created : store 1, customer c7, session s2
-- 2014-9-20 10:06:00 000 --  [2] Order number reserved : number 100000002, store 1
-- 2014-9-20 10:06:01 000 --  [2] Payment declined : number 100000002, reason insufficient funds
-- 2014-9-20 10:10:00 000 --  [3] Order created : number 100000003, order 3, store 1, state processing, amount 10.00 EUR
-- 2015-1-18 11:00:00 000 --  [2] Order created : number 100000002, order 90, store 1, state processing, amount 10.00 EUR
`;

export const numberLate: SequenceRule = {
  shape: 'sequence',
  id: 'number-late',
  codes: [],
  title: 'Late order number',
  caseKind: 'series',
  severity: 'info',
  version: 1,
  firesWhen:
    'An order was completed after orders with higher numbers, by more than the settle time: usually a customer with an account who came back to an old cart.',
  staysQuietWhen: 'Two checkouts overtook each other within minutes.',
  cannotSee: 'Why the buyer waited, where cart and payment are not in the files.',
  advice: text('number-late.advice'),
  thresholds: { settleMs: settle },
  tests: [
    { name: 'a customer comes back after four months', expect: 'fires', count: 1, lines: returned },
    {
      name: 'completed ten minutes late',
      expect: 'near-miss',
      lines: returned.replace('2015-1-18 11:00:00 000', '2014-9-20 10:20:00 000'),
    },
    { name: 'numbers in their turn', expect: 'quiet', lines: inTurn },
  ],
};

const twice = `${inTurn}-- 2014-9-20 11:00:00 000 --  [9] Order created : number 100000002, order 9, store 1, state processing, amount 77.00 EUR
`;

export const numberDuplicate: SequenceRule = {
  shape: 'sequence',
  id: 'number-duplicate',
  codes: [],
  title: 'Order number given twice',
  caseKind: 'series',
  severity: 'high',
  version: 1,
  firesWhen:
    'Two different orders carry one number, money was taken twice for one number, or the counter began again.',
  staysQuietWhen: 'The same order stands in several files, or an edited order adds -1, -2 to the number.',
  cannotSee: 'Orders that were renumbered.',
  advice: text('number-duplicate.advice'),
  thresholds: {},
  tests: [
    { name: 'two orders under one number', expect: 'fires', count: 1, lines: twice },
    {
      name: 'an edited order',
      expect: 'near-miss',
      lines: twice.replace('number 100000002, order 9', 'number 100000002-1, order 9'),
    },
    { name: 'numbers in their turn', expect: 'quiet', lines: inTurn },
  ],
};

export const numberRules: readonly SequenceRule[] = [numberGap, numberLate, numberDuplicate];
