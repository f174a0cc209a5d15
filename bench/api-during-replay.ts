// Measures what the API takes to answer while another process replays a file into the same store at full speed: `[--lines 1000000]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, questionsFor, timingTable, withServedFile, type Timing } from './api.js';
import { measuredProcess } from './measured-process.js';
import { buildProgram, program, writeShopTrace } from './program.js';

/** Asks of one kind before the next kind's turn. */
const TURN = 5;

/** One question after the other, in turns, as long as `isOver` says no. */
async function askUntil(url: string, dataset: string, isOver: () => boolean): Promise<readonly Timing[]> {
  const questions = await questionsFor(url, dataset);
  const times = questions.map((): number[] => []);
  const bytes = questions.map(() => 0);
  while (!isOver())
    for (const [index, question] of questions.entries()) {
      const taken = await measure(url, question, TURN);
      times[index]?.push(...taken.timesMs);
      bytes[index] = taken.answerBytes;
    }
  return questions.map(({ name }, index) => ({
    name,
    answerBytes: bytes[index] ?? 0,
    timesMs: times[index] ?? [],
  }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' } } });
  const lines = Number(values.lines);
  buildProgram();
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
  try {
    const path = join(folder, 'shop.log');
    writeShopTrace(path, lines);
    await withServedFile(lines, async (url, dataset, { data }) => {
      let isOver = false;
      const args = [
        program,
        'replay',
        path,
        '--zone',
        'Europe/Paris',
        '--data',
        folder,
        '--store',
        `sqlite:${data}`,
      ];
      const replaying = measuredProcess(process.execPath, [...args, '--dataset', 'other']).finally(() => {
        isOver = true;
      });
      const timings = await askUntil(url, dataset, () => isOver);
      const { wallSeconds } = await replaying;
      console.log(
        timingTable(`API, while ${lines} lines are replayed in ${wallSeconds.toFixed(1)} s`, timings),
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
