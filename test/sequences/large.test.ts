// Large inputs: a shuffled grid export against a plain recount of its rows, and very many series at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readImport } from '../../src/ingest/imports/read-import.js';
import { analyseNumbers } from '../../src/model/sequences/analyse.js';
import type { NumberFact, NumberSource } from '../../src/model/sequences/number-fact.js';
import { DAY, MINUTE, START } from './number-scene.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-large-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly body: number;
  readonly at: number;
}

/** The same numbers each time: a linear congruential generator, 0 to 1. */
function dice(): () => number {
  let state = 20_140_920;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function rowsOf(count: number): Row[] {
  const roll = dice();
  const rows: Row[] = [];
  for (let body = 1; rows.length < count; body += 1) {
    if (body > 1 && roll() < 0.02) continue;
    const waited = body > 1 && roll() < 0.005 ? Math.ceil(roll() * 120) * DAY : 0;
    rows.push({ body, at: START + body * MINUTE + waited });
  }
  return rows;
}

function shuffled(rows: readonly Row[]): Row[] {
  const roll = dice();
  const all = [...rows];
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = Math.floor(roll() * (index + 1));
    [all[index], all[other]] = [all[other] as Row, all[index] as Row];
  }
  return all;
}

/** What the rows say, counted without any of the program: ascending rows, seen from the end. */
function recount(rows: readonly Row[]) {
  const missing: { body: number; lower: number; upper: number }[] = [];
  const late: number[] = [];
  let earliest = Infinity;
  for (const { body, at } of rows.toReversed()) {
    if (at > earliest + 1000) late.unshift(body);
    earliest = Math.min(earliest, at);
  }
  const isLate = new Set(late);
  const earliestFrom = new Float64Array(rows.length + 1).fill(Infinity);
  for (let index = rows.length - 1; index >= 0; index -= 1)
    earliestFrom[index] = Math.min(earliestFrom[index + 1] ?? Infinity, rows[index]?.at ?? Infinity);
  let lower = -Infinity;
  rows.forEach(({ body, at }, index) => {
    const before = rows[index - 1]?.body ?? body - 1;
    for (let lost = before + 1; lost < body; lost += 1)
      missing.push({ body: lost, lower, upper: earliestFrom[index] ?? 0 });
    if (!isLate.has(body)) lower = Math.max(lower, at);
  });
  return { missing, late };
}

test('a shuffled grid of 50,000 rows: series, brackets and late numbers are those of a plain recount', async () => {
  const rows = rowsOf(50_000);
  const lines = shuffled(rows).flatMap(({ body, at }, index) => {
    const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    const state = index % 40 === 0 ? 'Canceled' : 'Processing';
    const line = `"${String(body).padStart(9, '0')}";"Main Website\n  Default Store View";"${time}";"45.0000";"${state}"`;
    return index % 1000 === 0 ? [line, line] : [line];
  });
  lines.splice(7, 0, '"";"Main Website";"2014-09-20 10:00:00";"45.0000";"Processing"');
  const path = join(folder, 'grid.csv');
  const header = '"ID";"Purchase Point";"Purchase Date";"Grand Total (Base)";"Status"';
  writeFileSync(path, `\ufeff${[header, ...lines].join('\r\n')}\r\n`);
  const facts: NumberFact[] = [];
  const { table } = await readImport({
    path,
    shop: 'default',
    zone: 'UTC',
    said: { platform: null, quoteLifeDays: null, first: null, last: null },
    takenAt: null,
    columns: new Map(),
    now: 1,
    keep: async (_id, _part, part) => {
      for (const fact of part) facts.push(fact);
    },
  });
  expect(table).toMatchObject({ kind: 'grid', facts: 50_000, unreadable: 1, rows: 50_051 });
  expect(table.unreadableRows).toEqual([{ line: 16, reason: 'no order number' }]);

  const report = analyseNumbers('default', [table], facts);
  const [series] = report.series;
  const { missing, late } = recount(rows);
  expect(report.series).toHaveLength(1);
  expect(series).toMatchObject({
    floor: 1,
    frontier: rows.at(-1)?.body,
    used: 50_000,
    missing: missing.length,
  });
  expect(
    series?.holes.flatMap(({ from, to, bracket }) =>
      Array.from({ length: to - from + 1 }, (_, index) => ({ body: from + index, ...bracket })),
    ),
  ).toEqual(missing);
  expect(series?.late.map(({ body }) => body)).toEqual(late);
  expect(late.length).toBeGreaterThan(100);
  expect(missing.length).toBeGreaterThan(900);
});

test('10,000 series of one shop are judged in seconds and stay small', () => {
  const count = 10_000;
  const facts = Array.from({ length: count }, (_, store) =>
    [1, 2, 4, 5].map((body, index): NumberFact => {
      const line = store * 4 + index + 2;
      const number = `S${store}A-${String(body).padStart(6, '0')}`;
      return { kind: 'order', at: START + body * MINUTE, source: 'o', line, event: `o:${line}`, number };
    }),
  ).flat();
  const source: NumberSource = {
    id: 'o',
    kind: 'orders',
    shop: 'default',
    path: 'orders.csv',
    zone: 'UTC',
    takenAt: START + DAY,
    from: START,
    to: START + DAY,
    rows: facts.length,
    warnings: [],
  };
  const used = process.cpuUsage();
  const memory = process.memoryUsage().heapUsed;
  const { series } = analyseNumbers('default', [source], facts);
  const seconds = process.cpuUsage(used).user / 1e6;
  const grown = (process.memoryUsage().heapUsed - memory) / 1e6;
  expect(series).toHaveLength(count);
  expect(series.every(({ missing, used: ordered }) => missing === 1 && ordered === 4)).toBe(true);
  expect(new Set(series.flatMap(({ holes }) => holes.map(({ from }) => from)))).toEqual(new Set([3]));
  expect(seconds).toBeLessThan(10);
  expect(grown).toBeLessThan(400);
});
