// Runs every benchmark after the other and prints their tables: `npm run bench [-- --lines 1000000]`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' } } });
const { lines } = values;

/** Each in a process of its own, so that none sees another's memory. */
const benchmarks: readonly (readonly [file: string, title: string, ...args: string[]])[] = [
  ['parse.ts', 'Records and messages', '--lines', lines],
  ['store-sqlite.ts', 'The embedded store', '--lines', lines],
  ['rules.ts', 'What judging costs'],
  ['replay.ts', 'From the file to the findings', '--lines', lines],
  ['api.ts', 'The API', '--lines', lines],
  ['api-during-replay.ts', 'The API during a replay', '--lines', lines],
  ['follow.ts', 'Following a file'],
  ['follow-many.ts', 'Following many files', '--files', '10000', '--active', '100'],
  ['sequences.ts', 'Order numbers', '--lines', lines],
  ['tx-process.ts', 'Whole processes', '--lines', '200000'],
  ['shop.ts', 'The reference shop', lines],
];

let failed = 0;
for (const [file, title, ...args] of benchmarks) {
  console.log(`\n${title} (bench/${file})\n`);
  const script = fileURLToPath(new URL(file, import.meta.url));
  const run = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { stdio: 'inherit' });
  if (run.status !== 0) failed += 1;
}
if (failed > 0) {
  console.error(`${failed} of ${benchmarks.length} benchmarks failed`);
  process.exitCode = 1;
}
