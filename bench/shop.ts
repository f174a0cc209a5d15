// How fast the reference shop writes a trace, and with how much memory: `node --import tsx bench/shop.ts [LINES]`.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runShop, shopOptions, type ShopInput } from '../src/shop/index.js';

const wanted = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));

interface Row {
  readonly what: string;
  readonly lines: number;
  readonly megabytes: number;
  readonly seconds: number;
  readonly residentMegabytes: number;
}

async function shopRow(what: string, input: Partial<ShopInput>, lines: number): Promise<Row> {
  const out = join(folder, 'shop.log');
  let peak = 0;
  const begun = performance.now();
  const report = await runShop(
    shopOptions.parse({ ...input, out, lines, labels: join(folder, 'labels.ndjson') }),
    {
      now: Date.now,
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    },
  );
  const seconds = (performance.now() - begun) / 1000;
  const row = {
    what,
    lines: report.lines,
    megabytes: report.bytes / 1e6,
    seconds,
    residentMegabytes: peak / 1e6,
  };
  rmSync(out);
  return row;
}

/** Yardstick of the same minute: as many ready lines, written in pieces of one megabyte. */
function plainRow(lines: number): Row {
  const path = join(folder, 'plain.log');
  const line = '-- 2025-1-01 01:00:12 004 -1-  [TU8WCDJKS0LJCWZZTQ==] Bill.recalculate : Bill recalculated\n';
  const perPiece = Math.ceil(1e6 / line.length);
  const piece = Buffer.from(line.repeat(perPiece));
  const begun = performance.now();
  const file = openSync(path, 'w');
  for (let written = 0; written < lines; written += perPiece) writeSync(file, piece);
  closeSync(file);
  const seconds = (performance.now() - begun) / 1000;
  const megabytes = statSync(path).size / 1e6;
  rmSync(path);
  return {
    what: 'plain write',
    lines,
    megabytes,
    seconds,
    residentMegabytes: process.memoryUsage.rss() / 1e6,
  };
}

function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.lines.toLocaleString('en'),
    row.megabytes.toFixed(0),
    row.seconds.toFixed(2),
    Math.round(row.lines / row.seconds).toLocaleString('en'),
    row.residentMegabytes.toFixed(0),
  ]);
  const all = [['what', 'lines', 'MB', 's', 'lines/s', 'peak RSS MB'], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of all)
    console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

try {
  print([
    plainRow(wanted),
    await shopRow('shop 2017', { era: '2017' }, wanted),
    await shopRow('shop 2025', { era: '2025' }, wanted),
    await shopRow('shop 2025', { era: '2025' }, wanted * 4),
    await shopRow('shop magento', { platform: 'magento' }, wanted),
    await shopRow('shop magento', { platform: 'magento' }, wanted * 4),
    await shopRow(
      'magento2, exports',
      { platform: 'magento2', nodes: 3, exports: join(folder, 'exports') },
      wanted,
    ),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
