// Measures the main path, file to findings, by the built program: `[--lines 1000000] [--file PATH]`.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { rules } from '../src/detectors/rules/index.js';
import { bareBlocks } from './bare-blocks.js';
import { bytesBelow } from './figures.js';
import { measuredProcess, type Taken } from './measured-process.js';
import { buildProgram, program, writeShopTrace } from './program.js';

const BATCH_BYTES = 2 * 1024 * 1024;

interface Row {
  readonly what: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number | null;
  readonly bytesALine: number | null;
}

async function replay(path: string, data: string, config: string | null): Promise<Taken> {
  const options = ['--zone', 'Europe/Paris', '--data', data, '--dataset', 'bench', '--json'];
  const all = config === null ? options : [...options, '--config', config];
  return await measuredProcess(process.execPath, [program, 'replay', path, ...all]);
}

function summaryOf({ output }: Taken): { readonly lines: number; readonly findings: number } {
  const kinds = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type?: string; readonly lines?: number });
  const lines = kinds.find((item) => item.type === 'summary')?.lines ?? 0;
  return { lines, findings: kinds.filter((item) => item.type === 'finding').length };
}

function tableOf(rows: readonly Row[], lines: number): string {
  const head = ['what', 'wall s', 'CPU s', 'lines/s', 'lines a CPU second', 'peak MB', 'bytes a line'];
  const table = new Table({ head, style: { head: [] } });
  for (const { what, wallSeconds, cpuSeconds, peakMegabytes, bytesALine } of rows)
    table.push([
      what,
      wallSeconds.toFixed(2),
      cpuSeconds.toFixed(2),
      Math.round(lines / wallSeconds).toLocaleString('en'),
      Math.round(lines / cpuSeconds).toLocaleString('en'),
      peakMegabytes === null ? '' : Math.round(peakMegabytes),
      bytesALine === null ? '' : bytesALine.toFixed(1),
    ]);
  return table.toString();
}

async function measureAll(path: string, folder: string): Promise<void> {
  const mute = join(folder, 'no-rules.yaml');
  writeFileSync(mute, `rules:\n  mute: [${rules.map(({ id }) => id).join(', ')}]\n`);
  const judged = join(folder, 'judged');
  const silent = join(folder, 'silent');
  for (const data of [judged, silent]) mkdirSync(data);
  const load = loadavg()[0] ?? 0;
  const grep = await measuredProcess('grep', ['-c', 'Order placed', path]);
  const bare = await bareBlocks(path, folder, BATCH_BYTES);
  const first = await replay(path, judged, null);
  const bytes = bytesBelow(judged);
  const again = await replay(path, judged, null);
  const without = await replay(path, silent, mute);
  const { lines, findings } = summaryOf(first);
  const row = (what: string, taken: Taken, size: number | null): Row => ({
    what,
    wallSeconds: taken.wallSeconds,
    cpuSeconds: taken.cpuSeconds,
    peakMegabytes: taken.peakMegabytes,
    bytesALine: size === null ? null : size / lines,
  });
  const rows: readonly Row[] = [
    row('grep -c', grep, null),
    {
      what: 'bare block writer',
      wallSeconds: bare.seconds,
      cpuSeconds: bare.cpu,
      peakMegabytes: null,
      bytesALine: bare.bytes / lines,
    },
    row('replay, all rules', first, bytes),
    row('the same without rules', without, bytesBelow(silent)),
    row('the same file again (all duplicate)', again, null),
  ];
  console.log(`${lines.toLocaleString('en')} lines, ${statSync(path).size.toLocaleString('en')} bytes, \
${findings.toLocaleString('en')} findings; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, \
load average ${load.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`);
  console.log(tableOf(rows, lines));
  const share = (part: number): string => `${(part * 100).toFixed(0)} %`;
  console.log(`rules cost ${share(first.cpuSeconds / without.cpuSeconds - 1)} CPU on top of storing; \
the bare writer takes ${share(bare.seconds / first.wallSeconds)} of the wall clock of the replay; \
duplicates are ${(first.wallSeconds / again.wallSeconds).toFixed(1)} × faster (wall), \
${(first.cpuSeconds / again.cpuSeconds).toFixed(1)} × (CPU)`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { lines: { type: 'string', default: '1000000' }, file: { type: 'string' } },
  });
  buildProgram();
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
  try {
    const path = values.file ?? join(folder, 'shop.log');
    if (values.file === undefined) writeShopTrace(path, Number(values.lines));
    await measureAll(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
