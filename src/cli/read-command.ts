// What replay and ingest have in common: run the read, print ledger, findings and summary, decide the exit code.
import type { Command } from 'commander';
import type { SummaryAnswer } from '../model/answers.js';
import { type Severity, severityRank } from '../model/finding.js';
import type { JobProgress, ReadResult } from '../model/jobs.js';
import { zoneOfDataset } from '../queries/generation-notes.js';
import { type ReadAnswer, readAnswer } from '../queries/summary.js';
import { type CommandContext, note, printJson, printLines } from './context.js';
import { failureLines, reportFailure } from './failure.js';
import { machineZone } from './instant-input.js';
import { brokenLedgers } from './ledger-check.js';
import { safeText } from './output/safe-text.js';
import { readLines } from './output/read-text.js';
import { progressReport } from './progress.js';
import { withProject } from './project-access.js';
import type { Project } from '../app/project-contract.js';

/** Exit code where no file could be read. */
const NOTHING_READ = 3;

export interface ReadOutput {
  readonly json: boolean;
  /** Progress as JSON lines. */
  readonly progress: boolean;
  readonly failOn: Severity | null;
  /** Another read follows at once: nothing is printed. Absent: none does. */
  readonly isFollowed?: () => boolean;
}

/** A trace prints no zone: whoever does not say it is told which one is used. */
export function tellZone(zone: string | null, context: CommandContext): void {
  if (zone !== null) return;
  note(context, `times are read in zone ${machineZone()}, this machine's; --zone names the shop's`);
}

export async function runRead(
  command: Command,
  context: CommandContext,
  output: ReadOutput,
  read: (project: Project, onProgress: (progress: JobProgress) => void) => Promise<ReadResult>,
): Promise<void> {
  await withProject(command, context, async (project) => {
    const report = await progressReport(context, output.json && output.progress);
    let result: ReadResult;
    try {
      result = await read(project, report.update);
    } finally {
      report.end();
    }
    if (output.isFollowed?.() === true) return;
    if (result.files.every(({ ledger, table }) => ledger === null && table === undefined))
      return await tellNothingRead(result, project, output, context);
    const { dataset } = await project.dataset(result.dataset);
    const answer = await readAnswer(dataset, project.rules, {
      files: result.files.filter(({ ledger, table }) => ledger !== null || table !== undefined).length,
      lines: result.lines,
      records: result.records,
      seconds: result.seconds,
    });
    if (output.json) await printJsonLines(result, answer, context);
    else
      await printLines(
        context,
        readLines(result, answer, { palette: context.palette, zone: await zoneOfDataset(dataset) }),
      );
    context.exitCode = exitCodeOf(result, answer, output, context);
  });
}

/** No file was a trace: there may be no dataset to ask. */
async function tellNothingRead(
  { dataset, files, seconds }: ReadResult,
  project: Project,
  output: ReadOutput,
  context: CommandContext,
): Promise<void> {
  const problems = files.flatMap(({ problem }) => problem ?? []);
  for (const problem of problems) note(context, failureLines(problem).join('\n'));
  for (const { path, because, problem } of files)
    if (problem === null) note(context, `${safeText(path)} was not read: ${safeText(because)}`);
  const summary: SummaryAnswer = {
    type: 'summary',
    dataset,
    files: 0,
    lines: 0,
    records: 0,
    transactions: 0,
    findings: {},
    occurrences: 0,
    seconds,
    rules: project.rules.length,
    cases: 0,
    pendingFindings: 0,
    coveredUntil: null,
  };
  if (output.json) await printJson(context, summary);
  context.exitCode = Math.max(NOTHING_READ, ...problems.map(({ exitCode }) => exitCode));
}

async function printJsonLines(
  result: ReadResult,
  answer: ReadAnswer,
  context: CommandContext,
): Promise<void> {
  for (const finding of [...answer.findings, ...answer.pending]) await printJson(context, finding);
  for (const { ledger, isExtract } of result.files)
    if (ledger !== null) await printJson(context, isExtract === true ? { ...ledger, extract: true } : ledger);
  for (const { table } of result.files)
    if (table !== undefined) await printJson(context, { type: 'import', dataset: result.dataset, ...table });
  await printJson(context, answer.summary);
  for (const { problem } of result.files)
    if (problem !== null) note(context, failureLines(problem).join('\n'));
}

/** 3: a file could not be read; 1: a ledger does not add up, or findings that were asked to fail; else 0. */
function exitCodeOf(
  result: ReadResult,
  answer: ReadAnswer,
  output: ReadOutput,
  context: CommandContext,
): number {
  let code = 0;
  const read = result.files.flatMap(({ ledger }) => (ledger === null ? [] : [ledger]));
  for (const error of brokenLedgers(read)) code = reportFailure(error, context);
  if (output.failOn !== null && failing(answer, output.failOn)) code = 1;
  const problems = result.files.flatMap(({ problem }) => (problem === null ? [] : [problem.exitCode]));
  return Math.max(code, ...problems);
}

/** Pending findings and those that people settled do not fail. */
function failing({ findings }: ReadAnswer, severity: Severity): boolean {
  return findings.some(
    (finding) =>
      severityRank(finding.severity) >= severityRank(severity) &&
      finding.state !== 'suppressed' &&
      finding.state !== 'resolved',
  );
}
