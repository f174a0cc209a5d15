// Where the program's own files lie: in a checkout, and installed as a package.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface PackageFile {
  readonly name?: string;
  readonly version?: string;
}

function findPackage(): { readonly folder: string; readonly version: string } {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as PackageFile;
      if (name === 'shoptrace' && version !== undefined) return { folder, version };
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package.json of shoptrace is missing');
    folder = parent;
  }
}

const found = findPackage();

export const programVersion = found.version;
export const dashboardsFolder = join(found.folder, 'dashboards');
export const consoleFolder = join(found.folder, 'dist', 'console');

/** The program of a process that replays a file; as `workerProgram`. */
export function replayProgram(): { readonly path: string; readonly execArgv: readonly string[] } {
  if (import.meta.url.endsWith('.ts')) {
    const path = fileURLToPath(new URL('./replays/replay-program.ts', import.meta.url));
    return { path, execArgv: ['--import', 'tsx'] };
  }
  return { path: join(found.folder, 'dist', 'replay.js'), execArgv: [] };
}

/** The program that a worker thread runs: the built one beside this program, the source in development. */
export function workerProgram(): { readonly url: URL; readonly execArgv: readonly string[] } {
  if (import.meta.url.endsWith('.ts')) {
    return { url: new URL('./worker.ts', import.meta.url), execArgv: ['--import', 'tsx'] };
  }
  return { url: new URL(`file://${join(found.folder, 'dist', 'worker.js')}`), execArgv: [] };
}
