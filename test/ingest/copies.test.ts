// Copies, parts, extracts and altered versions of a file: every record counts once, and findings do not change.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Pipeline } from '../../src/app/pipeline.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { rules } from '../../src/detectors/rules/index.js';
import { ledgerProblems } from '../../src/model/block.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { writeShop } from '../shop/run-for-test.js';
import { reading, newScene, type Scene } from './scene.js';

const faults = 'failingProduct=0.1,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.1';
const { lines: written } = await writeShop({ era: '2017', seed: 5, orders: 60, faults });
const text = `${written.join('\n')}\n`;
const lines = text.split(/(?<=\n)/);
const half = lines.length >> 1;
const [older, newer] = [lines.slice(0, half).join(''), lines.slice(half).join('')];
const someId = /\[(TU[A-Z0-9]+=*)\]/.exec(newer)?.[1] ?? '';
const withId = (content: string): string[] =>
  content.split(/(?<=\n)/).filter((line) => line.includes(`[${someId}]`));
const middle = lines.findIndex((line, index) => index > half + 40 && line.includes('Order placed'));

/** What people make of `trace.log` (the newer half) and `trace.log.1` (the older half). */
const copies = {
  tail: lines.slice(half + 30).join(''),
  concatenated: older + newer,
  extract: withId(newer).join(''),
  scanned: withId(newer)
    .map((line) => line.replace(/ -- {2}/, ' -- ').replaceAll(/ {2,}/g, ' '))
    .join(''),
  cut: lines.slice(half, half + 90).join(''),
} as const;
const altered = {
  deleted: lines.toSpliced(middle, 1).slice(half).join(''),
  changed: lines
    .with(middle, (lines[middle] ?? '').replace('Order placed', 'Order plaCed'))
    .slice(half)
    .join(''),
} as const;

type Copy = keyof typeof copies | keyof typeof altered;
const contentOf: Readonly<Record<Copy | 'original' | 'rotated', string>> = {
  ...copies,
  ...altered,
  original: newer,
  rotated: older,
};

let scene: Scene;
let store: Store;
let base: string;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'copies-test-'));
  scene = await newScene();
});
afterEach(async () => {
  await store.close();
  scene.close();
  rmSync(base, { recursive: true });
});

let serial = 0;
async function newDataset(kind: 'memory' | 'SQLite'): Promise<Dataset> {
  store = kind === 'memory' ? openMemoryStore() : openSqliteStore({ folder: base, decoder: blockDecoder });
  serial += 1;
  const create = { live: false, createdAt: 0, catalogueVersion: '1' };
  return await store.open(`d${serial}`, { mode: 'write', create });
}

interface Outcome {
  readonly dataset: Dataset;
  readonly findings: readonly object[];
  readonly about: readonly string[];
}

/** Reads files one after the other, each as a file of its own name. */
async function readAll(
  names: readonly (keyof typeof contentOf)[],
  kind: 'memory' | 'SQLite' = 'memory',
): Promise<Outcome> {
  const dataset = await newDataset(kind);
  const pipeline = await Pipeline.open({
    dataset,
    rules,
    thresholds: {},
    mute: [],
    maskingKey: new Uint8Array(32),
    now: () => 1,
  });
  for (const name of names) {
    const path = scene.file(name, contentOf[name]);
    const source = name === 'rotated' || name === 'original' ? 'trace.log' : name;
    const report = await pipeline.read(reading(path, { source }));
    expect(ledgerProblems(report.ledger)).toEqual([]);
  }
  await pipeline.judge('settle');
  for (const { id } of await dataset.generations()) {
    const ledger = await dataset.ledger(id);
    expect(ledger === null ? ['none'] : ledgerProblems(ledger)).toEqual([]);
  }
  return { dataset, ...(await said(dataset)) };
}

async function said(dataset: Dataset): Promise<Omit<Outcome, 'dataset'>> {
  const { items } = await dataset.findings({ order: 'newest', limit: 1000 });
  const open = items.map(({ finding }) => finding).filter(({ verdict }) => verdict !== 'withdrawn');
  const aboutFiles = (rule: string): boolean => rule === 'source-altered' || rule === 'source-overlaps';
  const findings = open
    .filter(({ rule }) => !aboutFiles(rule))
    .map(({ evidence, ...finding }) => ({ ...finding, proofs: evidence.length }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { findings, about: open.map(({ rule }) => rule).filter(aboutFiles) };
}

async function messagesOf(dataset: Dataset): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of await dataset.generations()) {
    const { events } = await dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    for (const { event } of events)
      if (!event.flags.includes('alternate'))
        found.push(`${event.localTime} ${event.transaction} ${event.message.replaceAll(/\s+/g, ' ')}`);
  }
  return found.toSorted();
}

describe('a copy of what is stored', () => {
  it.each(Object.keys(copies) as Copy[])('changes no finding and adds no record: %s', async (copy) => {
    const alone = await readAll(['rotated', 'original']);
    expect(alone.findings.length).toBeGreaterThan(3);
    const together = await readAll(['rotated', 'original', copy], 'SQLite');
    expect(together.findings).toEqual(alone.findings);
    expect(await messagesOf(together.dataset)).toEqual(await messagesOf(alone.dataset));
    expect(await together.dataset.count({})).toBe(await alone.dataset.count({}));
  });

  it.each(Object.keys(altered) as Copy[])('is reported where it was altered: %s', async (copy) => {
    const alone = await readAll(['rotated', 'original']);
    const together = await readAll(['rotated', 'original', copy], 'SQLite');
    expect(together.findings).toEqual(alone.findings);
    expect(together.about).toContain('source-altered');
    expect(await messagesOf(together.dataset)).toEqual(await messagesOf(alone.dataset));
    expect(await together.dataset.count({})).toBe(await alone.dataset.count({}));
  });

  it('names the line where an altered file departs', async () => {
    const { dataset } = await readAll(['original', 'changed']);
    const { items } = await dataset.findings({ rules: ['source-altered'], order: 'newest', limit: 5 });
    const [finding] = items.map((item) => item.finding);
    expect(finding?.summary.params).toMatchObject({
      line: middle - half + 1,
      onlyHere: 1,
      onlyThere: 1,
    });
    const [, branch] = await dataset.generations();
    const found = await dataset.search({ filter: { words: 'plaCed' }, order: 'oldest', limit: 1000 });
    expect(found.items.filter(({ flags }) => flags.includes('alternate')).length).toBe(1);
    expect(branch).toBeDefined();
  });
});

it('an altered version is compared with the original, not with another altered one', async () => {
  for (const names of [
    ['original', 'deleted', 'changed'],
    ['original', 'changed', 'deleted'],
  ] as const) {
    const { dataset } = await readAll(names);
    const generations = await dataset.generations();
    const original = generations.find(({ parent }) => parent === null)?.id;
    expect(generations.flatMap(({ parent }) => parent ?? [])).toEqual([original, original]);
    await dataset.close();
  }
});

describe('files in any order', () => {
  const names = ['rotated', 'original', ...(Object.keys(copies) as Copy[])] as const;

  it('say the same as the original alone', async () => {
    const alone = await readAll(['rotated', 'original']);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...names], { minLength: names.length }),
        fc.constantFrom('memory' as const, 'SQLite' as const),
        async (order, kind) => {
          const together = await readAll(order, kind);
          expect(await messagesOf(together.dataset)).toEqual(await messagesOf(alone.dataset));
          expect(together.findings).toEqual(alone.findings);
          await together.dataset.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('with altered versions anywhere behind the original', async () => {
    const alone = await readAll(['rotated', 'original']);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...(Object.keys(copies) as Copy[]), ...(Object.keys(altered) as Copy[])], {
          minLength: 3,
        }),
        async (order) => {
          const together = await readAll(['rotated', 'original', ...order]);
          expect(together.findings).toEqual(alone.findings);
          await together.dataset.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});
