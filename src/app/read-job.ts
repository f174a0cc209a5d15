// Reads files into a dataset and judges them: the work behind `replay` and `ingest` without `--follow`.
import { isExtract, type FileKind } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import type { FileRead, JobProgress, ReadRequest, ReadResult } from '../model/jobs.js';
import type { Commit } from '../ingest/lane-contract.js';
import type { InputFile } from '../ingest/inputs.js';
import type { ReadReport } from '../ingest/reading.js';
import { ledgerAnswer } from '../queries/ledger.js';
import { importFile } from './import-file.js';
import type { Pipeline } from './pipeline.js';
import { sourceSettings } from './settings-of-source.js';

export interface ReadJob {
  readonly request: ReadRequest;
  readonly inputs: readonly InputFile[];
  readonly pipeline: Pipeline;
  /** UTC ms, monotonic enough for a duration. */
  readonly now: () => number;
  readonly pace?: ((commit: Commit) => Promise<void>) | undefined;
  /** All is read; what is still due is judged now. */
  readonly onJudging?: (() => void) | undefined;
}

const PROGRESS_MS = 100;

/** Reads in the order given; a file that cannot be read is reported and does not stop the others. */
export async function readFiles(job: ReadJob): Promise<ReadResult> {
  const { request, inputs, pipeline, now } = job;
  const files: FileRead[] = [];
  for (const input of inputs) {
    if (request.signal?.aborted === true) break;
    files.push(await readFile(job, input));
  }
  job.onJudging?.();
  await pipeline.judge('settle');
  const read = files.flatMap((file) => (file.ledger === null ? [] : [file.ledger]));
  return {
    dataset: pipeline.dataset.info.name,
    files,
    lines: read.reduce((sum, ledger) => sum + ledger.lines, 0),
    records: read.reduce((sum, ledger) => sum + ledger.records, 0),
    seconds: (now() - request.now) / 1000,
  };
}

async function readFile(job: ReadJob, input: InputFile): Promise<FileRead> {
  const { takenFor, because, path } = input;
  const seen = { path, takenFor, because };
  if (input.problem !== null) return { ...seen, ledger: null, problem: input.problem };
  if (takenFor === 'order-table') return { ...seen, ...(await readTable(job, input)) };
  if (takenFor === 'other') return { ...seen, ledger: null, problem: null };
  try {
    const report = await readTrace(job, input, takenFor);
    const problem = report.problem ?? kindConflict(path, job.request.kind, report.generation.kind);
    return { ...seen, ledger: answerOf(report), problem, isExtract: await isExtractRead(job, report) };
  } catch (error) {
    if (!(error instanceof ShoptraceError) || concernsAll(error)) throw error;
    return { ...seen, ledger: null, problem: error };
  }
}

/** Whether it speaks for its own lines only, by what is stored of it now. */
async function isExtractRead({ request, pipeline }: ReadJob, report: ReadReport): Promise<boolean> {
  const stored = await pipeline.dataset.ledger(report.generation.id);
  return request.extract === true || (stored !== null && isExtract(report.generation, stored));
}

/** Bytes that are stored stay as they were taken: the user's word comes too late for them. */
function kindConflict(path: string, said: FileKind | null, stored: FileKind): ShoptraceError | null {
  if (said === null || said === stored) return null;
  return new ShoptraceError(
    'kind-conflict',
    `${path} was read as a ${stored} file before, and is now given as ${said}.`,
    'Drop the dataset and read the file again, or replay it into another one with --dataset.',
  );
}

/** What the store says stops the job; what a file says concerns that file only. */
function concernsAll(error: ShoptraceError): boolean {
  return error.code.startsWith('store-') || error.code === 'zone-unknown' || error.code === 'zone-conflict';
}

/** A table is imported beside the traces: all numbers are judged together at the end, whatever came first. */
async function readTable(
  { request, pipeline }: ReadJob,
  { path, at }: InputFile,
): Promise<Pick<FileRead, 'ledger' | 'table' | 'problem'>> {
  const { shop, zone, now } = request;
  const { table, problem } = await importFile(
    {
      path,
      at,
      shop: shop ?? 'default',
      zone: null,
      gridZone: zone,
      said: { platform: null, quoteLifeDays: null, first: null, last: null },
      takenAt: null,
      columns: new Map(),
      now,
    },
    pipeline.dataset,
  );
  return { ledger: null, problem, ...(table === null ? {} : { table }) };
}

async function readTrace(
  { request, pipeline, now, pace }: ReadJob,
  { path, at }: InputFile,
  kind: 'trace' | 'mail',
): Promise<ReadReport> {
  const said = request.extract === true ? { extract: true } : {};
  const place = at === undefined ? {} : { at };
  const file = { path, ...place, kind, ...sourceSettings(path, request, null), ...said };
  let shownAt = 0;
  return await pipeline.read(file, {
    signal: request.signal,
    pace,
    onProgress: ({ bytes, bytesTotal, lines, records }) => {
      if (now() - shownAt < PROGRESS_MS && bytes !== bytesTotal) return;
      shownAt = now();
      const progress: JobProgress = { phase: 'reading', file: path, bytes, bytesTotal, lines, records };
      request.onProgress?.(progress);
    },
  });
}

function answerOf(report: ReadReport) {
  const form = report.generation.form ?? report.forms[0] ?? null;
  return { ...ledgerAnswer(report.generation, report.ledger, form), file: report.path };
}

/** Holds a replay back so that it goes `speed` times as fast as the trace was written. */
export function paced(
  speed: number,
  now: () => number,
  sleep: (ms: number) => Promise<void>,
): (commit: Commit) => Promise<void> {
  const begun = now();
  let first: number | null = null;
  return async ({ events }) => {
    const last = events.at(-1);
    if (last === undefined) return;
    first ??= events[0]?.orderTime ?? last.orderTime;
    const ahead = (last.orderTime - first) / speed - (now() - begun);
    if (ahead > 0) await sleep(ahead);
  };
}
