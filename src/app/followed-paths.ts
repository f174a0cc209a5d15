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
}

/** Names of the shop's files, followed in a folder even before they are there. */
const shopFiles: readonly (readonly [string, FileKind])[] = [
  ['merchant_trace.log', 'trace'],
  ['merchant_mail_trace.log', 'mail'],
];

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
    for (const { file, kind } of await expand(path, null))
      add({ path: file, kind, masking: 'on', ...sourceSettings(file, request, null) });
  if (request.paths.length > 0) return [...found.values()];
  for (const source of settings.sources.filter(({ live }) => live))
    for (const named of ['trace', 'mail'] as const)
      for (const path of source[named])
        for (const { file, kind } of await expand(path, named)) {
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
async function expand(given: string, kind: FileKind | null): Promise<readonly Expanded[]> {
  const path = resolve(given);
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder && !/[*?[{]/.test(path)) return [{ file: path, kind }];
  const inputs = (await listInputs([path], merchantTrace)).filter(
    ({ takenFor }) => takenFor === 'trace' || takenFor === 'mail',
  );
  const live = new Set(inputs.map((input) => input.path).filter((file) => !isRotated(file, inputs)));
  const known = isFolder ? shopFiles.map(([name, taken]) => ({ file: join(path, name), kind: taken })) : [];
  const named = new Set(known.map(({ file }) => file));
  return [
    ...known,
    ...inputs
      .filter((input) => live.has(input.path) && !named.has(input.path))
      .map((input) => ({ file: input.path, kind: input.takenFor === 'mail' ? ('mail' as const) : kind })),
  ];
}

function isRotated(file: string, inputs: readonly { readonly path: string }[]): boolean {
  return inputs.some(
    ({ path }) => path !== file && (file.startsWith(`${path}.`) || file.startsWith(`${path}-`)),
  );
}
