// Runs the raw-line tests that stand inside the rules: through a real trace format and the real engine.
import { createHash } from 'node:crypto';
import type { AppendBatch, Block, FileKind, GenerationLedger } from '../model/block.js';
import { emptyLedger } from '../model/block.js';
import type { Attachment, QuarantinedLine, TraceEvent } from '../model/event.js';
import type { Finding } from '../model/finding.js';
import { analyseNumbers } from '../model/sequences/analyse.js';
import { defaultSequenceSettings, type NumberSource } from '../model/sequences/number-fact.js';
import { traceFact } from '../model/sequences/trace-facts.js';
import type { Rule, RuleTest } from './detector.js';
import { DetectionEngine, type DetectionDataset } from './engine.js';
import { numberFindings } from './sequences/number-findings.js';

interface ReadLines {
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  readonly quarantined: readonly QuarantinedLine[];
}

interface LineReader {
  readonly position: number;
  readonly line: number;
  read(text: string): ReadLines;
  finish(rest: string): ReadLines;
  save(): string;
  saveForDecoding(): string;
  counts(): Partial<GenerationLedger>;
}

/** The part of a trace format that rule tests need; `parsers/format.ts` has the whole. */
export interface RuleTestFormat {
  open(options: {
    readonly generation: string;
    readonly shop: string;
    readonly kind: FileKind;
    readonly zone: string;
    readonly form: null;
    readonly masking: 'on';
    readonly maskingKey: Uint8Array;
  }): LineReader;
}

export interface RuleTestTools {
  readonly format: RuleTestFormat;
  /** A new, empty dataset for each test. */
  readonly openDataset: () => Promise<DetectionDataset>;
  /** Zone of the raw lines; default Europe/Paris. */
  readonly zone?: string;
}

export interface RuleTestResult {
  readonly rule: string;
  readonly test: RuleTest;
  readonly passed: boolean;
  /** What came instead; empty when it passed. */
  readonly problem: string;
}

const SHOP = 'default';

/** What one raw text gives: findings of all given rules, and what is pending. */
export interface RawJudgement {
  readonly findings: readonly Finding[];
  readonly pending: readonly Finding[];
}

function generationOf(lines: string): string {
  return `t${createHash('sha256').update(lines, 'utf8').digest('hex').slice(0, 15)}`;
}

/** Reads raw lines with the format, as one file. */
export function readRawLines(
  lines: string,
  { format, zone }: Pick<RuleTestTools, 'format' | 'zone'>,
): AppendBatch {
  const generation = generationOf(lines);
  const options = { generation, shop: SHOP, kind: 'trace', zone: zone ?? 'Europe/Paris' } as const;
  const reader = format.open({ ...options, form: null, masking: 'on', maskingKey: new Uint8Array(32) });
  const readerState = reader.saveForDecoding();
  const bytes = Buffer.from(lines, 'utf8');
  const text = bytes.toString('latin1');
  const parts = [reader.read(text), reader.finish('')];
  const events = parts.flatMap((part) => part.events);
  const lineCount = text.split('\n').length - 1;
  const block: Block = {
    generation,
    number: 0,
    start: 0,
    bytes,
    firstLine: 1,
    lines: lineCount,
    length: bytes.length,
    mark: createHash('sha256').update(bytes).digest('hex'),
    closed: true,
    readerState,
    masked: [],
  };
  return {
    generation: {
      id: generation,
      source: 'test',
      path: 'test.log',
      followed: false,
      parent: null,
      form: null,
      ...options,
    },
    blocks: [block],
    events,
    attachments: parts.flatMap((part) => part.attachments),
    quarantined: parts.flatMap((part) => part.quarantined),
    checkpoint: {
      generation,
      offset: bytes.length,
      line: lineCount,
      block: 1,
      blockStart: bytes.length,
      readerState: reader.save(),
      openRecord: null,
    },
    ledger: { ...emptyLedger(generation), ...reader.counts(), bytes: bytes.length, lines: lineCount },
  };
}

/** Judges raw lines as a file of their own; `asOf` (UTC ms) raises the coverage. */
export async function judgeRawLines(
  rules: readonly Rule[],
  lines: string,
  tools: RuleTestTools,
  asOf: number | null = null,
): Promise<RawJudgement> {
  const batch = readRawLines(lines, tools);
  const dataset = await tools.openDataset();
  await dataset.append(batch);
  const engine = await DetectionEngine.open({ dataset, rules });
  await engine.catchUp();
  const times = batch.events.map((event) => event.orderTime);
  const through = Math.max(...times, asOf ?? 0);
  const coverage = [{ shop: SHOP, from: Math.min(...times), through, holes: [] }];
  await engine.judge({ coverage, detectedAt: through, mode: 'settle' });
  const page = await dataset.findings({ order: 'newest', limit: 1000 });
  const obligations = await dataset.obligations({ limit: 1000 });
  await dataset.close();
  const judged = page.items.map((item) => item.finding).filter((finding) => finding.verdict !== 'withdrawn');
  return {
    findings: [...judged, ...judgeNumbers(rules, batch, asOf)],
    pending: obligations.map((item) => item.pending),
  };
}

/** Rules on order numbers are judged beside the engine, with the same lines. */
function judgeNumbers(rules: readonly Rule[], batch: AppendBatch, asOf: number | null): Finding[] {
  const wanted = rules.filter((rule) => rule.shape === 'sequence').map((rule) => rule.id);
  if (wanted.length === 0) return [];
  const { id, shop, path, zone } = batch.generation;
  const times = batch.events.map((event) => event.orderTime);
  const facts = batch.events.flatMap((event) => traceFact(event) ?? []);
  const source: NumberSource = {
    id,
    kind: 'trace',
    shop,
    path,
    zone,
    takenAt: null,
    from: Math.min(...times),
    to: Math.max(...times),
    rows: facts.length,
    warnings: [],
  };
  const report = analyseNumbers(shop, [source], facts, { ...defaultSequenceSettings, asOf });
  return numberFindings(report, wanted);
}

function problemOf(test: RuleTest, { findings, pending }: RawJudgement): string {
  const count = findings.reduce((sum, finding) => sum + finding.count, 0);
  if (test.expect === 'fires') {
    if (findings.length === 0) return pending.length > 0 ? 'it is only pending' : 'it stays quiet';
    return test.count === undefined || test.count === count ? '' : `it counts ${count}, not ${test.count}`;
  }
  if (findings.length > 0) return `it fires (${count})`;
  if (test.expect === 'pending') return pending.length > 0 ? '' : 'nothing is pending';
  return pending.length > 0 ? 'it is pending' : '';
}

/** One test of one rule. */
export async function runRuleTest(rule: Rule, test: RuleTest, tools: RuleTestTools): Promise<RuleTestResult> {
  const asOf = test.asOf === undefined ? null : Date.parse(test.asOf);
  const judged = await judgeRawLines([rule], test.lines, tools, asOf);
  const problem = problemOf(test, judged);
  return { rule: rule.id, test, passed: problem === '', problem };
}

/** All tests of the rules, in order. */
export async function runRuleTests(rules: readonly Rule[], tools: RuleTestTools): Promise<RuleTestResult[]> {
  const results: RuleTestResult[] = [];
  for (const rule of rules) {
    for (const test of rule.tests) results.push(await runRuleTest(rule, test, tools));
  }
  return results;
}
