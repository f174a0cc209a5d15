// Which index a record goes to: the printed year, and never one that a visitor invented.
import { describe, expect, test } from 'vitest';
import {
  firstPartitionState,
  partitionOf,
  UNDATED,
  type PartitionState,
} from '../../src/stores/elasticsearch/partition.js';
import { seededRandom } from '../support/shop-lines.js';

function partitions(printed: readonly string[]): string[] {
  let state: PartitionState = firstPartitionState;
  return printed.map((time) => {
    const next = partitionOf(time, state);
    state = next.state;
    return next.partition;
  });
}

const day = (index: number): string => {
  const date = new Date(Date.UTC(2017, 11, 1) + index * 86_400_000);
  return `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}-${date.getUTCDate()} 10:00:00 000`;
};

describe('the event index of a record', () => {
  test('is that of the year printed, over the end of a year', () => {
    const found = partitions(Array.from({ length: 60 }, (_, index) => day(index)));
    expect(found.slice(0, 31)).toEqual(Array.from({ length: 31 }, () => '2017'));
    expect(found.slice(31)).toEqual(Array.from({ length: 29 }, () => '2018'));
  });

  test.each(['1999-12-31 23:59:59 999', '2100-1-1 00:00:00 000', '0001-1-1 00:00:00 000', 'nonsense', ''])(
    'is the undated one for %j',
    (printed) => {
      expect(partitions([day(0), printed, day(1)])).toEqual(['2017', UNDATED, '2017']);
    },
  );

  test('takes a long silence for true when enough records follow it', () => {
    const later = Array.from({ length: 12 }, (_, index) => day(400 + index));
    const found = partitions([day(0), day(1), ...later]);
    expect(found.slice(0, 9)).toEqual(['2017', '2017', ...Array.from({ length: 7 }, () => UNDATED)]);
    expect(found.slice(9)).toEqual(['2019', '2019', '2019', '2019', '2019']);
  });

  test('is never a year that only forged records show, whatever 2,000 of them say', () => {
    const random = seededRandom(5);
    const printed: string[] = [];
    for (let index = 0; index < 2000; index += 1) {
      printed.push(day(index / 100));
      const year = Math.floor(random() * 3000);
      printed.push(`${String(year).padStart(4, '0')}-${1 + Math.floor(random() * 12)}-1 00:00:00 000`);
    }
    const found = partitions(printed);
    expect(new Set(found)).toEqual(new Set(['2017', UNDATED]));
    expect(found.filter((_name, index) => index % 2 === 0)).not.toContain(UNDATED);
  });

  test('of one file are at most twenty years and the undated one', () => {
    const printed: string[] = [];
    for (let year = 2000; year < 2100; year += 1)
      for (let index = 0; index < 20; index += 1) printed.push(`${year}-6-1 00:00:00 000`);
    expect(new Set(partitions(printed)).size).toBeLessThanOrEqual(21);
  });
});
