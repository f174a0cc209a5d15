// What happened to this order? The verdict first, then the story, the lines, what is missing, what to do.
import type { ExpectedStep, FindingAnswer, TransactionAnswer } from '../model/answers.js';
import type { Case } from '../model/finding.js';
import { localClock, localStamp } from '../model/local-time.js';
import { renderText, text } from '../model/texts/render.js';
import { buildTransaction } from '../model/transaction/build.js';
import { outcomeOf, summarise } from '../model/transaction/outcome.js';
import type { CoveredSpan, Outcome, Transaction } from '../model/transaction.js';
import { coverage } from './coverage.js';
import { bySeverity, type KnownRules } from './finding-answers.js';
import { findingsAbout, pendingFindings } from './findings.js';
import { generationNotes, zoneOf } from './generation-notes.js';
import { toInstant } from './instant.js';
import { lineAnswers } from './line-answers.js';
import type { Dataset } from './question.js';
import { headline } from './story/headline.js';
import { type StoryContext, tellStory } from './story/story.js';
import { type ToldRun, toldRuns } from './story/told-runs.js';

const MOST_RECORDS = 20_000;
const MOST_PENDING = 100;
/** Rules whose missing steps the story tells as deaths. */
const TOLD_AS_DEATHS = ['post-pay-died', 'pre-pay-died'];

export interface TransactionParams {
  readonly shop: string;
  /** Whole ID. */
  readonly id: string;
}

/** Null when the dataset holds no record of it. */
export async function transaction(
  dataset: Dataset,
  known: KnownRules,
  params: TransactionParams,
): Promise<TransactionAnswer | null> {
  const events = await dataset.transactionEvents(params.shop, params.id, MOST_RECORDS);
  if (events.length === 0) return null;
  const built = buildTransaction(params.shop, params.id, events);
  const runs = toldRuns(built, await coveredSpan(dataset, built));
  const outcome = await outcomeOfAll(dataset, built, runs);
  const findings = await allFindings(dataset, known, built);
  const beside = stepsBesideDeaths(findings);
  const clocks = await clocksOf(dataset, built);
  const summary = summarise(built, outcome, []);
  return {
    id: built.id,
    dataset: dataset.info.name,
    shop: built.shop,
    outcome,
    headline: headline({ transaction: built, outcome, runs }),
    amount: built.amount,
    currency: built.currency,
    items: built.items,
    users: built.accounts.map(({ userId, userName }) => ({ id: userId, name: userName })),
    placements: summary.placements,
    productions: summary.productions,
    firstSeen: toInstant(built.firstSeen),
    lastSeen: toInstant(built.lastSeen),
    coverage: await coverage(dataset, built.shop),
    findings,
    expected: [...deathSteps(runs), ...beside.map(({ what, dueAt, after }) => ({ what, dueAt, after }))],
    advice: adviceOf(findings),
    sharedWith: await otherShops(dataset, built),
    story: tellStory(built, { runs, missing: beside, ...clocks }),
    lines: await lineAnswers(dataset, built.events, built.id),
  };
}

/** What the shop's sources cover; of a dataset that is not judged yet: the transaction's own time. */
async function coveredSpan(
  dataset: Dataset,
  { shop, firstSeen, lastSeen }: Transaction,
): Promise<CoveredSpan> {
  const state = await dataset.detectionState();
  const found = state.coverage.find((entry) => entry.shop === shop);
  return found ?? { from: firstSeen, through: lastSeen, holes: [] };
}

async function outcomeOfAll(
  dataset: Dataset,
  built: Transaction,
  runs: readonly ToldRun[],
): Promise<Outcome> {
  const summary = await dataset.transaction(built.shop, built.id);
  if (summary !== null && summary.records === built.events.length) return summary.outcome;
  const lastRunDied = runs.at(-1)?.end.startsWith('died') ?? false;
  return outcomeOf(built, { lastRunDied, abandoned: false });
}

/** About the transaction itself, what is due of it, and about the users and products it names. */
async function allFindings(
  dataset: Dataset,
  known: KnownRules,
  built: Transaction,
): Promise<readonly FindingAnswer[]> {
  const own: Case = { kind: 'transaction', key: built.id };
  const cases: Case[] = [
    own,
    ...built.accounts.flatMap(({ userId }) =>
      userId === null ? [] : [{ kind: 'user' as const, key: userId }],
    ),
    ...built.items.map((item) => ({ kind: 'product' as const, key: item })),
  ];
  const standing = await findingsAbout(dataset, known, { shop: built.shop, cases });
  const pending = await pendingFindings(dataset, known, { shop: built.shop, case: own, limit: MOST_PENDING });
  return [...standing, ...[...pending].sort(bySeverity)];
}

function expectedSteps(findings: readonly FindingAnswer[]): readonly ExpectedStep[] {
  const steps = new Map<string, ExpectedStep>();
  for (const finding of findings) {
    let after: string | null = null;
    for (const item of finding.evidence) {
      if (item.role !== 'expected') {
        if (item.role === 'proof') after = item.event;
        continue;
      }
      const step = { what: item.what, dueAt: item.dueAt, after };
      steps.set(`${step.what}\n${step.dueAt ?? ''}\n${step.after ?? ''}`, step);
    }
  }
  return [...steps.values()];
}

/** What each dead request did not come to. */
function deathSteps(runs: readonly ToldRun[]): readonly ExpectedStep[] {
  return runs.flatMap(({ run, end }) => {
    if (end !== 'died-post-pay' && end !== 'died-pre-pay') return [];
    const what = renderText(text(end === 'died-post-pay' ? 'expected.completion' : 'expected.post-pay'));
    return [{ what, dueAt: null, after: run.events.at(-1)?.id ?? null }];
  });
}

function stepsBesideDeaths(findings: readonly FindingAnswer[]): StoryContext['missing'] {
  const told = findings.filter((finding) => !TOLD_AS_DEATHS.includes(finding.rule));
  return [true, false].flatMap((pending) =>
    expectedSteps(told.filter(({ verdict }) => (verdict === 'pending') === pending)).map((step) => ({
      ...step,
      pending,
    })),
  );
}

/** Their advice is that nothing need be done: said only where nothing else is found. */
const CALMING_RULES: readonly string[] = ['order-placed-again', 'payment-refused'];

/** Its advice is what to do before everything else. */
const FIRST_RULES: readonly string[] = ['buyer-retry-storm'];

/** Of what stands: what comes first, then of the most severe first; each sentence once. */
function adviceOf(findings: readonly FindingAnswer[]): readonly string[] {
  const standing = findings.filter(({ verdict }) => verdict === 'violated' || verdict === 'late');
  const toDo = standing.filter(({ rule }) => !CALMING_RULES.includes(rule));
  const ordered = (toDo.length > 0 ? toDo : standing).toSorted(
    (a, b) => Number(FIRST_RULES.includes(b.rule)) - Number(FIRST_RULES.includes(a.rule)),
  );
  return [...new Set(ordered.map((finding) => finding.advice))];
}

async function otherShops(dataset: Dataset, { id, shop }: Transaction): Promise<readonly string[]> {
  const same = await dataset.transactionIds(id, 100);
  return same.filter((key) => key.id === id && key.shop !== shop).map((key) => key.shop);
}

async function clocksOf(
  dataset: Dataset,
  built: Transaction,
): Promise<Pick<StoryContext, 'clock' | 'stamp'>> {
  const notes = await generationNotes(dataset);
  const zone = zoneOf(notes, built.events[0]?.event.generation ?? '');
  return {
    clock: (event) => localClock(event.time, zoneOf(notes, event.generation)),
    stamp: (instant) => localStamp(Date.parse(instant), zone).slice(0, 19),
  };
}
