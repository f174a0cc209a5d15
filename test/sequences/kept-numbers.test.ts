// A stored judgement gives the answers that judging anew gives, and steps aside when anything it rests on has changed.
import { expect, test } from 'vitest';
import { readImport } from '../../src/ingest/imports/read-import.js';
import { gaps } from '../../src/queries/gaps.js';
import { numberLife } from '../../src/queries/number.js';
import type { Dataset, Store } from '../../src/queries/question.js';
import { judgedNumbers, settingsText } from '../../src/queries/sequences/judged-numbers.js';
import { importsMark, keepNumbers } from '../../src/queries/sequences/kept-numbers.js';
import { NumberLoader } from '../../src/queries/sequences/load-facts.js';
import { seriesDetail } from '../../src/queries/sequences/series-detail.js';
import { datasetOf } from '../queries/support/read-dataset.js';

const samples = 'samples/order-numbers';
const nothing = { platform: null, quoteLifeDays: null, first: null, last: null };

async function importInto(dataset: Dataset, path: string): Promise<void> {
  const { table } = await readImport({
    path,
    shop: 'default',
    zone: 'UTC',
    said: nothing,
    takenAt: null,
    columns: new Map(),
    now: 1,
    keep: async (id, part, facts) => await dataset.putImportPart(id, part, facts),
  });
  await dataset.putImport(table);
}

async function answersOf(dataset: Dataset) {
  const all = await gaps(dataset, { series: [], asOf: null });
  const details = [];
  for (const { series } of all.series)
    details.push(await seriesDetail(dataset, { series, asOf: null, limit: 100, stretches: 7 }));
  const numbers = new Set([
    ...all.holes.flatMap(({ from, to, before, after }) => [
      from,
      to,
      before?.number ?? '',
      after?.number ?? '',
    ]),
    ...all.late.map(({ number }) => number),
    '350',
    '999999999',
  ]);
  const lives = [];
  for (const number of numbers) lives.push(await numberLife(dataset, { number, asOf: null }));
  return { all, details, lives };
}

/** A dataset that counts how often rows are read, and another handle each time: nothing is remembered. */
async function counted(store: Store): Promise<{ dataset: Dataset; parts: () => number }> {
  const dataset = await store.open('test', { mode: 'read' });
  let parts = 0;
  return {
    parts: () => parts,
    dataset: {
      ...dataset,
      get info() {
        return dataset.info;
      },
      importPart: async (id, part) => {
        parts += 1;
        return await dataset.importPart(id, part);
      },
    },
  };
}

async function keep(dataset: Dataset): Promise<void> {
  const loader = new NumberLoader(dataset);
  const { imports } = await loader.load();
  const { reports } = await judgedNumbers(dataset);
  const mark = {
    settings: settingsText({ asOf: dataset.info.asOf }),
    imports: importsMark(imports),
    state: loader.state,
  };
  await keepNumbers(dataset, reports, mark);
}

test.each([
  { traces: ['story.log'], tables: [], late: 1 },
  { traces: [], tables: ['orders.csv', 'quotes.csv'], late: 1 },
  { traces: ['story.log'], tables: ['orders.csv', 'quotes.csv', 'later-orders.csv'], late: 0 },
])('a stored judgement answers as a new one does ($traces, $tables)', async ({ traces, tables, late }) => {
  const { store, dataset } = await datasetOf(
    traces.map((name) => ({ path: `${samples}/${name}`, zone: 'UTC' })),
  );
  for (const name of tables) await importInto(dataset, `${samples}/${name}`);
  const judged = await answersOf((await counted(store)).dataset);
  expect(judged.all.holes.length).toBeGreaterThan(0);
  expect(judged.all.late.length).toBeGreaterThanOrEqual(late);

  await keep(dataset);
  const { dataset: reader, parts } = await counted(store);
  expect(await gaps(reader, { series: [], asOf: null })).toEqual(judged.all);
  expect(parts()).toBe(0);
  expect(await answersOf(reader)).toEqual(judged);

  const asOf = { series: [], asOf: Date.UTC(2030, 0, 1) };
  expect(await gaps(reader, asOf)).toEqual(await gaps(dataset, asOf));
});

test('a stored judgement is not taken for one with other tables', async () => {
  const { store, dataset } = await datasetOf([]);
  await importInto(dataset, `${samples}/orders.csv`);
  await keep(dataset);
  await importInto(dataset, `${samples}/quotes.csv`);
  const { dataset: reader, parts } = await counted(store);
  expect((await gaps(reader, { series: [], asOf: null })).sources).toHaveLength(2);
  expect(parts()).toBe(2);
});
