// The composition root: keys, chosen datasets, followed paths, services that end, workers that fail.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIVE_DATASET, OpenDatasets, writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { prepareDemo } from '../../src/app/demo.js';
import { followedPaths } from '../../src/app/followed-paths.js';
import { LiveBus } from '../../src/app/live-bus.js';
import { loadMaskingKey } from '../../src/app/masking-key.js';
import { paced } from '../../src/app/read-job.js';
import { running } from '../../src/app/running.js';
import { sourceSettings } from '../../src/app/settings-of-source.js';
import { plainError, revivedError } from '../../src/app/worker-messages.js';
import { defaultConfig } from '../../src/config/defaults.js';
import type { Settings } from '../../src/config/schema.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { openStore } from '../../src/stores/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const flags = { zone: null, form: null, kind: null, shop: null };

function settings(sources: Settings['sources'] = []): Settings {
  return { ...defaultConfig, sources, data: folder, store: 'memory:', dataset: null, lang: 'en', file: null };
}

describe('the masking key', () => {
  it('is made once, for its owner only, and is the same afterwards', async () => {
    const [first, second] = await Promise.all([loadMaskingKey(folder), loadMaskingKey(folder)]);
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(statSync(join(folder, 'keys', 'masking.key')).mode & 0o777).toBe(0o600);
  });

  it('that is damaged is not replaced', async () => {
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys', 'masking.key'), 'not a key');
    await expect(loadMaskingKey(folder)).rejects.toMatchObject({ code: 'path-unreadable' });
  });
});

describe('the dataset that answers', () => {
  it('is the named, the live, or the newest one', async () => {
    const store = await openStore('memory:', { decoder: blockDecoder });
    const datasets = new OpenDatasets(store);
    await expect(datasets.choose(null)).rejects.toMatchObject({ code: 'dataset-unknown' });
    for (const [name, at] of [
      ['r-old', 1],
      ['r-new', 3],
    ] as const)
      await (await store.open(name, writing(false, at))).close();
    expect(await datasets.choose(null)).toEqual({ name: 'r-new', because: 'newest' });
    await (await store.open(LIVE_DATASET, writing(true, 2))).close();
    expect(await datasets.choose(null)).toEqual({ name: LIVE_DATASET, because: 'live' });
    expect(await datasets.choose('r-old')).toEqual({ name: 'r-old', because: 'named' });
    await expect(datasets.choose('r-odl')).rejects.toMatchObject({ hint: expect.stringContaining('r-old') });
    expect((await datasets.get('r-old')).dataset).toBe((await datasets.get('r-old')).dataset);
    await datasets.close();
  });

  it.each(['memory:', 'sqlite:'])('is never one that was dropped or made anew (%s)', async (kind) => {
    const url = kind === 'memory:' ? kind : `sqlite:${folder}`;
    const [server, other] =
      kind === 'memory:'
        ? await openStore(url, { decoder: blockDecoder }).then((store) => [store, store] as const)
        : await Promise.all([1, 2].map(async () => await openStore(url, { decoder: blockDecoder })));
    if (server === undefined || other === undefined) throw new Error('no store');
    const datasets = new OpenDatasets(server);
    await (await other.open('shop', writing(false, 1))).close();
    const { dataset } = await datasets.get('shop');
    expect(dataset.info.createdAt).toBe(1);
    await other.drop('shop');
    await expect(datasets.get('shop')).rejects.toMatchObject({ code: 'dataset-unknown' });
    await (await other.open('shop', writing(false, 2))).close();
    expect((await datasets.get('shop')).dataset.info.createdAt).toBe(2);
    await other.drop('shop');
    await (await other.open('shop', writing(false, 3))).close();
    expect((await datasets.get('shop')).dataset.info.createdAt).toBe(3);
    await datasets.close();
    await Promise.all([server.close(), other.close()]);
  });
});

describe('what is said about a source', () => {
  it('comes from flags, then the configuration, then the machine', () => {
    const configured = {
      name: 'main',
      shop: 'paris',
      zone: 'Europe/Paris',
      trace: ['/x'],
      mail: [],
      live: true,
      manualProducts: [],
      masking: 'on' as const,
    };
    expect(sourceSettings('/x/trace.log', flags, configured)).toMatchObject({
      source: 'main',
      shop: 'paris',
      zone: 'Europe/Paris',
    });
    expect(
      sourceSettings('/x/trace.log', { ...flags, zone: '+02:00', shop: 'rome' }, configured),
    ).toMatchObject({
      shop: 'rome',
      zone: '+02:00',
    });
    expect(() => sourceSettings('/x', { ...flags, zone: 'Mars/Base' }, null)).toThrow(ShoptraceError);
  });

  it('is one for all rotated names of a file', () => {
    const names = ['trace.log', 'trace.log.1', 'trace.log.12.gz', 'trace.log-20170821.gz', 'trace.log.old'];
    const sources = names.map((name) => sourceSettings(join('/logs', name), flags, null).source);
    expect(new Set(sources)).toEqual(new Set(['/logs/trace.log']));
    expect(sourceSettings('/logs/other.log', flags, null).source).toBe('/logs/other.log');
  });
});

describe('followed paths', () => {
  const head = '-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects\n';

  it('of a folder are the shop’s files, even before they are there, and other traces', async () => {
    writeFileSync(join(folder, 'second.log'), head);
    writeFileSync(join(folder, 'second.log.1'), head);
    writeFileSync(join(folder, 'notes.txt'), 'nothing\n');
    const found = await followedPaths({ paths: [folder], ...flags }, settings());
    expect(found.map(({ path, kind }) => [path, kind])).toEqual([
      [join(folder, 'merchant_trace.log'), 'trace'],
      [join(folder, 'merchant_mail_trace.log'), 'mail'],
      [join(folder, 'second.log'), null],
    ]);
  });

  it('of the configuration keep their masking and their shop', async () => {
    const path = join(folder, 'a.log');
    const source = {
      name: 'a',
      shop: 'paris',
      zone: 'Europe/Paris',
      trace: [path],
      mail: [],
      live: true,
      manualProducts: [],
      masking: 'off' as const,
    };
    expect(await followedPaths({ paths: [], ...flags }, settings([source]))).toEqual([
      {
        path,
        kind: 'trace',
        masking: 'off',
        source: 'a',
        shop: 'paris',
        zone: 'Europe/Paris',
        zoneIsGiven: true,
        form: null,
      },
    ]);
    expect(await followedPaths({ paths: [], ...flags }, settings([{ ...source, live: false }]))).toEqual([]);
  });
});

describe('the demo', () => {
  it('lies below the data folder: two shops with trace and mail, one that counts its orders', async () => {
    const { shops, paths } = await prepareDemo(folder, Date.UTC(2026, 5, 1));
    expect(shops.map(({ era, platform }) => era ?? platform)).toEqual(['2025', '2017', 'magento']);
    expect(shops[2]?.from).toBe('2026-02-01T00:00:00.000Z');
    expect(paths).toHaveLength(5);
    for (const { path } of paths) expect(path.startsWith(join(folder, 'demo'))).toBe(true);
  });
});

describe('a paced replay', () => {
  it('waits as long as the trace took, divided by the speed', async () => {
    let clock = 0;
    const waits: number[] = [];
    const pace = paced(
      10,
      () => clock,
      (ms) => {
        waits.push(ms);
        clock += ms;
        return Promise.resolve();
      },
    );
    const commit = (...times: number[]) =>
      ({ events: times.map((orderTime) => ({ orderTime })) }) as unknown as Parameters<typeof pace>[0];
    await pace(commit(1_000, 2_000));
    await pace(commit(2_000));
    await pace(commit(12_000));
    await pace(commit());
    expect(waits).toEqual([100, 1_000]);
  });
});

describe('a running service', () => {
  it('ends once, however often it is asked', async () => {
    let stops = 0;
    const service = running(null, [], () => {
      stops += 1;
      return Promise.resolve();
    });
    await Promise.all([service.stop(), service.stop(), service.ended]);
    expect(stops).toBe(1);
  });

  it('fails with what it failed with', async () => {
    const service = running(null, [], () => Promise.resolve(), Promise.reject(new Error('worker gone')));
    await expect(service.ended).rejects.toThrow('worker gone');
  });
});

describe('between threads', () => {
  it('errors keep their code and hint', () => {
    const error = new ShoptraceError('dataset-busy', 'busy', 'wait');
    expect(revivedError(plainError(error))).toMatchObject({
      code: 'dataset-busy',
      message: 'busy',
      hint: 'wait',
    });
    expect(revivedError(plainError(new TypeError('odd')))).not.toBeInstanceOf(ShoptraceError);
    expect(revivedError(plainError('text')).message).toBe('text');
  });

  it('changes reach those who listen, until they stop listening', () => {
    const bus = new LiveBus();
    const heard: string[] = [];
    const end = bus.subscribe((change) => heard.push(change.type));
    bus.publish({ type: 'sources', dataset: 'live' });
    end();
    bus.publish({ type: 'sources', dataset: 'live' });
    expect(heard).toEqual(['sources']);
  });
});
