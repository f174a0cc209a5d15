// The composition root of the command line: a store, its datasets, and the jobs that fill and judge them.
import type { Project } from './project-contract.js';
import type { Settings } from '../config/schema.js';
import { rules } from '../detectors/rules/index.js';
import { openStore } from '../stores/index.js';
import { OpenDatasets } from './datasets.js';
import { blockDecoder } from './decoder.js';
import { ruleAnswers } from './rule-answers.js';
import { readTroubles } from './troubles.js';
import { sequenceSettings } from './sequence-settings.js';

/** Most questions need the store and nothing else: every job is loaded when it is asked for. */
const batchJobs = async () => await import('./batch-jobs.js');

/** @throws what opening the store says */
export async function openProject(settings: Settings): Promise<Project> {
  const store = await openStore(settings.store, { decoder: blockDecoder });
  const datasets = new OpenDatasets(store);
  const known = ruleAnswers(rules, settings.rules.thresholds);
  return {
    settings,
    store,
    rules: known,
    sequenceSettings: sequenceSettings(settings),
    dataset: async (name) => await datasets.get(name),
    replay: async (request) => await (await batchJobs()).replay(settings, store, request),
    ingest: async (request) => await (await batchJobs()).ingest(settings, store, request),
    importTables: async (request) =>
      await (await import('./import-job.js')).importTables(settings, store, request),
    detect: async (request) => await (await batchJobs()).detect(settings, store, datasets, request),
    start: async (request) =>
      await (await import('./start.js')).startAll({ settings, store, datasets, rules: known, request }),
    serve: async () =>
      await (await import('./serve-job.js')).serveOnly({ settings, store, open: datasets, rules: known }),
    async *verify(dataset, paths) {
      yield* (await import('./verify-job.js')).verifyPaths(dataset, paths);
    },
    troubles: (dataset) => readTroubles(settings.data, dataset),
    testRules: async (ids) => await (await import('./rule-testing.js')).testRules(ids),
    close: async () => {
      await datasets.close();
      await store.close();
    },
  };
}
