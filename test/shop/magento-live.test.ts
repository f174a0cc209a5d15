// A live shop of the Magento kind: history first, then the clock; counters survive a restart; the same seed gives the same bytes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runShop, shopOptions, type ShopInput } from '../../src/shop/index.js';
import { numberLine, writeNumbers, type NumberLine } from './magento-run.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-numbers-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = Date.UTC(2026, 10, 24, 11, 0);

async function live(from: number, minutes: number, input: Partial<ShopInput> = {}): Promise<NumberLine[]> {
  let wall = from;
  const abort = new AbortController();
  const out = join(folder, 'numbers.log');
  await runShop(shopOptions.parse({ platform: 'magento', out, live: true, zone: 'UTC', seed: 3, ...input }), {
    signal: abort.signal,
    now: () => wall,
    sleep: (ms) => {
      wall += Math.max(ms, 0.01);
      if (wall >= from + minutes * 60_000) abort.abort();
      return Promise.resolve();
    },
  });
  return readFileSync(out, 'utf8').trimEnd().split('\n').map(numberLine);
}

const reserved = (lines: readonly NumberLine[]): string[] =>
  lines.flatMap(({ message }) => /^Order number reserved : number (\d+),/.exec(message)?.[1] ?? []);

test('writes the past up to now, then goes on with the clock', async () => {
  const lines = await live(start, 20, { from: '2026-09-01' });
  const times = lines.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBe(Date.UTC(2026, 8, 1));
  const days = new Set(times.map((at) => Math.floor(at / 86_400_000)));
  expect(days.size).toBeGreaterThan(80);
  const now = lines.filter(({ at }) => at >= start);
  expect(
    now.filter(({ at }) => at < start + 60_000).some(({ message }) => message.startsWith('Payment declined')),
  ).toBe(true);
  expect(now.filter(({ message }) => message.startsWith('Order created')).length).toBeGreaterThan(50);
});

test('goes on with its counters after a restart, without history', async () => {
  await live(start, 10);
  const lines = await live(start + 3_600_000, 10, { from: '2026-09-01' });
  expect(lines[0]?.at).toBeGreaterThanOrEqual(start);
  const numbers = reserved(lines);
  expect(numbers.length).toBeGreaterThan(100);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const store of ['1', '2']) {
    const own = numbers.filter((number) => number.startsWith(store)).map(Number);
    const jumps = own.slice(1).filter((number, index) => number - (own[index] ?? 0) !== 1);
    expect(jumps).toEqual([]);
  }
});

test('gives the same bytes for the same seed, others for another', async () => {
  const faults = 'default';
  const one = await writeNumbers({ orders: 150, seed: 11, faults });
  const again = await writeNumbers({ orders: 150, seed: 11, faults });
  const other = await writeNumbers({ orders: 150, seed: 12, faults });
  expect(again.trace).toBe(one.trace);
  expect([...again.exports]).toEqual([...one.exports]);
  expect(again.labels).toEqual(one.labels);
  expect(other.trace).not.toBe(one.trace);
});
