// The built program, as users run it, and the trace files it reads in benchmarks.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export const program = join(root, 'dist', 'shoptrace.js');

/** Builds what is not built yet, or was built from other sources. */
export function buildProgram(): void {
  const built = spawnSync(process.execPath, [join(root, 'build.mjs'), '--if-needed'], { stdio: 'inherit' });
  if (built.status !== 0 || !existsSync(program)) throw new Error('the program could not be built');
}

/** A year of a shop of 2025 and more: some 46 lines an order, one order in five with something wrong. */
export function writeShopTrace(path: string, lines: number): void {
  const args = [program, 'shop', '--out', path, '--seed', '7', '--lines', String(lines), '--era', '2025'];
  const written = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (written.status !== 0) throw new Error(`the trace could not be written: ${written.stderr}`);
}
