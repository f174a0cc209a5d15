// Which paths are followed: those of the command line, else those of the configuration; a folder stands for the trace files in it.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { merchantTrace } from '../../parsers/index.js';
import type { Settings } from '../config/schema.js';
import { listInputs } from '../ingest/inputs.js';
import type { FileKind } from '../model/block.js';
import { sourceSettings, type SourceFlags } from './settings-of-source.js';
import type { FollowedPath } from './worker-messages.js';

export interface FollowRequest extends SourceFlags {
  readonly paths: readonly string[];
  /** The user's word on what the files are; null: their names and contents tell. */
  readonly kind: FileKind | null;
}

/** @throws zone-unknown, path-missing */
export async function followedPaths(
  request: FollowRequest,
  settings: Settings,
): Promise<readonly FollowedPath[]> {
  const found = new Map<string, FollowedPath>();
  const add = (path: FollowedPath): void => {
    if (!found.has(path.path)) found.set(path.path, path);
  };
  for (const path of request.paths)
    for (const { file, kind } of await expand(path, null, request.kind))
      add({ path: file, kind, masking: 'on', ...sourceSettings(file, request, null) });
  if (request.paths.length > 0) return [...found.values()];
  for (const source of settings.sources.filter(({ live }) => live))
    for (const named of ['trace', 'mail'] as const)
      for (const path of source[named])
        for (const { file, kind } of await expand(path, named, request.kind)) {
          const { masking } = source;
          add({ path: file, kind, masking, ...sourceSettings(file, request, source) });
        }
  return [...found.values()];
}

interface Expanded {
  readonly file: string;
  readonly kind: FileKind | null;
}

/** Rotated names belong to the family of their live file; they are not followed on their own. */
async function expand(
  given: string,
  named: FileKind | null,
  said: FileKind | null,
): Promise<readonly Expanded[]> {
  const path = resolve(given);
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder && !/[*?[{]/.test(path))
    return [{ file: path, kind: said ?? named ?? merchantTrace.kindOfName(path) }];
  const inputs = (await listInputs([path], merchantTrace, said)).filter(
    ({ takenFor }) => takenFor === 'trace' || takenFor === 'mail',
  );
  const paths = new Set(inputs.map((input) => input.path));
  const live = new Set([...paths].filter((file) => !isRotated(file, paths)));
  const known = isFolder
    ? merchantTrace.files.map((file) => ({ file: join(path, file.name), kind: file.kind }))
    : [];
  const shops = new Set(known.map(({ file }) => file));
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
