// The real server for browser tests: the console built afresh, the documented sample read and judged by the real stages.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { merchantTrace } from '../../parsers/index.js';
import { serveApi } from '../../src/api/server.js';
import { rules } from '../../src/detectors/rules/index.js';
import { hostileLog } from '../api/hostile-lines.js';
import { openTestProject, type TestFile, type TestProject } from '../api/test-project.js';

export interface ConsoleServer {
  readonly url: string;
  readonly project: TestProject;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds into a folder of its own, so that no test depends on what lies in `dist`. */
async function buildConsole(folder: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      join(root, 'src/console/vite.config.ts'),
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
}

export interface ConsoleServerOptions {
  /** Adds the dataset `quiet`: a healthy order, nothing to find. */
  readonly quiet?: boolean;
  /** Adds the dataset `hostile`: lines that want to run in browsers. */
  readonly hostile?: boolean;
  /** Adds the dataset `long`: one transaction of as many lines. */
  readonly longLines?: number;
}

/** Orders placed again and again, as a client in a loop writes them: one line each 100 ms. */
function longLog(lines: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return Array.from({ length: lines }, (_, index) => {
    const seconds = Math.floor(index / 10);
    const clock = `${two(8 + Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const text =
      index % 2 === 0
        ? 'Order placed : 1 objects'
        : 'Production Controller : Full production starting from PLACED ...';
    return `-- 2017-8-22 ${clock} ${index % 10}00 -- [LONGQMLVYXD5UMZYUQ==] ${text}\n`;
  }).join('');
}

async function filesOf(folder: string, options: ConsoleServerOptions): Promise<TestFile[]> {
  const files = [{ dataset: 'sample', path: join(root, 'samples/documented-merchant-trace.log') }];
  const write = async (dataset: string, text: string): Promise<void> => {
    const path = join(folder, `${dataset}.log`);
    await writeFile(path, text);
    files.push({ dataset, path });
  };
  if (options.quiet === true)
    files.push({ dataset: 'quiet', path: join(root, 'samples/quiet/2017-free-order.log') });
  if (options.hostile === true) await write('hostile', hostileLog);
  if (options.longLines !== undefined) await write('long', longLog(options.longLines));
  return files;
}

export async function startConsoleServer(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-console-'));
  const consoleFolder = join(folder, 'console');
  await buildConsole(consoleFolder);
  const project = await openTestProject({
    files: await filesOf(folder, options),
    format: merchantTrace,
    rules,
    zone: 'Europe/Paris',
    now: Date.parse('2026-11-24T12:00:00Z'),
  });
  const served = await serveApi({ deps: project.deps, port: 0, consoleFolder });
  return {
    url: served.url,
    project,
    close: async () => {
      await served.close();
      await rm(folder, { recursive: true });
    },
  };
}
