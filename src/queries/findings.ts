// What went wrong? Findings by rule, case, state and severity; what is still due; one finding with its lines.
import type { FindingAnswer, FindingCounts, Instant, LineAnswer, PageAnswer } from '../model/answers.js';
import type { TraceEvent } from '../model/event.js';
import type { Case, CaseKind, HumanState, Severity, StateChange, Verdict } from '../model/finding.js';
import type { FindingOrder, FindingQuery } from '../model/query.js';
import { bySeverity, findingAnswers, type KnownRules, pendingAnswers } from './finding-answers.js';
import { toInstant } from './instant.js';
import { alone, lineAnswers } from './line-answers.js';
import type { Dataset } from './question.js';

export interface FindingsParams {
  readonly rules?: readonly string[] | undefined;
  readonly shop?: string | undefined;
  readonly caseKind?: CaseKind | undefined;
  readonly caseKey?: string | undefined;
  readonly states?: readonly HumanState[] | undefined;
  /** Default: violated and late; withdrawn ones are shown when asked for. */
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  /** UTC ms; of the newest occurrence, [from, to). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Default: newest first. */
  readonly order?: FindingOrder | undefined;
  /** 1 … 1000 */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Rules times severities: more than there are. */
const MOST_KINDS = 10_000;

/** Of findings that hold; what is pending or withdrawn is no anomaly. */
export const standingVerdicts: readonly Verdict[] = ['violated', 'late'];

/** Newest occurrence first, or the most severe before that. @throws query-invalid, cursor-invalid */
export async function listFindings(
  dataset: Dataset,
  known: KnownRules,
  params: FindingsParams,
): Promise<PageAnswer<FindingAnswer>> {
  const page = await dataset.findings(storeQuery(params));
  return {
    items: await findingAnswers(dataset, known, page.items),
    nextCursor: page.nextCursor,
    prevCursor: page.prevCursor,
  };
}

/** How many match: altogether, and by rule and severity. */
export async function countFindings(
  dataset: Dataset,
  params: Omit<FindingsParams, 'limit' | 'cursor' | 'order'>,
): Promise<FindingCounts> {
  const filter = { ...params, verdicts: params.verdicts ?? standingVerdicts };
  const rows = await dataset.countFindings(['rule', 'severity'], filter, MOST_KINDS);
  const kinds = rows.map(({ keys: [rule = '', severity = 'info'], count }) => ({
    rule,
    severity: severity as Severity,
    count,
  }));
  return { total: kinds.reduce((sum, { count }) => sum + count, 0), kinds };
}

/** All that match, page by page. */
export async function* everyFinding(
  dataset: Dataset,
  known: KnownRules,
  params: Omit<FindingsParams, 'limit' | 'cursor'>,
): AsyncGenerator<FindingAnswer> {
  let cursor: string | undefined;
  do {
    const page = await listFindings(dataset, known, { ...params, limit: 500, cursor });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function storeQuery(params: FindingsParams): FindingQuery {
  return { ...params, verdicts: params.verdicts ?? standingVerdicts, order: params.order ?? 'newest' };
}

export interface PendingParams {
  readonly shop?: string | undefined;
  readonly case?: Case | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly limit: number;
}

/** What is due and has not come: no anomaly yet. Soonest first. */
export async function pendingFindings(
  dataset: Dataset,
  known: KnownRules,
  params: PendingParams,
): Promise<readonly FindingAnswer[]> {
  const obligations = await dataset.obligations({
    shop: params.shop,
    case: params.case,
    limit: params.limit,
  });
  const wanted = obligations.filter(({ rule }) => params.rules?.includes(rule) ?? true);
  const pending = wanted.toSorted((a, b) => a.dueAt - b.dueAt).map((obligation) => obligation.pending);
  return await pendingAnswers(dataset, known, pending);
}

/** Findings about a transaction, and about the users and products it names. Most severe first. */
export async function findingsAbout(
  dataset: Dataset,
  known: KnownRules,
  about: { readonly shop: string; readonly cases: readonly Case[] },
): Promise<readonly FindingAnswer[]> {
  const found: FindingAnswer[] = [];
  for (const { kind, key } of about.cases) {
    const params = { shop: about.shop, caseKind: kind, caseKey: key };
    for await (const finding of everyFinding(dataset, known, params)) found.push(finding);
  }
  return found.sort(bySeverity);
}

export interface FindingDetailAnswer {
  readonly finding: FindingAnswer;
  /** The evidence in file order, with the lines around each (role `neighbour`). */
  readonly lines: readonly (LineAnswer & { readonly role: 'proof' | 'context' | 'neighbour' })[];
  readonly history: readonly {
    readonly state: HumanState;
    readonly reason: string | null;
    readonly by: string;
    readonly at: Instant;
  }[];
}

/** Records shown before and after each line of evidence. */
const AROUND = 2;
/** How far back records are looked for. */
const AROUND_BYTES = 4096;
const MOST_EVIDENCE = 200;

/** Null when there is no such finding. */
export async function findingDetail(
  dataset: Dataset,
  known: KnownRules,
  id: string,
): Promise<FindingDetailAnswer | null> {
  const stored = await dataset.finding(id);
  if (stored === null) return null;
  const [finding] = await findingAnswers(dataset, known, [stored]);
  if (finding === undefined) return null;
  const history = await dataset.stateHistory(id);
  return { finding, lines: await evidenceLines(dataset, finding), history: history.map(historyEntry) };
}

function historyEntry({ state, reason, by, at }: StateChange): FindingDetailAnswer['history'][number] {
  return { state, reason, by, at: toInstant(at) };
}

async function evidenceLines(
  dataset: Dataset,
  finding: FindingAnswer,
): Promise<FindingDetailAnswer['lines']> {
  const roles = new Map<string, 'proof' | 'context'>();
  for (const item of finding.evidence)
    if (item.role !== 'expected' && roles.size < MOST_EVIDENCE) roles.set(item.event, item.role);
  const proofs = await dataset.eventsById([...roles.keys()]);
  const events = new Map<string, TraceEvent>();
  for (const event of proofs) for (const near of await around(dataset, event)) events.set(near.id, near);
  const ordered = [...events.values()].sort((a, b) =>
    a.generation === b.generation ? a.offset - b.offset : a.generation < b.generation ? -1 : 1,
  );
  const lines = await lineAnswers(dataset, ordered.map(alone));
  return lines.map((line) => ({ ...line, role: roles.get(line.event) ?? ('neighbour' as const) }));
}

async function around(dataset: Dataset, event: TraceEvent): Promise<readonly TraceEvent[]> {
  const { generation, offset } = event;
  const from = Math.max(0, offset - AROUND_BYTES);
  const before = await dataset.eventsOfRange(generation, from, offset, 1000);
  const after = await dataset.eventsOfRange(generation, offset, offset + AROUND_BYTES, AROUND + 1);
  return [...before.events.slice(-AROUND), ...after.events].map((attached) => attached.event);
}
