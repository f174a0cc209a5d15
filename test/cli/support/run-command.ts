// Runs the command line inside the test: streams as text, a clock that stands, surroundings of its own.
import { commandContext } from '../../../src/cli/context.js';
import { runCommandLine } from '../../../src/cli/command-line.js';
import type { OpenProject } from '../../../src/app/project-contract.js';

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON, one object a line. */
  json(): unknown[];
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly openProject?: OpenProject;
  readonly interrupted?: AbortSignal;
  readonly terminal?: boolean;
}

export const testNow = Date.UTC(2026, 0, 15, 12);

const noProject: OpenProject = async () => {
  throw new Error('this command should not have opened the project');
};

export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<CommandRun> {
  const chunks: Buffer[] = [];
  let err = '';
  const code = await runCommandLine(
    args,
    commandContext({
      streams: {
        out: (text) => void chunks.push(Buffer.from(text)),
        err: (text) => void (err += String(text)),
        outIsTerminal: options.terminal === true,
        errIsTerminal: false,
      },
      around: {
        env: options.env ?? {},
        cwd: options.cwd ?? '/nowhere',
        home: '/nowhere',
        platform: 'linux',
      },
      version: '1.2.3',
      now: () => testNow,
      user: 'tester',
      openProject: options.openProject ?? noProject,
      interrupted: options.interrupted ?? new AbortController().signal,
    }),
  );
  const out = Buffer.concat(chunks).toString('utf8');
  return {
    code,
    out,
    err,
    json: () => out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown])),
  };
}
