// The judgement on a dataset's order numbers, made once and kept until something new comes.
import { analyseNumbers } from '../../model/sequences/analyse.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import {
  defaultSequenceSettings,
  type NumberFact,
  type SequenceSettings,
  type SequenceSettingsByShop,
} from '../../model/sequences/number-fact.js';
import type { SequenceReport } from '../../model/sequences/series-report.js';
import type { Dataset } from '../question.js';
import { factsAbout } from './facts-about.js';
import { importsMark, keptHead, keptReports } from './kept-numbers.js';
import { NumberLoader, type LoadedNumbers } from './load-facts.js';

export interface JudgedNumbers {
  /** Of a kept judgement without `orders`. */
  readonly reports: readonly SequenceReport[];
  readonly imports: readonly ImportedTable[];
  /** What is said about numbers (as printed), their carts and rows; maybe more. */
  readonly factsAbout: (shop: string, numbers: ReadonlySet<string>) => Promise<readonly NumberFact[]>;
}

interface Kept {
  readonly loader: NumberLoader;
  /** What another process has judged and stored. */
  stored: { readonly id: string; readonly numbers: JudgedNumbers } | null;
  loaded: LoadedNumbers | null;
  judged: { readonly settings: string; readonly numbers: JudgedNumbers } | null;
  /** Questions wait for each other: the second finds what the first has made. */
  queue: Promise<unknown>;
}

const byDataset = new WeakMap<Dataset, Kept>();

/** @param asOf UTC ms: as if every source had spoken until then; default: the dataset's own */
export async function judgedNumbers(
  dataset: Dataset,
  settings: Partial<SequenceSettingsByShop> = {},
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
    stored: null,
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
  settings: Partial<SequenceSettingsByShop>,
): Promise<JudgedNumbers> {
  const key = settingsText(settings);
  const stored = await storedNumbers(dataset, kept, key);
  if (stored !== null) return stored;
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

/**
 * The judgement that the judging process has stored, when it is of these settings and tables; beside a trace that still
 * grows it may be seconds behind, as the findings are.
 */
async function storedNumbers(dataset: Dataset, kept: Kept, settings: string): Promise<JudgedNumbers | null> {
  const head = await keptHead(dataset);
  if (head === null || head.settings !== settings) return null;
  const imports = await dataset.imports();
  if (head.imports !== importsMark(imports)) return null;
  if (!dataset.info.live && head.state !== (await kept.loader.stateNow())) return null;
  if (kept.stored?.id !== head.id) {
    const reports = await keptReports(dataset, head);
    if (reports === null) return null;
    const about: JudgedNumbers['factsAbout'] = async (shop, numbers) =>
      await factsAbout(dataset, shop, numbers);
    kept.stored = { id: head.id, numbers: { reports, imports, factsAbout: about } };
    kept.loaded = null;
    kept.judged = null;
  }
  return kept.stored.numbers;
}

/** The same settings are the same text, in whatever order they were put together. */
export function settingsText(settings: Partial<SequenceSettingsByShop>): string {
  return JSON.stringify(settings, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Judges each shop with what was said when its tables were imported. */
export function judgeLoaded(loaded: LoadedNumbers, given: Partial<SequenceSettingsByShop>): JudgedNumbers {
  const reports = loaded.shops.map(({ shop, sources, facts }) =>
    analyseNumbers(shop, sources, facts, settingsOf(shop, loaded, given)),
  );
  const { imports, shops } = loaded;
  return {
    reports,
    imports,
    factsAbout: async (wanted) => shops.find(({ shop }) => shop === wanted)?.facts ?? [],
  };
}

function settingsOf(
  shop: string,
  { imports }: LoadedNumbers,
  { byShop = {}, ...given }: Partial<SequenceSettingsByShop>,
): SequenceSettings {
  const said = imports
    .filter((table) => table.shop === shop)
    .toSorted((a, b) => b.importedAt - a.importedAt || (a.id < b.id ? -1 : 1))
    .map((table) => table.said);
  const base = { ...defaultSequenceSettings, ...given, ...byShop[shop] };
  return {
    ...base,
    platform: base.platform ?? said.find(({ platform }) => platform !== null)?.platform ?? null,
    quoteLifeDays:
      base.quoteLifeDays ?? said.find((one) => one.quoteLifeDays !== null)?.quoteLifeDays ?? null,
    first: [...base.first, ...said.flatMap(({ first }) => first ?? [])],
    last: [
      ...base.last,
      ...said.flatMap(({ last }) => last ?? []),
      ...said.flatMap(({ counters = [] }) => counters),
    ],
  };
}
