// The real server for browser tests: the console built afresh, the documented sample read and judged by the real stages.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { merchantTrace } from '../../parsers/index.js';
import { serveApi } from '../../src/api/server.js';
import { rules } from '../../src/detectors/rules/index.js';
import { openTestProject, type TestProject } from '../api/test-project.js';

export interface ConsoleServer {
  readonly url: string;
  readonly project: TestProject;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds into a folder of its own, so that no test depends on what lies in `dist`. */
async function buildConsole(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-console-'));
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
    { cwd: root },
  );
  return folder;
}

export interface ConsoleServerOptions {
  /** Further trace files by dataset name. */
  readonly datasets?: Readonly<Record<string, string>>;
}

export async function startConsoleServer(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const folder = await buildConsole();
  const files = [
    { dataset: 'sample', path: join(root, 'samples/documented-merchant-trace.log') },
    ...Object.entries(options.datasets ?? {}).map(([dataset, path]) => ({ dataset, path })),
  ];
  const project = await openTestProject({
    files,
    format: merchantTrace,
    rules,
    zone: 'Europe/Paris',
    now: Date.parse('2026-11-24T12:00:00Z'),
  });
  const served = await serveApi({ deps: project.deps, port: 0, consoleFolder: folder });
  return {
    url: served.url,
    project,
    close: async () => {
      await served.close();
      await rm(folder, { recursive: true });
    },
  };
}
