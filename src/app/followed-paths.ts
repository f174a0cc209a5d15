// Which paths are followed: those of the command line, else those of the configuration; a folder stands for the trace files in it.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { merchantTrace } from '../../parsers/index.js';
import type { Settings } from '../config/schema.js';
import { listInputs } from '../ingest/inputs.js';
import type { FileKind } from '../model/block.js';
import type { ShoptraceError } from '../model/errors.js';
import { sourceSettings, type SourceFlags } from './settings-of-source.js';
import type { FollowedPath } from './worker-messages.js';

export interface FollowRequest extends SourceFlags {
  readonly paths: readonly string[];
  /** The user's word on what the files are; null: their names and contents tell. */
  readonly kind: FileKind | null;
}

type OnProblem = (path: string, problem: ShoptraceError) => void;

/**
 * @param onProblem a file or folder below a followed one cannot be read: it is not followed
 * @throws zone-unknown, path-missing, path-unreadable
 */
export async function followedPaths(
  request: FollowRequest,
  settings: Settings,
  onProblem: OnProblem = () => undefined,
): Promise<readonly FollowedPath[]> {
  const found = new Map<string, FollowedPath>();
  const add = (path: FollowedPath): void => {
    if (!found.has(path.path)) found.set(path.path, path);
  };
  for (const path of request.paths)
    for (const { file, kind } of await expand(path, {
      named: null,
      said: request.kind,
      data: settings.data,
      onProblem,
    }))
      add({ path: file, kind, masking: 'on', ...sourceSettings(file, request, null) });
  if (request.paths.length > 0) return [...found.values()];
  for (const source of settings.sources.filter(({ live }) => live))
    for (const named of ['trace', 'mail'] as const)
      for (const path of source[named])
        for (const { file, kind } of await expand(path, {
          named,
          said: request.kind,
          data: settings.data,
          onProblem,
        })) {
          const { masking } = source;
          add({ path: file, kind, masking, ...sourceSettings(file, request, source) });
        }
  return [...found.values()];
}

interface Expanded {
  readonly file: string;
  readonly kind: FileKind | null;
}

interface Expansion {
  /** What the configuration says the files are. */
  readonly named: FileKind | null;
  /** What the user says. */
  readonly said: FileKind | null;
  /** The program's own folder, which is not followed. */
  readonly data: string;
  readonly onProblem: OnProblem;
}

/** Rotated names belong to the family of their live file; they are not followed on their own. */
async function expand(
  given: string,
  { named, said, data, onProblem }: Expansion,
): Promise<readonly Expanded[]> {
  const path = resolve(given);
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder && !/[*?[{]/.test(path))
    return [{ file: path, kind: said ?? named ?? merchantTrace.kindOfName(path) }];
  const all = await listInputs([path], merchantTrace, said, data);
  const inputs = all.filter(
    ({ takenFor, problem }) => problem === null && (takenFor === 'trace' || takenFor === 'mail'),
  );
  const paths = new Set(inputs.map((input) => input.path));
  const live = new Set([...paths].filter((file) => !isRotated(file, paths)));
  const known = isFolder
    ? merchantTrace.files.map((file) => ({ file: join(path, file.name), kind: file.kind }))
    : [];
  const shops = new Set(known.map(({ file }) => file));
  for (const input of all)
    if (input.problem !== null && !shops.has(input.path)) onProblem(input.path, input.problem);
  return [
    ...known,
    ...inputs
      .filter((input) => live.has(input.path) && !shops.has(input.path))
      .map((input) => ({
        file: input.path,
        kind: input.takenFor === 'mail' ? ('mail' as const) : (said ?? named),
      })),
  ];
}

/** Whether the file's name goes on, behind a dot or dash, from the name of another one. */
function isRotated(file: string, paths: ReadonlySet<string>): boolean {
  for (let at = file.lastIndexOf('/') + 2; at < file.length; at += 1)
    if ((file[at] === '.' || file[at] === '-') && paths.has(file.slice(0, at))) return true;
  return false;
}
