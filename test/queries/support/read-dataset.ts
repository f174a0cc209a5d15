// A dataset in the memory store, filled by the real parser and judged by the real rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merchantTrace } from '../../../parsers/index.js';
import { Pipeline } from '../../../src/app/pipeline.js';
import { ruleAnswers } from '../../../src/app/rule-answers.js';
import { rules } from '../../../src/detectors/rules/index.js';
import type { Dataset, Store } from '../../../src/queries/question.js';
import { openMemoryStore } from '../../../src/stores/memory/memory-store.js';

export const knownRules = ruleAnswers(rules, {});
export const samplePath = 'samples/documented-merchant-trace.log';
export const sampleId = 'TU90QMLVYXD5UMZYUQ==';
export const testNow = Date.UTC(2026, 0, 15, 12);

export interface FilledStore {
  readonly store: Store;
  readonly dataset: Dataset;
}

export interface TraceInput {
  readonly path: string;
  readonly shop?: string;
  readonly zone?: string;
}

/** Reads files of the checkout into a dataset of their own. */
export async function datasetOf(
  inputs: readonly TraceInput[],
  options: { readonly asOf?: number; readonly name?: string; readonly store?: Store } = {},
): Promise<FilledStore> {
  const store = options.store ?? openMemoryStore();
  const dataset = await store.open(options.name ?? 'test', {
    mode: 'write',
    create: { live: false, createdAt: testNow, catalogueVersion: merchantTrace.catalogueVersion },
  });
  const pipeline = await Pipeline.open({
    dataset,
    rules,
    thresholds: {},
    mute: [],
    maskingKey: new Uint8Array(32),
    now: () => testNow,
  });
  if (options.asOf !== undefined) await pipeline.raiseAsOf(options.asOf);
  for (const { path, shop = 'default', zone = 'Europe/Paris' } of inputs)
    await pipeline.read({ path, source: path, shop, kind: null, zone, form: null });
  await pipeline.judge('settle');
  return { store, dataset };
}

/** The same of lines written in a test. */
export async function datasetOfLines(
  texts: readonly (Omit<TraceInput, 'path'> & { readonly lines: string | Uint8Array })[],
  options: { readonly asOf?: number } = {},
): Promise<FilledStore> {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-lines-'));
  try {
    const inputs = texts.map(({ lines, ...input }, index) => {
      const path = join(folder, `trace-${index}.log`);
      writeFileSync(path, lines);
      return { ...input, path };
    });
    return await datasetOf(inputs, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
