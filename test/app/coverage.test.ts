// How far shops are covered, worked out from files, freshness and the analyst's word.
import { describe, expect, it } from 'vitest';
import { coverageOf as coverageOfFiles, type LiveReach } from '../../src/app/coverage.js';
import { KnownFiles } from '../../src/app/known-files.js';
import { emptyLedger, type Generation, type GenerationLedger } from '../../src/model/block.js';
import type { Coverage, Dataset, SourceStatus } from '../../src/stores/store.js';

interface File {
  readonly id: string;
  readonly source: string;
  readonly span: readonly [number, number] | null;
  readonly shop?: string;
  readonly followed?: boolean;
  readonly kind?: 'trace' | 'mail';
  readonly upToDateAt?: number;
  readonly path?: string;
  readonly extract?: true;
  readonly records?: number;
  readonly transactions?: number;
  /** Bytes that vanished behind its last record. */
  readonly vanished?: number;
  /** Time of the first record kept, where the beginning was pruned. */
  readonly keptFrom?: number;
  /** Another file holds all its records. */
  readonly isCopy?: true;
}

function datasetOf(files: readonly File[]): Dataset {
  const generations = files.map(
    ({ id, source, shop = 'default', followed = false, kind = 'trace', path = id, extract }): Generation => ({
      ...(extract === undefined ? {} : { extract }),
      id,
      source,
      shop,
      kind,
      path,
      zone: 'UTC',
      form: null,
      followed,
      parent: null,
    }),
  );
  const statuses = files.flatMap(({ id, source, upToDateAt }): SourceStatus[] =>
    upToDateAt === undefined ? [] : [{ source, generation: id, upToDateAt, size: 0 }],
  );
  const ledgerOf = (id: string): GenerationLedger => {
    const file = files.find((candidate) => candidate.id === id);
    const { span = null, keptFrom, vanished = 0, records = 0, transactions = 0, isCopy } = file ?? {};
    const pruned = keptFrom === undefined ? {} : { pruned: { blocks: 1, bytes: 9, records: 1, keptFrom } };
    return {
      ...emptyLedger(id),
      from: span?.[0] ?? null,
      to: span?.[1] ?? null,
      vanishedBytes: vanished,
      records,
      indexed: isCopy === true ? 0 : records,
      duplicate: isCopy === true ? records : 0,
      transactions,
      ...pruned,
    };
  };
  const checkpoint = { offset: 0, line: 0, block: 0, blockStart: 0, readerState: '', openRecord: null };
  const part: Pick<Dataset, 'generations' | 'sourceStatus' | 'ledger' | 'storedFiles'> = {
    generations: () => Promise.resolve(generations),
    sourceStatus: () => Promise.resolve(statuses),
    ledger: (id) => Promise.resolve(ledgerOf(id)),
    storedFiles: () =>
      Promise.resolve(
        generations.map((generation) => ({
          generation,
          checkpoint: { ...checkpoint, generation: generation.id },
          ledger: ledgerOf(generation.id),
        })),
      ),
  };
  return part as Dataset;
}

async function coverageOf(dataset: Dataset, asOf: number | null, live?: LiveReach): Promise<Coverage[]> {
  return coverageOfFiles(await new KnownFiles(dataset).now(), asOf, live);
}

describe('the coverage of a shop', () => {
  it('of a file read once ends with its last record', async () => {
    const dataset = datasetOf([{ id: 'a', source: 's', span: [100, 900] }]);
    expect(await coverageOf(dataset, null)).toEqual([
      { shop: 'default', from: 100, through: 900, holes: [] },
    ]);
  });

  it('has a hole from its beginning to the first line kept where lines were pruned', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900], keptFrom: 880 },
      { id: 'b', source: 's', span: [901, 2_000], keptFrom: 1_400 },
      { id: 'c', source: 's', span: [2_001, 3_000] },
      { id: 'd', source: 't', span: [1_000, 3_000] },
    ]);
    expect(await coverageOf(dataset, null)).toEqual([
      { shop: 'default', from: 100, through: 3_000, holes: [{ from: 100, to: 1_400, why: 'pruned' }] },
    ]);
  });

  it('has a hole from where bytes vanished to the next record of the source', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900], vanished: 12 },
      { id: 'b', source: 's', span: [1_500, 3_000] },
      { id: 'c', source: 't', span: [1_000, 3_000] },
    ]);
    expect(await coverageOf(dataset, null)).toEqual([
      {
        shop: 'default',
        from: 100,
        through: 3_000,
        holes: [{ from: 900, to: 1_500, why: 'bytes vanished unread' }],
      },
    ]);
  });

  it('has a hole to its end where bytes vanished and nothing came since', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900], followed: true, upToDateAt: 62_000, vanished: 12 },
    ]);
    const [shop] = await coverageOf(dataset, null);
    expect(shop).toMatchObject({ through: 60_000, holes: [{ from: 900, to: 60_000 }] });
    const [raised] = await coverageOf(dataset, 99_000);
    expect(raised).toMatchObject({ through: 99_000, holes: [{ from: 900 }] });
  });

  it.each([
    [
      'one is missing',
      ['trace.log.3.gz', 'trace.log.1', 'trace.log'],
      [[300, 500, 'trace.log.2 is missing']],
    ],
    [
      'two are missing',
      ['trace.log.4', 'trace.log.1', 'trace.log'],
      [[300, 500, 'trace.log.2 to trace.log.3 are missing']],
    ],
    [
      'the newest rotated is missing',
      ['trace.log.3', 'trace.log.2', 'trace.log'],
      [[600, 900, 'trace.log.1 is missing']],
    ],
    ['none is missing', ['trace.log.2', 'trace.log.1', 'trace.log'], []],
    ['names carry dates', ['trace.log-20170101', 'trace.log-20170301', 'trace.log'], []],
    ['numbers grow with time', ['trace.log.1', 'trace.log.3', 'trace.log.7'], []],
    ['two files were last seen under one name', ['trace.log.3', 'trace.log.3', 'trace.log'], []],
  ])('has a hole between rotated files where %s', async (_, names, holes) => {
    const spans = [
      [100, 300],
      [500, 600],
      [900, 1_000],
    ] as const;
    const files = names.map((name, index): File => ({
      id: `g${index}`,
      source: 's',
      path: `/var/${name}`,
      span: spans[index] ?? [0, 0],
    }));
    const [shop] = await coverageOf(datasetOf(files), null);
    expect(shop?.holes).toEqual(holes.map(([from, to, why]) => ({ from, to, why })));
  });

  it('is not that of extracts, said or seen, where there is something else', async () => {
    const whole = { id: 'a', source: 's', span: [100, 900] } as const;
    const said = { id: 'b', source: 't', span: [50, 200], extract: true } as const;
    const seen = { id: 'c', source: 'u', span: [50, 200], records: 23, transactions: 1 } as const;
    expect(await coverageOf(datasetOf([whole, said, seen]), null)).toMatchObject([
      { from: 100, through: 900 },
    ]);
    expect(await coverageOf(datasetOf([said, seen]), null)).toMatchObject([{ from: 50, through: 200 }]);
  });

  it('is not that of copies', async () => {
    const copy: File = { id: 'b', source: 't', span: [50, 200], records: 4, isCopy: true };
    const dataset = datasetOf([{ id: 'a', source: 's', span: [100, 900] }, copy]);
    expect(await coverageOf(dataset, null)).toMatchObject([{ from: 100, through: 900 }]);
  });

  it('reaches over all rotated files of a source', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900] },
      { id: 'b', source: 's', span: [901, 2_000] },
    ]);
    expect(await coverageOf(dataset, null)).toMatchObject([{ from: 100, through: 2_000 }]);
  });

  it('ends with the source that ends first', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900] },
      { id: 'b', source: 't', span: [50, 400] },
    ]);
    expect(await coverageOf(dataset, null)).toMatchObject([{ from: 50, through: 400 }]);
  });

  it('of a followed file reaches to two seconds before the last complete look', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900], followed: true, upToDateAt: 60_000 },
    ]);
    expect(await coverageOf(dataset, null)).toMatchObject([{ through: 58_000 }]);
    expect(await coverageOf(dataset, null, new Map([['s', 70_000]]))).toMatchObject([{ through: 70_000 }]);
  });

  it('of several followed files of one source ends with the one that is behind', async () => {
    const node = { source: 's', span: [100, 900], followed: true } as const;
    const files = [
      { ...node, id: 'a', upToDateAt: 60_000 },
      { ...node, id: 'b', upToDateAt: 10_000 },
    ];
    expect(await coverageOf(datasetOf(files), null)).toMatchObject([{ through: 8_000 }]);
    const rotated = { id: 'c', source: 's', span: [950, 9_000] } as const;
    expect(await coverageOf(datasetOf([...files, rotated]), null)).toMatchObject([{ through: 8_000 }]);
    const unread = { ...node, id: 'd' };
    expect(await coverageOf(datasetOf([...files, unread]), null)).toMatchObject([{ through: 900 }]);
  });

  it('goes on while the followed file is still empty', async () => {
    const dataset = datasetOf([{ id: 'a', source: 's', span: [100, 900] }]);
    expect(await coverageOf(dataset, null, new Map([['s', 70_000]]))).toMatchObject([{ through: 70_000 }]);
  });

  it('is asked of the store again only for files that changed', async () => {
    const asked: string[] = [];
    const files: File[] = ['a', 'b', 'c'].map((id) => ({ id, source: 's', span: [100, 900] }));
    const source = datasetOf(files);
    const known = new KnownFiles(
      Object.assign(Object.create(source) as Dataset, {
        storedFiles: async () => {
          asked.push('all');
          return await source.storedFiles();
        },
        ledger: async (id: string) => {
          asked.push(id);
          return await source.ledger(id);
        },
        updateGeneration: () => Promise.resolve(),
      }),
    );
    await known.now();
    await known.now();
    expect(asked).toEqual(['all']);
    const [generation] = await source.generations();
    if (generation === undefined) throw new Error('no file');
    files[0] = { id: 'a', source: 's', span: [100, 5_000] };
    await known.watched().updateGeneration({ ...generation, followed: true });
    expect(coverageOfFiles(await known.now(), null)).toMatchObject([{ through: 5_000 }]);
    expect(asked).toEqual(['all', 'a']);
  });

  it('is raised by the word of the analyst, never lowered', async () => {
    const dataset = datasetOf([{ id: 'a', source: 's', span: [100, 900] }]);
    expect(await coverageOf(dataset, 5_000)).toMatchObject([{ through: 5_000 }]);
    expect(await coverageOf(dataset, 500)).toMatchObject([{ through: 900 }]);
  });

  it('is not shortened by mail files and by files without records', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900] },
      { id: 'm', source: 'mail', kind: 'mail', span: [100, 200] },
      { id: 'e', source: 'empty', span: null },
    ]);
    expect(await coverageOf(dataset, null)).toMatchObject([{ through: 900 }]);
  });

  it('is that of each shop alone', async () => {
    const dataset = datasetOf([
      { id: 'a', source: 's', span: [100, 900] },
      { id: 'b', source: 't', shop: 'other', span: [50, 400] },
    ]);
    expect((await coverageOf(dataset, null)).map(({ shop, through }) => [shop, through])).toEqual([
      ['default', 900],
      ['other', 400],
    ]);
  });
});
