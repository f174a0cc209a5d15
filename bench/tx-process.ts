// Measures `shoptrace tx ID` as a whole process beside `node -e 0`: `[--lines 1000000] [--rounds 15]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measuredProcess, measureInTurn, type Command } from './measured-process.js';
import { buildProgram, program, writeShopTrace } from './program.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { lines: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '15' } },
  });
  buildProgram();
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
  try {
    const path = join(folder, 'shop.log');
    writeShopTrace(path, Number(values.lines));
    const where = ['--data', folder, '--dataset', 'bench'];
    await measuredProcess(process.execPath, [program, 'replay', path, '--zone', 'Europe/Paris', ...where]);
    const listed = await measuredProcess(process.execPath, [
      program,
      'tx',
      '--json',
      '--limit',
      '1',
      ...where,
    ]);
    const { id } = JSON.parse(listed.output.split('\n')[0] ?? '') as { readonly id: string };
    const commands: readonly Command[] = [
      { name: 'node -e 0', args: ['-e', '0'] },
      { name: 'shoptrace tx ID', args: [program, 'tx', id, ...where] },
      { name: 'shoptrace tx ID --json', args: [program, 'tx', id, '--json', ...where] },
      { name: 'shoptrace findings', args: [program, 'findings', ...where] },
    ];
    const timings = await measureInTurn(commands, Number(values.rounds));
    const [bare] = timings;
    const table = new Table({ head: ['what', 'wall ms', '×', 'CPU ms', '×'], style: { head: [] } });
    for (const { name, wallSeconds, cpuSeconds } of timings)
      table.push([
        name,
        (wallSeconds * 1000).toFixed(0),
        (wallSeconds / (bare?.wallSeconds ?? 1)).toFixed(1),
        (cpuSeconds * 1000).toFixed(0),
        (cpuSeconds / (bare?.cpuSeconds ?? 1)).toFixed(1),
      ]);
    console.log(table.toString());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
