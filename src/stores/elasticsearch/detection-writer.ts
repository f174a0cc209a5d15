// Writes what the detector says: the commit is kept first, then applied document by document, then forgotten. What breaks off is applied again.
import { ShoptraceError } from '../../model/errors.js';
import type { StateChange } from '../../model/finding.js';
import { afterReset, planFindings } from '../detection-plan.js';
import { datasetBusy } from '../dataset-name.js';
import type { Coverage, DetectionCommit, DetectionState } from '../store.js';
import { deleteLine, deleteOverLine, writeAll, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import {
  caseId,
  findFindings,
  findingItem,
  findingsOfCases,
  readFindings,
  storedFinding,
  type PlacedFinding,
} from './finding-documents.js';
import { factItems } from './fact-documents.js';
import { obligationItems } from './obligation-documents.js';
import { packBytes, unpackBytes } from './packed-bytes.js';
import { matchAll, term, terms } from './searching.js';
import { transactionDocument } from './sightings.js';
import type { Place } from './raw-documents.js';
import { changeTransactions } from './transaction-changes.js';
import { summaryFields, type SummaryDocument } from './transactions.js';

export const DETECTION = 'detection';

export interface DetectionBody extends DetectionState {
  /** Everything judged is being forgotten. */
  readonly resetting: boolean;
  /**
   * Number of the judgement that wrote last: a request of a detector that is gone, and arrives late, is older.
   * Absent in what schema 1 wrote.
   */
  readonly judgement?: number;
}

/** Above the versions that Elasticsearch counted by itself. */
const FIRST_JUDGEMENT = 1_000_000;
/** Between two judgements: pruning deletes without a version, and each deletion counts one. */
const JUDGEMENT_STEP = 1_000;

export const emptyDetection: DetectionBody = {
  positions: {},
  coverage: [],
  engineState: null,
  folds: {},
  casesJudged: 0,
  resetting: false,
};

interface Current {
  readonly body: DetectionBody;
  readonly place: Place | null;
}

const MOST_CONFLICTS = 20;
const MOST_KNOWN_CASES = 500_000;

export class DetectionWriter {
  readonly #context: EsContext;
  #current: Current | null = null;
  /** Cases that something may be stored about; null when not all are known. */
  #cases: Set<string> | null = null;

  constructor(context: EsContext) {
    this.#context = context;
  }

  /** Finishes what another writer began. */
  async open(): Promise<void> {
    // What the other one wrote last must be found: it may have to be withdrawn.
    const { fresh, names } = this.#context;
    for (const part of ['findings', 'details', 'transactions'] as const) fresh.touch(names, part);
    const document = await this.#context.state.read<DetectionBody>(DETECTION);
    this.#current = { body: document?.body ?? emptyDetection, place: document?.place ?? null };
    this.#cases = document === null ? new Set() : null;
    if (this.#current.body.resetting) await this.#clear(nextJudgement(this.#current.body));
    if (document?.data != null) {
      const text = Buffer.from(unpackBytes(document.data, 'a commit')).toString();
      const commit = JSON.parse(text) as DetectionCommit;
      await this.#apply(commit, this.#current.body.judgement ?? FIRST_JUDGEMENT);
      await this.#save(merged(this.#current.body, commit), null);
    }
  }

  /** @throws dataset-busy when another detector took over */
  async commit(commit: DetectionCommit): Promise<void> {
    const { body: before } = await this.#now();
    const body = { ...before, judgement: nextJudgement(before) };
    if (writesDocuments(commit)) {
      await this.#save(body, packBytes(Buffer.from(JSON.stringify(commit))));
      await this.#apply(commit, body.judgement);
    }
    await this.#save(merged(body, commit), null);
  }

  async reset(): Promise<void> {
    const { body } = await this.#now();
    await this.#clear(nextJudgement(body));
  }

  async #now(): Promise<Current> {
    if (this.#current === null) await this.open();
    return this.#current ?? { body: emptyDetection, place: null };
  }

  async #save(body: DetectionBody, data: string | null): Promise<void> {
    const { state, writePatienceMs, names } = this.#context;
    const over = this.#current?.place ?? null;
    const place = await state.write('detection', DETECTION, { body, data }, over, writePatienceMs);
    if (place === null) {
      this.#current = null;
      throw datasetBusy(names.dataset);
    }
    this.#current = { body, place };
  }

  async #apply(commit: DetectionCommit, judgement: number): Promise<void> {
    await this.#applyFindings(commit);
    const version = BigInt(judgement);
    const items = [
      ...(await obligationItems(this.#context, commit, version, (cases) => this.#mayHold(cases))),
      ...(await factItems(this.#context, commit, version)),
    ];
    const verdicts = await writeAll(this.#context, items, ['details']);
    requireWritten(verdicts);
    const summaries = commit.summaries.map(
      (summary) =>
        [transactionDocument(summary.shop, summary.id), summaryFields(summary, judgement)] as const,
    );
    await this.#writeJudged(judgement, new Map(summaries));
    this.#noteCases(commit);
  }

  /** People may change findings meanwhile: then what is there is read again. */
  async #applyFindings(commit: DetectionCommit): Promise<void> {
    for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
      const stored = await this.#storedFindings(commit);
      const places = new Map(stored.map((item) => [item.body.finding.id, item]));
      const { findings, history } = planFindings(
        commit,
        stored.map(({ body }) => storedFinding(body)),
      );
      const items = findings.map((item) => {
        const before = places.get(item.finding.id);
        const added = history.filter(({ finding }) => finding === item.finding.id);
        const changes: StateChange[] = [...(before?.body.history ?? []), ...added];
        return findingItem(this.#context, { ...item, history: changes }, before?.place ?? null);
      });
      const verdicts = await writeAll(this.#context, items, ['findings']);
      if (!verdicts.some((verdict) => verdict?.kind === 'conflict')) return requireWritten(verdicts);
    }
    throw new ShoptraceError(
      'store-unreachable',
      'Findings are being changed all the time by others',
      'Look who writes to the findings of this dataset.',
    );
  }

  async #storedFindings(commit: DetectionCommit): Promise<PlacedFinding[]> {
    const cases = this.#mayHold(commit.judged.map(({ shop, case: about }) => caseId(shop, about)));
    const found = new Map(
      (await findingsOfCases(this.#context, cases)).map((item) => [item.body.finding.id, item]),
    );
    const given = commit.findings.filter(
      (finding) => !found.has(finding.id) && this.#mayHold([caseId(finding.shop, finding.case)]).length > 0,
    );
    const ids = [...new Set(given.map(({ id }) => id))];
    return [...found.values(), ...(await readFindings(this.#context, ids))];
  }

  #mayHold(cases: readonly string[]): string[] {
    const known = this.#cases;
    const unique = [...new Set(cases)];
    return known === null ? unique : unique.filter((id) => known.has(id));
  }

  #noteCases(commit: DetectionCommit): void {
    for (const item of [...commit.findings, ...commit.obligations])
      this.#cases?.add(caseId(item.shop, item.case));
    if ((this.#cases?.size ?? 0) > MOST_KNOWN_CASES) this.#cases = null;
  }

  async #clear(judgement: number): Promise<void> {
    await this.#save({ ...emptyDetection, judgement, resetting: true }, null);
    const { names } = this.#context;
    for (const part of ['findings', 'details', 'transactions'] as const)
      this.#context.fresh.touch(names, part);
    await this.#clearFindings();
    await this.#clearDetails(BigInt(judgement));
    await this.#clearSummaries(judgement);
    this.#cases = null;
    await this.#save({ ...emptyDetection, judgement }, null);
  }

  async #clearFindings(): Promise<void> {
    for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
      const all = await findFindings(this.#context, matchAll);
      const items = all.flatMap(({ body, place }) => {
        const after = afterReset(storedFinding(body));
        if (after === null)
          return [
            deleteOverLine(this.#context.names.writable('findings'), documentId(body.finding.id), place),
          ];
        if (body.finding.verdict === 'withdrawn') return [];
        return [findingItem(this.#context, { ...after, history: body.history }, place)];
      });
      const verdicts = await writeAll(this.#context, items, ['findings']);
      if (!verdicts.some((verdict) => verdict?.kind === 'conflict')) return;
    }
  }

  async #clearDetails(version: bigint): Promise<void> {
    const hits = await this.#context.search.hits<object>('details', {
      query: terms('kind', ['facts', 'obligation']),
      sort: ['kind', 'shoptrace.order', 'shoptrace.rule'].map((field) => ({ field, order: 'asc' })),
      limit: Infinity,
      without: ['shoptrace.body'],
    });
    const index = this.#context.names.writable('details');
    await writeAll(
      this.#context,
      hits.map(({ id }) => deleteLine(index, id, version)),
      ['details'],
    );
  }

  async #clearSummaries(judgement: number): Promise<void> {
    const hits = await this.#context.search.hits<SummaryDocument>('transactions', {
      query: term('shoptrace.judged', true),
      sort: ['transaction.id', 'service.name'].map((field) => ({ field, order: 'asc' })),
      limit: Infinity,
    });
    const unjudged = { shoptrace: { judged: false, judgement } };
    await this.#writeJudged(judgement, new Map(hits.map(({ id }) => [id, unjudged])));
  }

  /** Never over what a later judgement wrote. @param fields by id of the document */
  async #writeJudged(judgement: number, fields: ReadonlyMap<string, object>): Promise<void> {
    await changeTransactions<{ readonly judgement: number }>(this.#context, [...fields.keys()], {
      reads: ['judgement'],
      change: (id, before) => ((before?.judgement ?? 0) > judgement ? null : (fields.get(id) ?? null)),
    });
  }
}

const nextJudgement = ({ judgement = FIRST_JUDGEMENT }: DetectionBody): number => judgement + JUDGEMENT_STEP;

function writesDocuments(commit: DetectionCommit): boolean {
  const lists = [
    commit.judged,
    commit.findings,
    commit.obligations,
    commit.factsOf,
    commit.facts,
    commit.summaries,
  ];
  return lists.some((list) => list.length > 0);
}

function merged(before: DetectionBody, commit: DetectionCommit): DetectionBody {
  const coverage = new Map<string, Coverage>(
    [...before.coverage, ...commit.coverage].map((item) => [item.shop, item]),
  );
  return {
    positions: { ...before.positions, ...commit.positions },
    coverage: [...coverage.values()].toSorted((a, b) => (a.shop < b.shop ? -1 : 1)),
    engineState: commit.engineState ?? before.engineState,
    folds: { ...before.folds, ...commit.folds },
    casesJudged: commit.casesJudged,
    resetting: false,
    ...(before.judgement === undefined ? {} : { judgement: before.judgement }),
  };
}

/** What the detector says must be written whole. */
function requireWritten(
  verdicts: readonly ({ readonly kind: string; readonly text: string } | null)[],
): void {
  const refused = verdicts.find((verdict) => verdict !== null && verdict.kind !== 'conflict');
  if (refused === undefined || refused === null) return;
  throw new ShoptraceError(
    'store-unreachable',
    `Elasticsearch refuses what was found: ${refused.text}`,
    'Look at the mapping of the indices of this dataset; they must be as shoptrace made them.',
  );
}
