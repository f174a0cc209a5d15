// Runs a program to its end and says what it took: wall clock, CPU of all its threads, memory at the highest point.
import { spawn } from 'node:child_process';

export interface Taken {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

/** GNU time (Debian: package `time`) prints what the kernel counted for the process. */
const TIME = '/usr/bin/time';
const FORMAT = 'taken %e %U %S %M';

/** @throws when the program fails, with what it said */
export async function measuredProcess(program: string, args: readonly string[]): Promise<Taken> {
  const child = spawn(TIME, ['-f', FORMAT, program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const taken = /taken ([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(errors);
  if (code !== 0 || taken === null)
    throw new Error(`${program} ${args.join(' ')} failed (${code}):\n${errors}`);
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = taken.slice(1).map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakMegabytes: kilobytes / 1024, output };
}

export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Timing {
  readonly name: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** In turn, so that a busy moment of the machine meets all of them. */
export async function measureInTurn(
  commands: readonly Command[],
  rounds: number,
): Promise<readonly Timing[]> {
  const walls = commands.map((): number[] => []);
  const cpus = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { args }] of commands.entries()) {
      const taken = await measuredProcess(process.execPath, args);
      walls[index]?.push(taken.wallSeconds);
      cpus[index]?.push(taken.cpuSeconds);
    }
  return commands.map(({ name }, index) => ({
    name,
    wallSeconds: median(walls[index] ?? []),
    cpuSeconds: median(cpus[index] ?? []),
  }));
}
