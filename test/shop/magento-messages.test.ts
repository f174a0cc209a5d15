// The shop's literals, the parser's catalogue and the page for readers say the same, letter by letter.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { orderNumbers } from '../../parsers/merchant/catalogue/order-numbers.js';
import { messages } from '../../src/shop/magento/messages.js';
import { writeNumbers } from './magento-run.js';

const page = readFileSync(new URL('../../docs/order-numbers-messages.md', import.meta.url), 'utf8');
const onPage = [...page.matchAll(/^\|[^|]+\| NUM\d+ `[^`]+` +\| `([^`]+)` +\|$/gm)].map(
  (match) => match[1] ?? '',
);
/** Amount and currency are one argument of the shop; types belong to the parser. */
const plain = (template: string): string =>
  template.replaceAll(/\{(\w+)(:\w+)?\}/g, '{}').replaceAll('amount {} {}', 'amount {}');

function ofShop(): string[] {
  return Object.values(messages).map((message) => {
    const print = message as (...args: readonly string[]) => string;
    return print(...Array.from({ length: print.length }, () => '{}'));
  });
}

describe('templates', () => {
  test('of the page and of the shop are the same', () => {
    expect(onPage).toHaveLength(27);
    expect(ofShop().sort()).toEqual(onPage.map(plain).sort());
  });

  test('of the page and of the catalogue are the same', () => {
    expect(orderNumbers.map(({ template }) => plain(template)).sort()).toEqual(onPage.map(plain).sort());
  });
});

test.each(['magento', 'openmage', 'magento2'] as const)(
  'every line of %s is on the page',
  async (platform) => {
    const { lines } = await writeNumbers({ platform, orders: 300, seed: 4, faults: 'default' });
    const patterns = onPage.map((template) => {
      const parts = template.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
      return new RegExp(`^${parts.join('(.+)')}$`);
    });
    const strange = lines.filter(({ message }) => !patterns.some((pattern) => pattern.test(message)));
    expect(lines.length).toBeGreaterThan(2500);
    expect(strange).toEqual([]);
    expect(patterns[0]?.test('Quote created: store 1, customer -, session s1')).toBe(false);
  },
);
