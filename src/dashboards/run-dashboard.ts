// Runs the panels of a saved dashboard: each is one named question, asked of the same queries as everything else.
import type { Instant } from '../model/answers.js';
import type { Dashboard, DashboardAnswer, Panel, PanelAnswer, PanelQuestion } from '../model/dashboard.js';
import { datasetAnswer } from '../queries/datasets.js';
import type { KnownRules } from '../queries/finding-answers.js';
import { listFindings } from '../queries/findings.js';
import { searchLines } from '../queries/lines.js';
import type { Dataset } from '../queries/question.js';
import { sources } from '../queries/sources.js';
import {
  countAll,
  countOverTime,
  countTop,
  countTransactions,
  type Countable,
} from '../queries/statistics.js';
import { listTransactions } from '../queries/transactions.js';

const HOUR_MS = 3_600_000;

export interface DashboardRun {
  /** Wall clock, UTC ms: the end of the range of a live dataset. */
  readonly now: number;
  /** Laid over the dashboard's own range; UTC ms, [from, to). */
  readonly from: number | null;
  readonly to: number | null;
  /** For the titles in rows of findings. */
  readonly rules: KnownRules;
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** What questions are narrowed by; empty where the range holds all records, which stores count faster. */
  readonly filter: { readonly from?: number; readonly to?: number };
}

/** All panels in the order of the file. */
export async function runDashboard(
  dataset: Dataset,
  dashboard: Dashboard,
  run: DashboardRun,
): Promise<DashboardAnswer> {
  const range = await rangeOf(dataset, dashboard, run);
  const panels: PanelAnswer[] = [];
  for (const panel of dashboard.panels) panels.push(await runPanel(dataset, panel, range, run));
  return {
    slug: dashboard.slug,
    dataset: dataset.info.name,
    from: instantOrNull(range?.from),
    to: instantOrNull(range?.to),
    panels,
  };
}

/** Live data ends now; a replay ends with its last record. Null without records. */
async function rangeOf(dataset: Dataset, dashboard: Dashboard, run: DashboardRun): Promise<Range | null> {
  const { live, from: first, to: last } = await datasetAnswer(dataset);
  if (first === null || last === null) return null;
  const end = run.to ?? (live ? run.now : Date.parse(last) + 1);
  const hours = dashboard.rangeHours;
  const from = run.from ?? (hours === null ? Date.parse(first) : end - hours * HOUR_MS);
  const to = Math.max(from, end);
  const holdsAll = from <= Date.parse(first) && to > Date.parse(last);
  return { from, to, filter: holdsAll ? {} : { from, to } };
}

async function runPanel(
  dataset: Dataset,
  panel: Panel,
  range: Range | null,
  run: DashboardRun,
): Promise<PanelAnswer> {
  switch (panel.kind) {
    case 'note':
      return { id: panel.id, kind: 'note' };
    case 'metric':
      return await runMetric(dataset, panel, range);
    case 'bars':
      return await runBars(dataset, panel, range);
    case 'top':
      return {
        id: panel.id,
        kind: 'top',
        ...(await countTop(dataset, countableOf(panel.question, range), panel.size)),
      };
    default:
      return await runRows(dataset, panel, range, run);
  }
}

/** Withdrawn findings are history: they count only where a panel asks for them. */
function standing({ filter }: Extract<PanelQuestion, { ask: 'findings' }>) {
  return { ...filter, verdicts: filter.verdicts ?? (['violated', 'late'] as const) };
}

function countableOf(
  question: Extract<Panel, { kind: 'bars' | 'top' }>['question'],
  range: Range | null,
): Countable {
  const within = range?.filter;
  return question.ask === 'lines'
    ? { ask: 'lines', filter: { ...question.filter, ...within }, by: question.by }
    : { ask: 'findings', filter: { ...standing(question), ...within }, by: question.by };
}

type MetricPanel = Extract<Panel, { kind: 'metric' }>;

async function runMetric(dataset: Dataset, panel: MetricPanel, range: Range | null): Promise<PanelAnswer> {
  const { question } = panel;
  const value =
    question.ask === 'transactions'
      ? await countTransactions(dataset, { ...question.filter, ...range?.filter })
      : await countAll(
          dataset,
          question.ask === 'lines'
            ? { ask: 'lines', filter: { ...question.filter, ...range?.filter }, by: [] }
            : { ask: 'findings', filter: { ...standing(question), ...range?.filter }, by: [] },
        );
  return { id: panel.id, kind: 'metric', value, level: levelOf(panel, value) };
}

function levelOf({ thresholds }: MetricPanel, value: number): 'plain' | 'good' | 'warn' | 'bad' {
  if (thresholds === undefined) return 'plain';
  if (value >= thresholds.bad) return 'bad';
  return value >= thresholds.warn ? 'warn' : 'good';
}

async function runBars(
  dataset: Dataset,
  panel: Extract<Panel, { kind: 'bars' }>,
  range: Range | null,
): Promise<PanelAnswer> {
  if (range === null)
    return { id: panel.id, kind: 'bars', bucket: 'hour', series: [], points: [], total: 0, cut: false };
  const bars = await countOverTime(dataset, countableOf(panel.question, null), {
    fromMs: range.from,
    toMs: range.to,
  });
  return { id: panel.id, kind: 'bars', ...bars };
}

async function runRows(
  dataset: Dataset,
  { id, question, size }: Extract<Panel, { kind: 'rows' }>,
  range: Range | null,
  run: DashboardRun,
): Promise<PanelAnswer> {
  const { ask } = question;
  switch (ask) {
    case 'findings': {
      const filter = { ...standing(question), ...range?.filter };
      const page = await listFindings(dataset, run.rules, { ...filter, limit: size });
      return { id, kind: 'rows', ask, items: page.items };
    }
    case 'lines': {
      const filter = { ...question.filter, ...range?.filter };
      const page = await searchLines(dataset, { filter, order: 'newest', limit: size });
      return { id, kind: 'rows', ask, items: page.items };
    }
    case 'transactions': {
      const page = await listTransactions(dataset, { ...question.filter, ...range?.filter, limit: size });
      return { id, kind: 'rows', ask, items: page.items };
    }
    default:
      return { id, kind: 'rows', ask, items: (await sources(dataset)).slice(0, size) };
  }
}

function instantOrNull(timeMs: number | undefined): Instant | null {
  return timeMs === undefined ? null : new Date(timeMs).toISOString();
}
