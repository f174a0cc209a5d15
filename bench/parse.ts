// Measures the trace parser beside `grep -c` of the same file in the same run: `--lines 1000000 [--file PATH]`.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { ReaderOptions } from '../parsers/format.js';
import { merchantTrace } from '../parsers/index.js';
import { HeadScanner } from '../parsers/merchant/head.js';
import { BLOCK_BYTES } from '../src/model/block.js';
import { writeTraceFile } from './trace-file.js';

const READ_BYTES = 512 * 1024;

const options: ReaderOptions = {
  generation: 'BENCHBENCHBENCHB',
  shop: 'default',
  kind: 'trace',
  zone: 'Europe/Paris',
  form: null,
  masking: 'on',
  maskingKey: new Uint8Array(32).fill(7),
};

interface Row {
  readonly name: string;
  readonly seconds: number;
  /** Of this process; null for another one's work. */
  readonly cpuSeconds: number | null;
  readonly found: number;
}

/** Hands over runs of complete lines, one character a byte. */
function eachText(path: string, take: (text: string) => void): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let rest = '';
  for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
    const text = rest + buffer.toString('latin1', 0, size);
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) take(text.slice(0, end));
    rest = text.slice(end);
  }
  if (rest !== '') take(`${rest}\n`);
  closeSync(file);
}

function timed(name: string, run: () => number, isOurs = true): Row {
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  const found = run();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  return { name, seconds, cpuSeconds: isOurs ? (user + system) / 1e6 : null, found };
}

function grep(path: string): number {
  return Number(execFileSync('grep', ['-c', '^-- ', path], { encoding: 'utf8' }).trim());
}

function records(path: string): number {
  const head = new HeadScanner();
  let found = 0;
  eachText(path, (text) => {
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n', from);
      if (head.scan(text, from, end) === 'head') found += 1;
      from = end + 1;
    }
  });
  return found;
}

function events(path: string): number {
  const reader = merchantTrace.open(options);
  let found = 0;
  eachText(path, (text) => {
    found += reader.read(text).events.length;
  });
  return found + reader.finish('').events.length;
}

/** Every block's state is made, as the store needs it. */
function eventsAndStates(path: string): number {
  const reader = merchantTrace.open(options);
  let found = 0;
  let stateBytes = 0;
  let block = 0;
  eachText(path, (text) => {
    for (let from = 0; from < text.length;) {
      const border = text.indexOf('\n', Math.min(text.length - 1, from + BLOCK_BYTES - 1)) + 1;
      const end = border === 0 ? text.length : border;
      found += reader.read(text.slice(from, end)).events.length;
      stateBytes += reader.saveForDecoding().length;
      block += 1;
      from = end;
    }
  });
  process.stdout.write(`state for decoding: ${Math.round(stateBytes / block)} bytes a block\n`);
  return found + reader.finish('').events.length;
}

function decodeLookups(path: string): void {
  const reader = merchantTrace.open(options);
  const durations: number[] = [];
  eachText(path, (text) => {
    if (durations.length >= 400) return;
    const start = reader.position;
    const readerState = reader.saveForDecoding();
    const block = text.slice(0, text.indexOf('\n', Math.min(text.length - 1, BLOCK_BYTES)) + 1);
    const { events: found } = reader.read(text);
    const wanted = new Set(found.slice(200, 210).map(({ offset }) => offset));
    const begun = process.hrtime.bigint();
    merchantTrace.decode(options, { start, text: block, following: '', readerState, wanted });
    durations.push(Number(process.hrtime.bigint() - begun) / 1e6);
  });
  durations.sort((a, b) => a - b);
  const middle = durations[durations.length >> 1] ?? 0;
  process.stdout.write(
    `decoding 10 records behind 200 others of a block: ${middle.toFixed(3)} ms (median)\n`,
  );
}

function print(rows: readonly Row[], lines: number, yardstick: number): void {
  const table = new Table({
    head: ['measure', 'seconds', 'lines/s', '× grep -c', 'CPU µs a line', 'records'],
  });
  for (const { name, seconds, cpuSeconds, found } of rows) {
    const speed = Math.round(lines / seconds).toLocaleString('en');
    const cost = cpuSeconds === null ? '' : ((cpuSeconds * 1e6) / lines).toFixed(2);
    table.push([name, seconds.toFixed(2), speed, (seconds / yardstick).toFixed(1), cost, found]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '1000000' }, file: { type: 'string' } },
});
const folder = mkdtempSync(join(tmpdir(), 'bench-parse-'));
try {
  const path = values.file ?? join(folder, 'merchant_trace.log');
  if (values.file === undefined) writeTraceFile({ path, lines: Number(values.lines) });
  grep(path);
  const yardstick = timed('grep -c "^-- "', () => grep(path), false);
  const rows = [
    yardstick,
    timed('heads only', () => records(path)),
    timed('events (catalogue, masking, requests)', () => events(path)),
    timed('events and a state a block', () => eventsAndStates(path)),
  ];
  process.stdout.write(`${values.lines} lines, ${(statSync(path).size / 1e6).toFixed(0)} MB\n`);
  print(rows, yardstick.found, yardstick.seconds);
  decodeLookups(path);
} finally {
  rmSync(folder, { recursive: true });
}
