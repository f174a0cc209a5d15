// Sorts what the user named into trace files, mail traces, order tables and others, each with the reason.
import { stat } from 'node:fs/promises';
import type { TraceFormat } from '../../parsers/format.js';
import type { FileKind } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import type { TakenFor } from '../model/jobs.js';
import { fileError, openFile, type FileContent } from './file-content.js';
import { foreignContent, foreignError, HEAD_BYTES } from './foreign-content.js';
import { generationId } from './generation-id.js';
import { byName, expandPattern, filesBelow, isPattern } from './glob.js';
import { defaultIngestOptions } from './options.js';
import { readBeginning } from './reading.js';
import { STANDARD_INPUT, standardInputFile } from './standard-input.js';

export interface InputFile {
  readonly path: string;
  readonly takenFor: TakenFor;
  /** "record heads in its first lines" */
  readonly because: string;
  /** Why it cannot be read at all. */
  readonly problem: ShoptraceError | null;
}

type LookedAt = Pick<TraceFormat, 'recognise' | 'kindOfName'>;

const order: readonly TakenFor[] = ['trace', 'mail', 'order-table', 'other'];

/**
 * Files, folders (with all below them), globs and `-`, each file once: traces first, then mail, order tables, others; by
 * name inside. A file in a folder or glob that is no trace is `other`; one that was named itself has a `problem`.
 * @param kind the user's word on what the trace and mail files are; null: names and contents tell
 * @throws path-missing for a pattern that matches nothing and a path that is not there, path-unreadable
 */
export async function listInputs(
  paths: readonly string[],
  format: LookedAt,
  kind: FileKind | null = null,
): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  for (const path of paths)
    for (const { file, named } of await filesOf(path))
      if (!found.has(file)) found.set(file, await look(file, named, format, kind));
  return [...found.values()].toSorted(
    (a, b) => order.indexOf(a.takenFor) - order.indexOf(b.takenFor) || byName(a.path, b.path),
  );
}

/** Id of the generation that the first trace or mail file among them is. @throws no-records when none is */
export async function firstGeneration(inputs: readonly InputFile[]): Promise<string> {
  const { maxLineBytes, readBytes } = defaultIngestOptions;
  for (const { path, takenFor, problem } of inputs) {
    if (problem !== null || (takenFor !== 'trace' && takenFor !== 'mail')) continue;
    const content = await openInput(path, readBytes);
    return generationId((await readBeginning(content.path, content, maxLineBytes)).firstLine);
  }
  const problem = inputs.find((input) => input.problem !== null)?.problem;
  if (problem) throw problem;
  throw new ShoptraceError(
    'no-records',
    `None of ${inputs.length} files is a trace file.`,
    'A record begins like "-- 2017-8-21 20:38:55 525 --".',
  );
}

async function openInput(path: string, readBytes: number): Promise<FileContent> {
  if (path !== '-') return await openFile(path, readBytes);
  return await openFile(await standardInputFile(), readBytes, STANDARD_INPUT);
}

async function filesOf(path: string): Promise<{ file: string; named: boolean }[]> {
  if (path === '-') return [{ file: path, named: true }];
  const exists = await stat(path).catch((error: unknown) => {
    if (isPattern(path)) return null;
    throw fileError(path, error);
  });
  const unnamed = (files: readonly string[]): { file: string; named: boolean }[] =>
    files.map((file) => ({ file, named: false }));
  if (exists === null) {
    const files = await expandPattern(path);
    if (files.length > 0) return unnamed(files);
    throw new ShoptraceError('path-missing', `No file matches ${path}.`, 'Check the pattern and the folder.');
  }
  return exists.isDirectory() ? unnamed(await filesBelow(path)) : [{ file: path, named: true }];
}

async function look(
  path: string,
  named: boolean,
  format: LookedAt,
  said: FileKind | null,
): Promise<InputFile> {
  try {
    const head = await headOf(path);
    const seen = format.recognise(head.toString('latin1'), path);
    const foreign = foreignContent(head, seen !== null);
    if (seen !== null && foreign === null) {
      const kind = said ?? seen.kind;
      const heads = kind === 'mail' ? 'mail record heads' : 'record heads';
      return { path, takenFor: kind, because: `${heads} of form ${seen.form}`, problem: null };
    }
    const table = foreign === null ? orderTable(path, head) : null;
    if (table !== null) return { path, takenFor: 'order-table', because: table, problem: null };
    if (foreign !== null) {
      const problem = named ? foreignError(path, foreign) : null;
      return { path, takenFor: 'other', because: `it is ${foreign.name}`, problem };
    }
    // The user's own word counts: its first record may stand further down.
    const takenFor = named ? (said ?? format.kindOfName(path) ?? 'trace') : 'other';
    return { path, takenFor, because: 'no record head in its first bytes', problem: null };
  } catch (error) {
    const problem = fileError(path, error);
    return {
      path,
      takenFor: named ? 'trace' : 'other',
      because: problem.message,
      problem: named ? problem : null,
    };
  }
}

async function headOf(path: string): Promise<Buffer> {
  const content = await openInput(path, HEAD_BYTES);
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of content.chunks()) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) break;
  }
  if (head.length === 0 && content.damage !== null) throw content.damage;
  return head;
}

const ORDER_COLUMN =
  /^"?(increment_?id|order_?(id|number|ref)?|number|reserved_order_id|transactionid|billid)"?$/i;

/** Why a file is a table of orders, null when it is none: one of its columns holds order numbers. */
function orderTable(path: string, head: Buffer): string | null {
  const firstLine = head.toString('latin1').split(/\r?\n/, 1)[0] ?? '';
  for (const separator of [',', ';', '\t']) {
    const columns = firstLine.split(separator);
    const column = columns.find((name) => ORDER_COLUMN.test(name.trim()));
    if (columns.length > 1 && column !== undefined) return `a table with the column ${column.trim()}`;
  }
  return /\.(csv|tsv)$/i.test(path) && /[,;\t]/.test(firstLine) ? 'a table by its name' : null;
}
