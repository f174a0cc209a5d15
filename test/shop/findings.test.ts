// What the rules find in a simulated shop is what went wrong in it: nothing missed, nothing invented, the same counts.
import { describe, expect, test } from 'vitest';
import { judgeRawLines } from '../../src/detectors/run-rule-tests.js';
import { rules } from '../../src/detectors/rules/index.js';
import { ruleTools } from '../detectors/rule-tools.js';
import { writeShop } from './run-for-test.js';

const day = 86_400_000;
const known = new Set(rules.map((rule) => rule.id));

/** `rule kind key ×count`, sorted: of the labels that a rule exists for, and of the findings. */
async function labelledAndFound(
  input: Parameters<typeof writeShop>[0],
): Promise<{ readonly labelled: string[]; readonly found: string[] }> {
  const shop = await writeShop(input);
  const asOf = Date.parse(shop.coveredUntil) + 2 * day;
  const { findings } = await judgeRawLines(rules, `${shop.lines.join('\n')}\n`, ruleTools, asOf);
  const row = (rule: string, about: { kind: string; key: string }, count: number): string =>
    `${rule} ${about.kind} ${about.key} ×${count}`;
  return {
    labelled: shop.labels
      .filter((label) => known.has(label.rule))
      .map((label) => row(label.rule, label.case, label.count))
      .sort(),
    found: findings.map((finding) => row(finding.rule, finding.case, finding.count)).sort(),
  };
}

describe.each(['2017', '2025'] as const)('era %s', (era) => {
  test.each([1, 2])('with many faults, seed %d', async (seed) => {
    const faults = 'failingProduct=0.08,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.1';
    const { labelled, found } = await labelledAndFound({ era, seed, orders: 250, faults });
    expect(labelled.length).toBeGreaterThan(80);
    expect(found).toEqual(labelled);
  });

  test('without faults nothing is found', async () => {
    const { found } = await labelledAndFound({ era, seed: 3, orders: 250, faults: 'none' });
    expect(found).toEqual([]);
  });

  test('a busy shop, its requests interleaved', async () => {
    const busy = { orders: 250, ordersPerDay: 200_000, faults: 'failingProduct=0.05,reloaded=0.1' };
    const { labelled, found } = await labelledAndFound({ era, seed: 4, ...busy });
    expect(found).toEqual(labelled);
  });
});
