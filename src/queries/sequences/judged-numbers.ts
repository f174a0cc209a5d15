// The judgement on a dataset's order numbers, made once and kept until something new comes.
import { analyseNumbers } from '../../model/sequences/analyse.js';
import { defaultSequenceSettings, type SequenceSettings } from '../../model/sequences/number-fact.js';
import type { SequenceReport } from '../../model/sequences/series-report.js';
import type { Dataset } from '../question.js';
import { NumberLoader, type LoadedNumbers } from './load-facts.js';

export interface JudgedNumbers {
  readonly reports: readonly SequenceReport[];
  readonly loaded: LoadedNumbers;
}

interface Kept {
  readonly loader: NumberLoader;
  loaded: LoadedNumbers | null;
  judged: { readonly settings: string; readonly numbers: JudgedNumbers } | null;
  /** Questions wait for each other: the second finds what the first has made. */
  queue: Promise<unknown>;
}

const byDataset = new WeakMap<Dataset, Kept>();

/** @param asOf UTC ms: as if every source had spoken until then; default: the dataset's own */
export async function judgedNumbers(
  dataset: Dataset,
  settings: Partial<SequenceSettings> = {},
  asOf: number | null = null,
): Promise<JudgedNumbers> {
  const kept = byDataset.get(dataset) ?? newKept(dataset);
  const asked = kept.queue.then(
    async () => await judge(dataset, kept, { ...settings, asOf: asOf ?? dataset.info.asOf }),
  );
  kept.queue = asked.catch(() => undefined);
  return await asked;
}

function newKept(dataset: Dataset): Kept {
  const kept: Kept = {
    loader: new NumberLoader(dataset),
    loaded: null,
    judged: null,
    queue: Promise.resolve(),
  };
  byDataset.set(dataset, kept);
  return kept;
}

async function judge(
  dataset: Dataset,
  kept: Kept,
  settings: Partial<SequenceSettings>,
): Promise<JudgedNumbers> {
  const key = JSON.stringify(settings);
  if (kept.loaded === null || (await kept.loader.hasNews())) {
    kept.loaded = await kept.loader.load();
    kept.judged = null;
  }
  if (kept.judged === null || kept.judged.settings !== key) {
    const numbers = judgeLoaded(kept.loaded, settings);
    kept.judged = { settings: key, numbers };
  }
  return kept.judged.numbers;
}

/** Judges each shop with what was said when its tables were imported. */
export function judgeLoaded(loaded: LoadedNumbers, given: Partial<SequenceSettings>): JudgedNumbers {
  const reports = loaded.shops.map(({ shop, sources, facts }) =>
    analyseNumbers(shop, sources, facts, settingsOf(shop, loaded, given)),
  );
  return { loaded, reports };
}

function settingsOf(
  shop: string,
  { imports }: LoadedNumbers,
  given: Partial<SequenceSettings>,
): SequenceSettings {
  const said = imports
    .filter((table) => table.shop === shop)
    .toSorted((a, b) => b.importedAt - a.importedAt || (a.id < b.id ? -1 : 1))
    .map((table) => table.said);
  const base = { ...defaultSequenceSettings, ...given };
  return {
    ...base,
    platform: base.platform ?? said.find(({ platform }) => platform !== null)?.platform ?? null,
    quoteLifeDays:
      base.quoteLifeDays ?? said.find((one) => one.quoteLifeDays !== null)?.quoteLifeDays ?? null,
    first: [...base.first, ...said.flatMap(({ first }) => first ?? [])],
    last: [...base.last, ...said.flatMap(({ last }) => last ?? [])],
  };
}
