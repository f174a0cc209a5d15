// What the process of an uploaded file does: the program's own replay, and what is said of it afterwards.
import type { Severity } from '../../model/finding.js';
import type { FileRead, ReadResult } from '../../model/jobs.js';
import type { ReplayOutcome, ReplayProgress } from '../../model/replays.js';
import { countFindings } from '../../queries/findings.js';
import { ledgers } from '../../queries/ledger.js';
import type { Store } from '../../stores/store.js';
import { planReplay, replay } from '../batch-jobs.js';
import { plainError, type PlainError } from '../worker-messages.js';
import type { ReplayTask } from './replay-messages.js';

export interface ReplayNews {
  /** @param isNew nothing of that name was there before */
  onDataset(dataset: string, isNew: boolean): void;
  onProgress(progress: ReplayProgress): void;
  onJudging(): void;
}

interface Holder {
  readonly dataset: string;
  readonly file: string;
}

/** @throws what the replay says, and what is wrong with the file */
export async function replayUpload(
  store: Store,
  { settings, at, about, zone }: ReplayTask,
  signal: AbortSignal,
  news: ReplayNews,
): Promise<ReplayOutcome> {
  const now = Date.now();
  const asked = { paths: [about.name], at, kind: about.kind, dataset: null };
  const { name } = await planReplay(settings, asked);
  news.onDataset(
    name,
    (await store.datasets()).every((dataset) => dataset.name !== name),
  );
  const holders = await holdersOf(store);
  const result = await replay(settings, store, {
    ...asked,
    dataset: name,
    zone,
    shop: about.shop,
    form: null,
    asOf: null,
    speed: 'max',
    now,
    signal,
    onProgress: ({ bytes, bytesTotal, lines, records }) =>
      news.onProgress({ bytes, bytesTotal, lines, records }),
    onJudging: news.onJudging,
  });
  return await outcomeOf(store, result, holders);
}

async function outcomeOf(
  store: Store,
  { dataset, files, seconds }: ReadResult,
  holders: ReadonlyMap<string, Holder>,
): Promise<ReplayOutcome> {
  const [file] = files;
  if (file === undefined) throw new Error('the replay ended before it began');
  const { ledger, table, problem, takenFor, because, isExtract } = file;
  if (ledger === null && table === undefined && problem !== null) throw problem;
  return {
    dataset,
    takenFor,
    because,
    isExtract: isExtract === true,
    ledger,
    table: table === undefined ? null : { facts: table.facts, unreadable: table.unreadable },
    findings: await bySeverity(store, dataset),
    heldBy: holders.get(hashOf(file)) ?? null,
    problem: problem === null ? null : problemOf(plainError(problem)),
    seconds,
  };
}

export function problemOf({ code, message, hint }: PlainError): NonNullable<ReplayOutcome['problem']> {
  return { code, detail: message, hint };
}

const hashOf = ({ ledger, table }: FileRead): string => ledger?.sha256 ?? table?.sha256 ?? 'none';

/** Every whole file of the store, by the SHA-256 of its bytes. A dataset that cannot be read holds nothing for this. */
async function holdersOf(store: Store): Promise<ReadonlyMap<string, Holder>> {
  const holders = new Map<string, Holder>();
  for (const { name } of await store.datasets()) {
    const found = await filesOf(store, name).catch(() => []);
    for (const [sha256, file] of found) holders.set(sha256, { dataset: name, file });
  }
  return holders;
}

async function filesOf(store: Store, name: string): Promise<readonly (readonly [string, string])[]> {
  const dataset = await store.open(name, { mode: 'read' });
  try {
    const traces = (await ledgers(dataset)).flatMap(({ sha256, file }) =>
      sha256 === null ? [] : [[sha256, file] as const],
    );
    const tables = (await dataset.imports()).flatMap(({ sha256, path }) =>
      sha256 === undefined ? [] : [[sha256, path] as const],
    );
    return [...traces, ...tables];
  } finally {
    await dataset.close();
  }
}

async function bySeverity(store: Store, name: string): Promise<Partial<Record<Severity, number>>> {
  const dataset = await store.open(name, { mode: 'read' });
  try {
    const counts: Partial<Record<Severity, number>> = {};
    for (const { severity, count } of (await countFindings(dataset, {})).kinds)
      counts[severity] = (counts[severity] ?? 0) + count;
    return counts;
  } finally {
    await dataset.close();
  }
}
