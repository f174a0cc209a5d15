// Sorts what the user named into trace files, mail traces, order tables and others, each with the reason.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TraceFormat } from '../../parsers/format.js';
import type { FileKind } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import type { TakenFor } from '../model/jobs.js';
import { sourceNames } from '../model/sequences/source-names.js';
import { fileError, openFile, type FileContent } from './file-content.js';
import { foreignContent, foreignError, HEAD_BYTES } from './foreign-content.js';
import { generationId } from './generation-id.js';
import { contentId } from './imports/read-import.js';
import { importedKind } from './imports/import-form.js';
import { byName, expandPattern, filesBelow, isPattern, type FolderWalk } from './glob.js';
import { defaultIngestOptions } from './options.js';
import { readBeginning } from './reading.js';
import { STANDARD_INPUT, standardInputFile } from './standard-input.js';

export interface InputFile {
  readonly path: string;
  /** Where its bytes lie, when the path is only what its user calls it. */
  readonly at?: string;
  readonly takenFor: TakenFor;
  /** "record heads in its first lines" */
  readonly because: string;
  /** Why it cannot be read at all. */
  readonly problem: ShoptraceError | null;
}

type LookedAt = Pick<TraceFormat, 'recognise' | 'kindOfName'>;

/** As long as the id of a generation. */
const TABLE_ID_LENGTH = 16;

const order: readonly TakenFor[] = ['trace', 'mail', 'order-table', 'other'];

/**
 * Files, folders (with all below them), globs and `-`, each file once: traces first, then mail, order tables, others; by
 * name inside. A file in a folder or glob that is no trace is `other`; one that was named itself has a `problem`.
 * A folder or file that cannot be read has a `problem`, whoever named it.
 * @param kind the user's word on what the trace and mail files are; null: names and contents tell
 * @param leftOut the program's own data folder: not looked into where it stands below another one
 * @throws path-missing for a pattern that matches nothing and a path that is not there, path-unreadable
 */
export async function listInputs(
  paths: readonly string[],
  format: LookedAt,
  kind: FileKind | null = null,
  leftOut: string | null = null,
): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  const walk: FolderWalk = {
    leftOut: leftOut === null ? null : resolve(leftOut),
    onUnreadable: (folder, error) => {
      const problem = fileError(folder, error);
      found.set(folder, { path: folder, takenFor: 'other', because: problem.message, problem });
    },
  };
  for (const path of paths)
    for (const { file, named } of await filesOf(path, walk))
      if (!found.has(file)) found.set(file, await look(file, named, format, kind));
  return [...found.values()].toSorted(
    (a, b) => order.indexOf(a.takenFor) - order.indexOf(b.takenFor) || byName(a.path, b.path),
  );
}

/**
 * Id of the generation that the first trace or mail file among them is, else of the first order table.
 * @throws no-records when none is
 */
export async function firstGeneration(inputs: readonly InputFile[]): Promise<string> {
  const { maxLineBytes, readBytes } = defaultIngestOptions;
  for (const { path, at, takenFor, problem } of inputs) {
    if (problem !== null || (takenFor !== 'trace' && takenFor !== 'mail')) continue;
    const content = await openInput(path, readBytes, at);
    return generationId((await readBeginning(content.path, content, maxLineBytes)).firstLine);
  }
  const table = inputs.find(({ takenFor }) => takenFor === 'order-table');
  if (table !== undefined) return (await contentId(table.path, table.at)).slice(0, TABLE_ID_LENGTH);
  const problem = inputs.find((input) => input.problem !== null)?.problem;
  if (problem) throw problem;
  throw new ShoptraceError(
    'no-records',
    `None of ${inputs.length} files is a trace file.`,
    'A record begins like "-- 2017-8-21 20:38:55 525 --".',
  );
}

/** One file that lies elsewhere and is told by the name its user gave it. */
export async function lookAtNamed(
  at: string,
  name: string,
  format: LookedAt,
  kind: FileKind | null,
): Promise<InputFile> {
  return { ...(await look(name, true, format, kind, at)), at };
}

async function openInput(path: string, readBytes: number, at?: string): Promise<FileContent> {
  if (at !== undefined) return await openFile(at, readBytes, path);
  if (path !== '-') return await openFile(path, readBytes);
  return await openFile(await standardInputFile(), readBytes, STANDARD_INPUT);
}

async function filesOf(path: string, walk: FolderWalk): Promise<{ file: string; named: boolean }[]> {
  if (path === '-') return [{ file: path, named: true }];
  const exists = await stat(path).catch((error: unknown) => {
    if (isPattern(path)) return null;
    throw fileError(path, error);
  });
  const unnamed = (files: readonly string[]): { file: string; named: boolean }[] =>
    files.map((file) => ({ file, named: false }));
  if (exists === null) {
    const files = await expandPattern(path, walk);
    if (files.length > 0) return unnamed(files);
    throw new ShoptraceError('path-missing', `No file matches ${path}.`, 'Check the pattern and the folder.');
  }
  return exists.isDirectory() ? unnamed(await filesBelow(path, walk)) : [{ file: path, named: true }];
}

async function look(
  path: string,
  named: boolean,
  format: LookedAt,
  said: FileKind | null,
  at?: string,
): Promise<InputFile> {
  try {
    const head = await headOf(path, at);
    const seen = format.recognise(head.toString('latin1'), path);
    const foreign = foreignContent(head, seen !== null);
    if (seen !== null && foreign === null) {
      const kind = said ?? seen.kind;
      const heads = kind === 'mail' ? 'mail record heads' : 'record heads';
      return { path, takenFor: kind, because: `${heads} of form ${seen.form}`, problem: null };
    }
    const mayBeTable = foreign === null && path !== '-' && format.kindOfName(path) === null;
    const table = mayBeTable ? await orderTable(path, head, named) : null;
    if (table !== null) return { path, problem: null, ...table };
    if (foreign !== null) {
      const problem = named ? foreignError(path, foreign) : null;
      return { path, takenFor: 'other', because: `it is ${foreign.name}`, problem };
    }
    // The user's own word counts: its first record may stand further down.
    const takenFor = named ? (said ?? format.kindOfName(path) ?? 'trace') : 'other';
    return { path, takenFor, because: 'no record head in its first bytes', problem: null };
  } catch (error) {
    const problem = fileError(path, error);
    const takenFor = named ? (said ?? format.kindOfName(path) ?? 'trace') : 'other';
    const isTold = named || problem.code === 'path-unreadable';
    return { path, takenFor, because: problem.message, problem: isTold ? problem : null };
  }
}

async function headOf(path: string, at?: string): Promise<Buffer> {
  const content = await openInput(path, HEAD_BYTES, at);
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of content.chunks()) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) break;
  }
  if (head.length === 0 && content.damage !== null) throw content.damage;
  return head;
}

const TABLE_NAME = /\.(csv|tsv|ndjson)$/i;

/** What a table or log about order numbers is taken for; null for any other file. */
async function orderTable(
  path: string,
  head: Buffer,
  named: boolean,
): Promise<Pick<InputFile, 'takenFor' | 'because'> | null> {
  const kind = await importedKind(path, head);
  if (kind !== null) return { takenFor: 'order-table', because: `${sourceNames[kind]}, by its beginning` };
  if (!TABLE_NAME.test(path)) return null;
  // The import of a table that was named itself says which columns it has.
  return {
    takenFor: named ? 'order-table' : 'other',
    because: 'a table that says nothing about order numbers',
  };
}
