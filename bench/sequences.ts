// Order-number series: the set of 100 million numbers, its holes, and the judgement of an export of orders.
import { analyseNumbers } from '../src/model/sequences/analyse.js';
import type { NumberFact, NumberSource } from '../src/model/sequences/number-fact.js';
import { NumberSet } from '../src/model/sequences/number-set.js';

const NUMBERS = Number(process.env['SEQUENCE_NUMBERS'] ?? 100_000_000);
const ORDERS = Number(process.env['SEQUENCE_ORDERS'] ?? 200_000);
const START = Date.UTC(2014, 0, 1);

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(2)} s`;

function fillInOrder(): NumberSet {
  const set = new NumberSet();
  for (let number = 1; number <= NUMBERS; number += 1)
    if (Math.imul(number, 2654435761) >>> 0 > 85_899_345) set.add(number);
  return set;
}

function orders(): NumberFact[] {
  return Array.from({ length: ORDERS }, (_, index): NumberFact => {
    const body = index + Math.floor(index / 49) + 1;
    const at = START + body * 20_000 + (body % 97 === 0 ? 90 * 86_400_000 : 0);
    return {
      kind: 'order',
      at,
      source: 'o',
      line: index + 2,
      event: `o:${index + 2}`,
      number: `1${String(body).padStart(8, '0')}`,
      store: '1',
    };
  });
}

let from = performance.now();
const set = fillInOrder();
process.stdout.write(
  `${NUMBERS.toLocaleString('en-US')} numbers in order, 2 % missing: ${seconds(from)}, ${(set.bytes / 1e6).toFixed(1)} MB\n`,
);
from = performance.now();
let holes = 0;
for (const range of set.missing(1, NUMBERS)) holes += range.to >= range.from ? 1 : 0;
process.stdout.write(`all ${holes.toLocaleString('en-US')} holes: ${seconds(from)}\n`);

const source: NumberSource = {
  id: 'o',
  kind: 'orders',
  shop: 'default',
  path: 'orders.csv',
  zone: 'UTC',
  takenAt: null,
  from: START,
  to: START + 1e12,
  rows: ORDERS,
  warnings: [],
};
const facts = orders();
from = performance.now();
const [series] = analyseNumbers('default', [source], facts).series;
process.stdout.write(
  `judging ${ORDERS.toLocaleString('en-US')} orders: ${seconds(from)}; ${series?.missing} missing, ${series?.late.length} late, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`,
);
