// The command line on the real project: SQLite in a folder of its own, run from the checkout.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProject } from '../../../src/app/index.js';
import { type CommandRun, runCommand, type RunOptions } from './run-command.js';

export const checkout = join(import.meta.dirname, '..', '..', '..');
export const sample = 'samples/documented-merchant-trace.log';
export const sampleId = 'TU90QMLVYXD5UMZYUQ==';

export interface RealProject {
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<CommandRun>;
  remove(): void;
}

export function realProject(): RealProject {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-cli-'));
  return {
    folder,
    run: async (args, options = {}) =>
      await runCommand(args, {
        cwd: checkout,
        openProject,
        ...options,
        env: { SHOPTRACE_DATA: folder, ...options.env },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
