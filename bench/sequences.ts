// Order numbers: the set of very many numbers and its holes, a large grid export, very many series: `[--lines 1000000]`.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { GapColumns } from '../src/model/sequences/gap-columns.js';
import { NumberSet } from '../src/model/sequences/number-set.js';
import { measuredProcess } from './measured-process.js';
import { buildProgram, program } from './program.js';

const LONG_LINES = 10_000_000;
const LONG_NUMBERS = 100_000_000;
const SHORT_NUMBERS = 10_000_000;
const MOST_ROWS = 1_000_000;
const SERIES = 10_000;
const ORDERS_PER_SERIES = 20;
const MINUTE = 60_000;
const START = Date.UTC(2012, 0, 1);
const ROWS_PER_WRITE = 5_000;

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' } } });
const lines = Number(values.lines);
const numbers = lines >= LONG_LINES ? LONG_NUMBERS : SHORT_NUMBERS;
const rows = Math.min(lines, MOST_ROWS);

const whole = (count: number): string => Math.round(count).toLocaleString('en-US');
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Two of a hundred are missing, the same each time. */
const isMissing = (number: number): boolean => Math.imul(number, 2_654_435_761) >>> 0 <= 85_899_345;

function numberSet(): string {
  const table = new Table({ head: ['what', 'seconds', 'memory'], style: { head: [] } });
  let from = performance.now();
  const taken = (): string => ((performance.now() - from) / 1000).toFixed(2);
  const set = new NumberSet();
  for (let number = 1; number <= numbers; number += 1) if (!isMissing(number)) set.add(number);
  table.push([`${whole(numbers)} numbers in order, 2 % missing`, taken(), megabytes(set.bytes)]);
  from = performance.now();
  const holes = new GapColumns();
  for (const { from: first, to: last } of set.missing(1, numbers))
    holes.push({ from: first, to: last, count: last - first + 1, step: 1 });
  table.push([
    `its ${whole(holes.length)} holes`,
    taken(),
    `${megabytes(holes.bytes)}, ${(holes.bytes / holes.length).toFixed(0)} bytes a hole`,
  ]);
  from = performance.now();
  let known = 0;
  for (let number = 1; number <= numbers; number += 1) if (set.add(number) === 'known') known += 1;
  table.push([`all again, ${whole(known)} known`, taken(), megabytes(set.bytes)]);
  return table.toString();
}

async function write(path: string, head: string, all: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  let some = [head];
  for (const row of all) {
    some.push(row);
    if (some.length < ROWS_PER_WRITE) continue;
    if (!file.write(`${some.join('\r\n')}\r\n`)) await once(file, 'drain');
    some = [];
  }
  file.end(`${some.join('\r\n')}\r\n`);
  await once(file, 'finish');
}

const gridHead =
  '"ID","Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)","Status","Billing Address","Shipping Address","Customer Email","Customer Name","Payment Method"';

/** As Magento 2 prints it; one order in two hundred came up to four months late. @param oddEvery every which row cannot be read; 0: none */
function* gridRows(oddEvery: number): Generator<string> {
  let [body, written] = [0, 0];
  while (written < rows) {
    body += 1;
    if (body > 1 && isMissing(body)) continue;
    written += 1;
    const lateDays = body % 199 === 0 ? body % 120 : 0;
    const time = new Date(START + body * 3 * MINUTE + lateDays * 1440 * MINUTE).toISOString();
    const stamp = `${time.slice(0, 10)} ${time.slice(11, 19)}`;
    const total = `${(10 + (body % 997)).toFixed(2)}00`;
    const state = body % 5 === 0 ? 'Canceled' : 'Complete';
    const number = oddEvery > 0 && written % oddEvery === 0 ? '' : String(body).padStart(9, '0');
    yield `"${number}","Main Website\n Main Website Store\n  Default Store View","${stamp}","Ann ""A"" Example","Ann Example","${total}","${total}","${state}","12 Long Street,Town,12345","12 Long Street,Town,12345","c${body}@example.org","Ann Example","checkmo"`;
  }
}

function* seriesRows(): Generator<string> {
  for (let body = 1; body <= ORDERS_PER_SERIES; body += 1)
    for (let store = 1; store <= SERIES; store += 1) {
      if (body === 7) continue;
      const time = new Date(START + (body * SERIES + store) * 1000).toISOString();
      yield `S${store}A-${String(body).padStart(6, '0')},${time}`;
    }
}

async function programRows(folder: string): Promise<string> {
  const head = ['what', 'wall s', 'CPU s', 'peak MB', 'MB told'];
  const table = new Table({ head, style: { head: [] } });
  const measure = async (what: string, args: readonly string[], data: string): Promise<void> => {
    const taken = await measuredProcess(process.execPath, [
      program,
      ...args,
      '--data',
      join(folder, data),
      '--json',
    ]);
    const { wallSeconds, cpuSeconds, peakMegabytes, output } = taken;
    const told = (output.length / 1e6).toFixed(1);
    table.push([what, wallSeconds.toFixed(2), cpuSeconds.toFixed(2), peakMegabytes.toFixed(0), told]);
  };
  const grid = join(folder, 'grid.csv');
  await write(grid, gridHead, gridRows(0));
  await measure(`import of a grid of ${whole(rows)} rows`, ['gaps', 'import', grid], 'grid');
  await measure('gaps', ['gaps'], 'grid');
  await measure('number', ['number', '000000404'], 'grid');
  await write(grid, gridHead, gridRows(2));
  await measure('the same with every other row unreadable', ['gaps', 'import', grid], 'odd');
  const series = join(folder, 'series.csv');
  await write(series, 'increment_id,created_at', seriesRows());
  await measure(`import of ${whole(SERIES)} series`, ['gaps', 'import', series], 'series');
  await measure('gaps', ['gaps'], 'series');
  return table.toString();
}

console.log(numberSet());
buildProgram();
const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
try {
  console.log(await programRows(folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
