// Facts in memory: bounded, complete where nothing is stored, and large keys read back once in a while only.
import { describe, expect, it } from 'vitest';
import { FactTable, factsInOrder } from '../../src/detectors/engine/fact-table.js';
import { SeenBefore } from '../../src/detectors/engine/seen-before.js';
import type { Fact } from '../../src/model/finding.js';

const MINUTE = 60_000;

function fact(transaction: number, key = 'ITEM'): Fact {
  return {
    shop: 's',
    about: { kind: 'product', key },
    transaction: `T${transaction}`,
    kind: 'product-run',
    time: transaction,
    outcome: 'done',
    event: `g:${transaction}`,
    line: transaction,
  };
}

function fill(table: FactTable, count: number, key = 'ITEM'): Fact[] {
  const facts = Array.from({ length: count }, (_, at) => fact(at, key));
  for (const each of facts) table.replace('s', each.transaction, [each]);
  return facts;
}

describe('facts of one product', () => {
  it('need no reading when the engine has seen all of them', () => {
    const table = new FactTable(new SeenBefore(), true);
    fill(table, 3);
    const [entry] = table.due('streaming', () => 0);
    expect(entry?.complete).toBe(true);
    expect(entry && factsInOrder(entry).map(({ transaction }) => transaction)).toEqual(['T0', 'T1', 'T2']);
  });

  it('are replaced by transaction', () => {
    const table = new FactTable(new SeenBefore(), true);
    fill(table, 2);
    table.replace('s', 'T1', [{ ...fact(1), outcome: 'failed' }]);
    const [entry] = table.due('settle', () => 0);
    expect(entry && factsInOrder(entry).map(({ outcome }) => outcome)).toEqual(['done', 'failed']);
  });

  it('wait for the end of a replay when they are many, and are named as waiting', () => {
    const table = new FactTable(new SeenBefore(), true);
    fill(table, 1_001);
    expect(table.due('streaming', () => 0)).toEqual([]);
    expect(table.waiting()).toEqual([['s', 'product', 'ITEM']]);
    expect(table.due('settle', () => 0)).toHaveLength(1);
  });

  it('beyond the bound leave memory and are read again at most every ten minutes of coverage', () => {
    const table = new FactTable(new SeenBefore(), true);
    const stored = fill(table, 200_001);
    const [entry] = table.due('settle', () => 0);
    if (entry === undefined) throw new Error('nothing is due');
    table.judged(entry);
    table.shrink();
    expect(entry.complete).toBe(false);

    table.replace('s', 'T200001', [fact(200_001)]);
    expect(table.due('settle', () => 0)).toEqual([entry]);
    table.complete(entry, stored, 0);
    expect(factsInOrder(entry)).toHaveLength(200_002);
    table.judged(entry);
    table.shrink();

    table.replace('s', 'T200002', [fact(200_002)]);
    expect(table.due('settle', () => 10 * MINUTE - 1)).toEqual([]);
    expect(table.due('settle', () => 10 * MINUTE)).toEqual([entry]);
  });
});
