// Judges a labelled log in a store of its own, apart from everything else that is stored, and compares the judgement with its labels.
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { OpenProject, Project } from '../app/project-contract.js';
import type { Settings } from '../config/schema.js';
import { ShoptraceError } from '../model/errors.js';
import type { Platform } from '../model/sequences/number-fact.js';
import { gaps } from '../queries/gaps.js';
import { readLabels, type Truth } from '../queries/score/labels.js';
import { scoreFindings } from '../queries/score/score-findings.js';
import { scoreNumbers } from '../queries/score/score-numbers.js';
import type { ScoreRow } from '../queries/score/score-row.js';
import { readAnswer } from '../queries/summary.js';

export interface ScoreRequest {
  readonly log: string;
  readonly labels: string;
  /** Folder that the reference shop wrote its exports to; null: the trace alone is judged. */
  readonly exports: string | null;
  readonly platform: Platform | null;
  /** Zone the shop printed in; null: this machine's. */
  readonly zone: string | null;
  /** UTC ms, wall clock. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * The log is read into a temporary folder: a store in memory looks through all lines for each question, which no log of
 * some size survives.
 * @throws path-missing, path-unreadable, usage, and what concerns reading the log
 */
export async function scoreLog(
  openProject: OpenProject,
  settings: Settings,
  request: ScoreRequest,
): Promise<readonly ScoreRow[]> {
  const truth = await labelsOf(request.labels, request.exports !== null);
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-score-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const apart = { ...settings, store: `sqlite:${folder}`, dataset: null, sources: [] };
    return await scoreIn(await openProject(apart), truth, request);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

async function scoreIn(project: Project, truth: Truth, request: ScoreRequest): Promise<readonly ScoreRow[]> {
  try {
    const { log, zone, now, signal } = request;
    const result = await project.replay({
      paths: [log],
      dataset: 'score',
      zone,
      form: null,
      kind: 'trace',
      shop: null,
      asOf: null,
      speed: 'max',
      now,
      signal,
    });
    const problem = result.files.find((file) => file.problem !== null)?.problem;
    if (problem) throw problem;
    if (request.exports !== null) await importExports(project, request.exports, request);
    const { dataset } = await project.dataset('score');
    const figures = { files: 1, lines: result.lines, records: result.records, seconds: result.seconds };
    const answer = await readAnswer(dataset, project.rules, figures);
    const rows = scoreFindings(truth.findings, { ...answer, rules: project.rules });
    if (truth.numbers.length === 0) return rows;
    return [...rows, ...scoreNumbers(truth, await gaps(dataset, { series: [], asOf: null }))];
  } finally {
    await project.close();
  }
}

/** The grid prints local times, everything else its zone or UTC. */
async function importExports(
  project: Project,
  folder: string,
  { zone, platform, now }: ScoreRequest,
): Promise<void> {
  const common = {
    dataset: 'score',
    shop: null,
    platform,
    quoteLifeDays: null,
    first: null,
    last: null,
  } as const;
  const rest = { takenAt: null, map: [], dryRun: false, now } as const;
  const names = readdirSync(folder).sort();
  const isGrid = (name: string): boolean => name.includes('grid');
  for (const [some, zoneOfThem] of [
    [names.filter(isGrid), zone],
    [names.filter((name) => !isGrid(name)), null],
  ] as const) {
    const paths = some.map((name) => join(folder, name));
    await project.importTables({ ...common, ...rest, paths, zone: zoneOfThem });
  }
}

async function labelsOf(path: string, exports: boolean): Promise<Truth> {
  const lines: string[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
      lines.push(line);
  } catch (error) {
    throw new ShoptraceError(
      'path-unreadable',
      `The labels ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      '`shoptrace shop --labels FILE` writes them.',
    );
  }
  return readLabels(lines, exports);
}
