// However records come in, and however often the engine is stopped, it ends up saying the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { DetectionEngine } from '../../src/detectors/engine.js';
import { rules } from '../../src/detectors/rules/index.js';
import { emptyLedger } from '../../src/model/block.js';
import type { Attachment, TraceEvent } from '../../src/model/event.js';
import type { Coverage, Dataset } from '../../src/stores/store.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';

const SHOP = 'default';
const ids = ['TU90QMLVYXD5UMZYUQ==', 'TU9AQMLVYXD5UMZYUQ==', 'TU9BQMLVYXD5UMZYUQ==', 'TU8CQMLVYXD5UMZYUQ=='];

const messages = [
  'Ordering Controller: Shop Transaction Confirm Notification to sales',
  'Order placed : 1 objects',
  'Production Controller : Full production starting from PLACED ...',
  'Prepay Production : preproducing for EFORM',
  'Prepay Production : preproducing for COURSE1',
  'GENERIC : New user created jane.doe with ID 174.',
  'Production Process Error : Customer support course does not exist.',
  'Production Controller : Post Pay process',
  'Production Controller : Transaction Complete Operations',
  'Production Controller : shop Transaction Confirm Notification to Customer',
  ' Test Interactive : Payment Success',
  'A message that nobody knows',
];
const withoutId = [' Customer support defaults to block settings.', 'Success Controller : IPN Paypal return'];

/** [gap in ms, transaction, message]; transaction beyond the list: a record without ID. */
type Entry = readonly [gapMs: number, transaction: number, message: number];

const entry = fc.tuple(
  fc.constantFrom(3, 40, 900, 15_000, 130_000, 700_000, 26 * 3_600_000),
  fc.nat(ids.length),
  fc.nat(messages.length - 1),
);
const file = fc.array(entry, { minLength: 1, maxLength: 25 });

function linesOf(entries: readonly Entry[], start: number): string {
  let at = start;
  const lines = entries.map(([gapMs, transaction, message]) => {
    at += gapMs;
    const time = new Date(at);
    const two = (value: number): string => String(value).padStart(2, '0');
    const stamp = `${time.getUTCFullYear()}-${time.getUTCMonth() + 1}-${two(time.getUTCDate())} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} ${String(time.getUTCMilliseconds()).padStart(3, '0')}`;
    const id = ids[transaction];
    const text = id === undefined ? withoutId[message % withoutId.length] : `[${id}] ${messages[message]}`;
    return `-- ${stamp} --  ${text}\n`;
  });
  return lines.join('');
}

const readerOptions = {
  shop: SHOP,
  kind: 'trace',
  zone: 'UTC',
  form: null,
  masking: 'off',
  maskingKey: new Uint8Array(32),
} as const;

interface Batch {
  readonly generation: string;
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  readonly offset: number;
  readonly records: number;
}

/** A file in batches of some lines each; the open record is given as provisional where `provisional` says so. */
function batchesOf(
  generation: string,
  lines: string,
  sizes: readonly number[],
  provisional: boolean,
): Batch[] {
  const reader = merchantTrace.open({ ...readerOptions, generation });
  const rest = lines.split(/(?<=\n)/);
  const batches: Batch[] = [];
  const state = () => ({ generation, offset: reader.position, records: reader.counts().records });
  for (let turn = 0; rest.length > 0; turn++) {
    const part = rest.splice(0, sizes[turn % sizes.length] ?? 1).join('');
    const { events, attachments } = reader.read(part);
    const open = provisional ? reader.provisional('') : null;
    const all = open === null ? events : [...events, open.event];
    batches.push({ ...state(), events: all, attachments });
  }
  const last = reader.finish('');
  batches.push({ ...state(), events: last.events, attachments: last.attachments });
  return batches;
}

async function append(dataset: Dataset, batch: Batch): Promise<void> {
  const { generation, offset } = batch;
  await dataset.append({
    generation: {
      id: generation,
      source: 's',
      shop: SHOP,
      kind: 'trace',
      path: `${generation}.log`,
      zone: 'UTC',
      form: null,
      followed: true,
      parent: null,
    },
    blocks: [],
    events: batch.events,
    attachments: batch.attachments,
    quarantined: [],
    checkpoint: { generation, offset, line: 0, block: 0, blockStart: 0, readerState: '', openRecord: null },
    ledger: { ...emptyLedger(generation), bytes: offset, records: batch.records },
  });
}

async function openDataset(): Promise<Dataset> {
  return openMemoryStore().open('any-way', {
    mode: 'write',
    create: { live: true, createdAt: 0, catalogueVersion: '1' },
  });
}

function coverageOf(events: readonly TraceEvent[], beyondMs: number): Coverage[] {
  const times = events.map((event) => event.orderTime);
  if (times.length === 0) return [];
  return [{ shop: SHOP, from: Math.min(...times), through: Math.max(...times) + beyondMs, holes: [] }];
}

async function everythingSaid(dataset: Dataset): Promise<unknown> {
  const found = await dataset.findings({ order: 'newest', limit: 1000 });
  const findings = found.items.map(({ finding }) => finding).filter(({ verdict }) => verdict !== 'withdrawn');
  const list = await dataset.transactions({ order: 'newest', limit: 1000 });
  const abouts = [
    { kind: 'user', key: '174' },
    { kind: 'product', key: 'EFORM' },
    { kind: 'product', key: 'COURSE1' },
  ] as const;
  const facts = await Promise.all(abouts.map((about) => dataset.facts(SHOP, about)));
  const { casesJudged } = await dataset.detectionState();
  return {
    findings: findings.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    obligations: (await dataset.obligations({ limit: 1000 })).toSorted((a, b) =>
      `${a.rule}${a.case.key}` < `${b.rule}${b.case.key}` ? -1 : 1,
    ),
    transactions: list.items,
    facts,
    casesJudged,
  };
}

async function judgedAtOnce(files: readonly string[], beyondMs: number): Promise<unknown> {
  const dataset = await openDataset();
  const batches = files.map((lines, index) => batchesOf(`g${index}`, lines, [1000], false));
  const events = batches.flat().flatMap((batch) => batch.events);
  for (const batch of batches.flat()) await append(dataset, batch);
  const engine = await DetectionEngine.open({ dataset, rules });
  await engine.catchUp();
  await engine.judge({ coverage: coverageOf(events, beyondMs), detectedAt: 1, mode: 'settle' });
  return everythingSaid(dataset);
}

/** `refused`: the store takes nothing of the commits; `unheard`: it takes them, and the answer is lost; then the process goes on or ends. */
type Fault = 'refused' | 'unheard' | 'refused, killed' | 'unheard, killed';
type Action = 'nothing' | 'stream' | 'settle' | 'restart' | 'unseen' | Fault;
const faults: readonly Fault[] = ['refused', 'unheard', 'refused, killed', 'unheard, killed'];
const isFault = (action: Action | undefined): action is Fault => faults.some((fault) => fault === action);

interface Course {
  readonly sizes: readonly number[];
  readonly provisional: boolean;
  readonly turns: readonly number[];
  readonly actions: readonly Action[];
}

const course = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  provisional: fc.boolean(),
  turns: fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
  actions: fc.array(fc.constantFrom<Action>('nothing', 'stream', 'settle', 'restart', 'unseen', ...faults), {
    minLength: 1,
    maxLength: 12,
  }),
});

/** Batches of all files in some order that keeps each file's own. */
function interleaved(files: readonly Batch[][], turns: readonly number[]): Batch[] {
  const queues = files.map((batches) => [...batches]);
  const mixed: Batch[] = [];
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn++) {
    const open = queues.filter((queue) => queue.length > 0);
    const queue = open[(turns[turn % turns.length] ?? 0) % open.length];
    const next = queue?.shift();
    if (next !== undefined) mixed.push(next);
  }
  return mixed;
}

class Fails extends Error {}

/** Detection commits fail while `fault` is set, all but the first where `commits` is 0. */
function failing(dataset: Dataset, now: { fault: Fault | null; commits: number }): Dataset {
  return {
    ...dataset,
    async commitDetection(commit) {
      if (now.fault === null || now.commits++ === 0) return await dataset.commitDetection(commit);
      if (now.fault.startsWith('unheard')) await dataset.commitDetection(commit);
      throw new Fails();
    },
  };
}

async function judgedAlong(files: readonly string[], beyondMs: number, how: Course): Promise<unknown> {
  const now: { fault: Fault | null; commits: number } = { fault: null, commits: 0 };
  const dataset = failing(await openDataset(), now);
  const batches = files.map((lines, index) => batchesOf(`g${index}`, lines, how.sizes, how.provisional));
  const seen: TraceEvent[] = [];
  const open = (): Promise<DetectionEngine> => DetectionEngine.open({ dataset, rules, maxOpenCases: 1 });
  let engine = await open();
  for (const [turn, batch] of interleaved(batches, how.turns).entries()) {
    const action = how.actions[turn % how.actions.length];
    await append(dataset, batch);
    seen.push(...batch.events);
    if (action !== 'unseen') {
      await engine.observe({
        ...batch,
        shop: SHOP,
        checkpointOffset: batch.offset,
      });
    }
    const request = { coverage: coverageOf(seen, 0), detectedAt: turn };
    if (action === 'stream') await engine.judge({ ...request, mode: 'streaming' });
    if (action === 'settle') await engine.judge({ ...request, mode: 'settle' });
    if (isFault(action)) {
      now.fault = action;
      now.commits = turn % 2;
      await engine.judge({ ...request, mode: 'settle' }).catch(expectFault);
      now.fault = null;
    }
    if (action === 'restart' || action?.endsWith('killed') === true) {
      engine = await open();
      await engine.catchUp(request);
    }
  }
  await engine.catchUp();
  const final = batches
    .flat()
    .flatMap((batch) => batch.events.filter((event) => !event.flags.includes('provisional')));
  await engine.judge({ coverage: coverageOf(final, beyondMs), detectedAt: 99, mode: 'settle' });
  return everythingSaid(dataset);
}

function expectFault(error: unknown): void {
  if (!(error instanceof Fails)) throw error;
}

const start = Date.UTC(2017, 7, 21, 18, 0, 0);

describe('any batching, any stops, live or replayed, files in any order', () => {
  it('gives the same findings, obligations, facts and lists', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 300_000, 48 * 3_600_000),
        course,
        async (entries, beyondMs, how) => {
          const files = entries.map((list, index) => linesOf(list, start + index * 7_000));
          expect(await judgedAlong(files, beyondMs, how)).toEqual(await judgedAtOnce(files, beyondMs));
        },
      ),
      { numRuns: 200 },
    );
  });
});
