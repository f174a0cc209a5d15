// Whole runs: the same seed gives the same bytes; a live shop follows the clock, rotates, forgets, and goes on after a restart.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runShop, shopOptions, type ShopInput } from '../../src/shop/index.js';
import { noFaults } from '../../src/shop/options.js';
import { recordOf, writeShop } from './run-for-test.js';

describe('virtual runs', () => {
  test('the same seed gives the same bytes, another seed others', async () => {
    const one = await writeShop({ seed: 7, orders: 120 });
    const same = await writeShop({ seed: 7, orders: 120 });
    const other = await writeShop({ seed: 8, orders: 120 });
    expect(same.trace).toBe(one.trace);
    expect(same.mail).toBe(one.mail);
    expect(same.labels.map((label) => label.count)).toEqual(one.labels.map((label) => label.count));
    expect(other.trace).not.toBe(one.trace);
  });

  test('requests of several processes interleave, and each keeps its counter', async () => {
    const { lines } = await writeShop({ seed: 3, orders: 400, ordersPerDay: 400_000 });
    const records = lines.map((line) => recordOf(line));
    const breaks = records.filter(
      (record, index) =>
        index > 0 && record.counter !== 1 && record.counter !== (records[index - 1]?.counter ?? 0) + 1,
    );
    expect(breaks.length).toBeGreaterThan(100);
    const open = new Map<string, number>();
    for (const record of records) {
      if (record.id === null || record.counter === null) continue;
      const before = open.get(record.id) ?? 0;
      if (record.counter > before + 2) throw new Error(`a hole of more than a mail: ${record.text}`);
      open.set(record.id, Math.max(record.counter, record.counter === 1 ? 1 : before));
    }
  });

  test('days and lines end the arrivals, everybody finishes', async () => {
    const days = await writeShop({ days: 2, from: '2025-03-01', ordersPerDay: 100 });
    expect(days.report.from).toBe(Date.UTC(2025, 2, 1));
    expect(days.report.orders).toBeGreaterThan(120);
    expect(days.lines[0]).toMatch(/^-- 2025-3-01 /);
    const lines = await writeShop({ lines: 2000 });
    expect(lines.lines.length).toBeGreaterThanOrEqual(2000);
    expect(lines.lines.length).toBeLessThan(3500);
  });

  test('faster than the clock is paced by it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shoptrace-paced-'));
    let wall = 0;
    const options = shopOptions.parse({ out: join(folder, 'trace.log'), orders: 5, speed: 'x100' });
    const report = await runShop(options, {
      now: () => wall,
      sleep: (ms) => {
        wall += ms;
        return Promise.resolve();
      },
    });
    expect(wall * 100).toBeGreaterThanOrEqual(report.to - report.from - 1);
    expect(wall * 100).toBeLessThan(report.to - report.from + 60_000);
    rmSync(folder, { recursive: true });
  });
});

describe('a live shop', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shoptrace-live-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const start = Date.UTC(2026, 10, 24, 11, 0);

  /** Runs for so many minutes of a clock that only moves when the shop sleeps. */
  async function live(from: number, minutes: number, input: Partial<ShopInput> = {}): Promise<void> {
    let wall = from;
    const abort = new AbortController();
    const options = shopOptions.parse({ out: join(folder, 'trace.log'), live: true, zone: 'UTC', ...input });
    await runShop(options, {
      signal: abort.signal,
      now: () => wall,
      sleep: (ms) => {
        wall += Math.max(ms, 0.01);
        if (wall >= from + minutes * 60_000) abort.abort();
        return Promise.resolve();
      },
    });
  }

  const read = (name = 'trace.log'): string[] =>
    readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  const rotated = (): string[] => readdirSync(folder).filter((name) => /^trace\.log\.\d{8}-\d{6}/.test(name));

  test('writes about two orders a second, the failing one first, all in order of time', async () => {
    await live(start, 5, { seed: 1 });
    const lines = read();
    expect(lines[0]).toMatch(/^-- 2026-11-24 11:00:0\d \d{3} -1- {2}\[TU/);
    const firstMinute = lines.filter((line) => line.includes(' 11:00:'));
    expect(firstMinute.some((line) => line.includes('preproducing for EFORM'))).toBe(true);
    expect(firstMinute.some((line) => line.includes('Customer support course does not exist.'))).toBe(true);
    const placed = lines.filter((line) => /Order placed : \d+ objects$/.test(line)).length;
    expect(placed).toBeGreaterThan(250);
    expect(placed).toBeLessThan(750);
    const seconds = lines.map((line) => line.slice(14, 22));
    expect(seconds).toEqual([...seconds].sort());
  });

  test('starts again without giving a name, an account or an ID twice', async () => {
    await live(start, 4, { seed: 1 });
    await live(start + 600_000, 4, { seed: 1 });
    const created = read().flatMap(
      (line) => /GENERIC : New user created (\S+) with ID (\d+)/.exec(line)?.slice(1, 3) ?? [],
    );
    expect(created.length).toBeGreaterThan(200);
    expect(new Set(created).size).toBe(created.length);
    const first = (part: string): Set<string> =>
      new Set(
        read()
          .filter((line) => line.includes(part))
          .map((line) => recordOf(line).id ?? ''),
      );
    const placed = read().filter((line) => line.includes('Dirty state. Pass 0'));
    expect(first('Dirty state. Pass 0').size).toBe(placed.length);
  });

  test('renames a file that is too large, and removes old ones but nothing else', async () => {
    for (const name of ['trace.log.20261101-000000', 'trace.log.20261101-000000.gz', 'trace.log.mine']) {
      writeFileSync(join(folder, name), 'old\n');
      utimesSync(join(folder, name), new Date(start - 8 * 86_400_000), new Date(start - 8 * 86_400_000));
    }
    await live(start, 10, { seed: 2, rotateBytes: 100_000 });
    expect(rotated().length).toBeGreaterThan(3);
    expect(existsSync(join(folder, 'trace.log.20261101-000000'))).toBe(false);
    expect(existsSync(join(folder, 'trace.log.20261101-000000.gz'))).toBe(true);
    expect(existsSync(join(folder, 'trace.log.mine'))).toBe(true);
    const all = [
      ...rotated()
        .filter((name) => !name.endsWith('.gz'))
        .sort(),
      'trace.log',
    ].flatMap((name) => read(name));
    for (const line of all) recordOf(line);
    const stampOf = (line: string): string => line.slice(14, 22);
    expect(all.map(stampOf)).toEqual(all.map(stampOf).sort());
  });

  test('removes the oldest rotated files beyond a size, whatever their age', async () => {
    await live(start, 10, { seed: 2, rotateBytes: 100_000, keepBytes: 350_000 });
    const sizes = rotated().map((name) => statSync(join(folder, name)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThanOrEqual(2);
    expect(total).toBeLessThanOrEqual(350_000);
    const lines = [...rotated().sort(), 'trace.log'].flatMap((name) => read(name));
    const stamps = lines.map((line) => line.slice(14, 22));
    expect(stamps).toEqual([...stamps].sort());
    expect(stamps.at(-1)?.slice(0, 5)).toBe('11:09');
  });

  test('renames a file that is too old', async () => {
    await live(start, 3, { seed: 2, rotateHours: 1 / 60, ordersPerDay: 20_000 });
    expect(rotated().length).toBeGreaterThanOrEqual(1);
  });
});

describe('options', () => {
  const faultsOf = (faults: string): unknown => shopOptions.parse({ out: 'x', faults }).faults;

  test('faults are named with their share', () => {
    expect(faultsOf('abandoned=0.5, reloaded=1')).toEqual({ ...noFaults, abandoned: 0.5, reloaded: 1 });
    expect(Object.values(noFaults).every((rate) => rate === 0)).toBe(true);
    expect(() => faultsOf('abandoned=2')).toThrow(/share from 0 to 1/);
    expect(() => faultsOf('lateness=0.1')).toThrow(/failingProduct, abandoned/);
    expect(() => faultsOf('abandoned')).toThrow(/NAME=SHARE/);
  });

  test('text from a command line is read as numbers', () => {
    const options = shopOptions.parse({ out: 'x', seed: '7', orders: '5', speed: 'x10' });
    expect(options).toMatchObject({ seed: 7, orders: 5, speed: 'x10', era: '2025' });
    expect(() => shopOptions.parse({ out: 'x', orders: 'many' })).toThrow(/orders/);
    expect(() => shopOptions.parse({ out: 'x', speed: 'fast' })).toThrow(/max/);
    expect(() => shopOptions.parse({ out: 'x', ordres: 5 })).toThrow(/ordres/);
  });
});
