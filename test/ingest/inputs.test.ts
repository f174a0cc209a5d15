// What the user named is sorted by what it is: traces, mail, order tables, others; each with the reason.
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { expandPattern } from '../../src/ingest/glob.js';
import { firstGeneration, listInputs } from '../../src/ingest/inputs.js';
import { readOnce } from '../../src/ingest/read-once.js';
import { unprivileged } from '../support/unprivileged.js';
import { newScene, reading, records, type Scene } from './scene.js';

let scene: Scene;
const mail =
  '-- 2025-1-01 01:00:12 388 -12-\nMailTo: jane@example.org\nMailContent:\n@@@@@@@@\nHello\n@@@@@@@@\n';

beforeEach(async () => {
  scene = await newScene();
  mkdirSync(join(scene.folder, 'old'));
  mkdirSync(join(scene.folder, 'tables'));
  scene.file('trace.log.10', records(0, 3));
  scene.file('trace.log.2', records(3, 6));
  scene.file('old/trace.gz', gzipSync(records(6, 9)));
  scene.file('merchant_mail_trace.log', mail);
  scene.file('orders.csv', 'increment_id,created_at\n100000001,2019-03-01\n');
  scene.file('notes.txt', 'nothing of interest\n');
  scene.file('photo.jpg', Buffer.from('ffd8ffe000104a46', 'hex'));
  scene.file('.hidden', records(0, 3));
});
afterEach(() => scene.close());

const seen = async (...paths: string[]): Promise<string[]> =>
  (await listInputs(paths, merchantTrace)).map(
    ({ path, takenFor }) => `${takenFor} ${path.replace(`${scene.folder}/`, '')}`,
  );

describe('inputs', () => {
  it('of a folder are sorted, each file once', async () => {
    expect(await seen(scene.folder, join(scene.folder, 'trace.log.2'))).toEqual([
      'trace old/trace.gz',
      'trace trace.log.2',
      'trace trace.log.10',
      'mail merchant_mail_trace.log',
      'order-table orders.csv',
      'other notes.txt',
      'other photo.jpg',
    ]);
  });

  it('say why', async () => {
    const inputs = await listInputs([scene.folder], merchantTrace);
    const because = new Map(inputs.map((input) => [input.path.split('/').at(-1), input.because]));
    expect(because.get('trace.log.2')).toBe('record heads of form B');
    expect(because.get('orders.csv')).toBe('a table of orders, by its beginning');
    expect(because.get('photo.jpg')).toBe('it is a JPEG image');
  });

  it('are what their name says, and what the user says', async () => {
    scene.file('merchant_mail_trace.log-20170821.gz', gzipSync(records(0, 3)));
    scene.file('texts.log', '-- 2017-8-21 21:02:10 377 --  Bonjour Jane Doe-Martin,\n12 rue des Lilas\n');
    scene.file('merchant_mail_trace.log.1', 'rest of a mail\n');
    const [packed, texts, rest] = [
      'merchant_mail_trace.log-20170821.gz',
      'texts.log',
      'merchant_mail_trace.log.1',
    ].map((name) => join(scene.folder, name)) as [string, string, string];
    const taken = async (path: string, kind: 'trace' | 'mail' | null): Promise<unknown> =>
      (await listInputs([path], merchantTrace, kind))[0]?.takenFor;
    expect(await taken(packed, null)).toBe('mail');
    expect(await taken(texts, null)).toBe('mail');
    expect(await taken(rest, null)).toBe('mail');
    expect(await taken(texts, 'trace')).toBe('trace');
    expect(await taken(join(scene.folder, 'trace.log.2'), 'mail')).toBe('mail');
    expect(await taken(join(scene.folder, 'orders.csv'), 'mail')).toBe('order-table');
  });

  it('of a pattern', async () => {
    expect(await seen(join(scene.folder, 'trace.log.*'))).toEqual([
      'trace trace.log.2',
      'trace trace.log.10',
    ]);
    expect(await seen(join(scene.folder, '**/*.gz'))).toEqual(['trace old/trace.gz']);
    const braces = await expandPattern(join(scene.folder, '{notes,orders}.[a-z]??'));
    expect(braces.map((path) => path.split('/').at(-1))).toEqual(['notes.txt', 'orders.csv']);
    await expect(listInputs([join(scene.folder, '*.none')], merchantTrace)).rejects.toMatchObject({
      code: 'path-missing',
    });
  });

  it('that say something about order numbers are order tables: exports, logs of the shop, access logs', async () => {
    const line = '203.0.113.9 - - [15/Mar/2023:17:50:14 +0100] "GET / HTTP/1.1" 200 5 "-" "-"\n';
    scene.file('tables/access.log', line);
    scene.file(
      'tables/exception.log',
      '[2023-03-15 17:02:31] main.CRITICAL: Saving order 1 failed: x [] []\n',
    );
    scene.file('tables/grid.csv', '"Order #";"Purchased On"\n"100000001";"2014-09-22"\n');
    scene.file('tables/stock.csv', 'sku,qty\nA,3\n');
    scene.file('tables/merchant_trace.log.3', line);
    expect(await seen(join(scene.folder, 'tables'))).toEqual([
      'order-table tables/access.log',
      'order-table tables/exception.log',
      'order-table tables/grid.csv',
      'other tables/merchant_trace.log.3',
      'other tables/stock.csv',
    ]);
    expect(await seen(join(scene.folder, 'tables/stock.csv'))).toEqual(['order-table tables/stock.csv']);
  });

  it('that are named themselves have a problem when they are no trace', async () => {
    const [photo] = await listInputs([join(scene.folder, 'photo.jpg')], merchantTrace);
    expect(photo).toMatchObject({ takenFor: 'other', problem: { code: 'format-foreign' } });
    const [empty] = await listInputs([scene.file('empty.log', '')], merchantTrace);
    expect(empty).toMatchObject({ problem: { code: 'file-empty' } });
    await expect(listInputs([join(scene.folder, 'none')], merchantTrace)).rejects.toMatchObject({
      code: 'path-missing',
    });
  });

  it('that cannot be read have a problem, also where nobody named them, and so have folders', async () => {
    for (const folder of [dirname(scene.folder), scene.folder]) chmodSync(folder, 0o755);
    for (const name of ['closed', 'hidden']) mkdirSync(join(scene.folder, name));
    chmodSync(scene.file('closed/trace.log', records(0, 3)), 0o600);
    chmodSync(join(scene.folder, 'closed'), 0o755);
    scene.file('hidden/trace.log', records(0, 3));
    chmodSync(join(scene.folder, 'hidden'), 0o700);
    await unprivileged(async () => {
      const inputs = await listInputs([scene.folder], merchantTrace);
      const problems = inputs.flatMap(({ problem }) => problem ?? []);
      expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
        `path-unreadable ${join(scene.folder, 'closed/trace.log')} cannot be read (EACCES).`,
        `path-unreadable ${join(scene.folder, 'hidden')} cannot be read (EACCES).`,
      ]);
      const closed = await listInputs([join(scene.folder, 'closed')], merchantTrace);
      await expect(firstGeneration(closed)).rejects.toMatchObject({ code: 'path-unreadable' });
    });
  });

  it('leave out the data folder of the program', async () => {
    mkdirSync(join(scene.folder, 'data/store/live'), { recursive: true });
    scene.file('data/store/live/store.db-wal', 'x');
    const own = join(scene.folder, 'data');
    const below = async (folder: string): Promise<readonly string[]> =>
      (await listInputs([folder], merchantTrace, null, own)).map(({ path }) => path);
    expect((await below(scene.folder)).filter((path) => path.startsWith(own))).toEqual([]);
    expect(await below(own)).toEqual([join(own, 'store/live/store.db-wal')]);
  });

  it('name the generation that the first of them will be', async () => {
    const inputs = await listInputs([join(scene.folder, 'trace.log.*')], merchantTrace);
    const report = await readOnce(reading(join(scene.folder, 'trace.log.2')), scene.dependencies);
    expect(await firstGeneration(inputs)).toBe(report.generation.id);
    const others = await listInputs(
      [join(scene.folder, 'notes.txt'), scene.folder + '/orders.csv'],
      merchantTrace,
    );
    expect(await firstGeneration(others.filter(({ takenFor }) => takenFor === 'trace'))).not.toBe('');
  });
});
