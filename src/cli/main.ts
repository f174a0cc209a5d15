#!/usr/bin/env node
// The program: connects the command line with the process. Everything heavy is loaded by the command that needs it.
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { runCommandLine } from './command-line.js';
import { commandContext, type Write } from './context.js';

const FORCED_EXIT = 130;

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`| head`) is no fault.
    process.exit(error.code === 'EPIPE' ? 0 : 3);
  });

const context = commandContext({
  streams: {
    out: writerOf(process.stdout),
    err: writerOf(process.stderr),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
  },
  around: { env: process.env, cwd: process.cwd(), home: homedir(), platform: process.platform },
  version: version(),
  now: Date.now,
  user: userName(),
  openProject: async (settings) => {
    const { openProject } = await import('../app/index.js');
    return await openProject(settings);
  },
  interrupted: interruption(),
  onReload,
});
const exitCode = await runCommandLine(process.argv.slice(2), context);
process.stdout.write('', () => process.exit(exitCode));

function writerOf(stream: NodeJS.WriteStream): Write {
  return async (text) => {
    if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
  };
}

/** The first Ctrl-C (or SIGTERM) ends the work in order, the second at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(FORCED_EXIT);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}

/** SIGHUP, as daemons take it. At a terminal it means that the terminal is gone, and ends the program as ever. */
function onReload(listener: () => void): () => void {
  if (process.stdout.isTTY) return () => undefined;
  process.on('SIGHUP', listener);
  return () => void process.off('SIGHUP', listener);
}

/** package.json stands two folders up in a checkout, one above the built program. */
function version(): string {
  for (const path of ['../package.json', '../../package.json'])
    try {
      const manifest = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: unknown;
        version?: unknown;
      };
      if (manifest.name === 'shoptrace') return String(manifest.version);
    } catch {
      continue;
    }
  return 'unknown';
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
