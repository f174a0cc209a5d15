// A file is read to its end: what is new is stored, what is known is duplicate, what is no trace is refused with a reason.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOnce } from '../../src/ingest/read-once.js';
import type { ReadReport } from '../../src/ingest/reading.js';
import { ledgerProblems } from '../../src/model/block.js';
import { contents, newScene, reading, record, records, serials, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene();
});
afterEach(() => scene.close());

async function read(name: string, content: string | Uint8Array): Promise<ReadReport> {
  const report = await readOnce(reading(scene.file(name, content)), scene.dependencies);
  expect(ledgerProblems(report.ledger)).toEqual([]);
  for (const { id } of await scene.dataset.generations())
    expect(ledgerProblems((await scene.dataset.ledger(id)) ?? report.ledger)).toEqual([]);
  return report;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a file that is read once', () => {
  it('is stored whole, and its ledger says so', async () => {
    const text = `noise before\n\n${records(0, 3000)}  a stack trace\n${records(3000, 3005)}`;
    const report = await read('a.log', text);
    expect(report.ledger).toMatchObject({
      bytes: text.length,
      lines: 3008,
      records: 3005,
      continuation: 1,
      blank: 1,
      quarantinedLines: { 'before-first-record': 1 },
      indexed: 3005,
      duplicate: 0,
      pending: 0,
    });
    expect(await serials(scene.dataset)).toEqual(range(0, 3005));
    const stored = await scene.dataset.rawBytes(report.generation.id, 0, text.length + 10);
    expect(Buffer.from(stored).toString('latin1')).toBe(text);
  });

  it('counts as duplicate when it comes again, as gzip, or under another name', async () => {
    const text = records(0, 2000);
    const first = await read('a.log', text);
    const before = await serials(scene.dataset);
    const again = await read('a.log', text);
    const packed = await read('b.log.gz', gzipSync(text));
    const renamed = await read('c.log', text);
    for (const report of [again, packed, renamed]) {
      expect(report.generation.id).toBe(first.generation.id);
      expect(report.ledger).toMatchObject({ lines: 2000, records: 2000, indexed: 0, duplicate: 2000 });
      expect(report.ledger.sha256).toBe(first.ledger.sha256);
    }
    expect(await serials(scene.dataset)).toEqual(before);
  });

  it('gives only what is new when it has grown, also in the middle of its last line', async () => {
    const text = records(0, 3000);
    for (const cut of [10_001, 90_000, 90_030, 180_000]) {
      const short = await newScene();
      const first = await readOnce(reading(short.file('a', text.slice(0, cut))), short.dependencies);
      const second = await readOnce(reading(short.file('a', text)), short.dependencies);
      expect(second.relation).toBe('longer');
      expect(second.generation.id).toBe(first.generation.id);
      expect(second.ledger.records).toBe(3000);
      expect(second.ledger.indexed + second.ledger.duplicate).toBe(3000);
      expect(await serials(short.dataset)).toEqual(range(0, 3000));
      const stored = await short.dataset.rawBytes(first.generation.id, 0, text.length);
      expect(Buffer.from(stored).toString('latin1')).toBe(text);
      short.close();
    }
  });

  it('adds nothing when it is shorter than what is stored', async () => {
    const text = `${records(0, 1500)}  by jane@example.org\n${records(1500, 3000)}`;
    await read('a.log', text);
    const before = await contents(scene.dataset);
    for (const part of [text.slice(0, 5_000), text.slice(0, 100_000), records(0, 1000)]) {
      const report = await read('b.log', part);
      expect(report.relation).toBe('shorter');
      expect(report.ledger).toMatchObject({ indexed: 0, duplicate: report.ledger.records });
      expect(report.ledger.lines).toBe(part.split('\n').length - (part.endsWith('\n') ? 1 : 0));
    }
    expect((before as { blocks: unknown }[])[0]?.blocks).toEqual(
      ((await contents(scene.dataset)) as { blocks: unknown }[])[0]?.blocks,
    );
  });

  it('is another generation when only its first line is the same', async () => {
    const first = await read('a.log', records(0, 100));
    const other = await read('b.log', `${record(0)}\n${records(500, 600)}`);
    expect(other.generation.id).not.toBe(first.generation.id);
    // Its first record stands in the other file, too.
    expect(other.ledger).toMatchObject({ records: 101, indexed: 100, duplicate: 1 });
    const again = await read('c.log', `${record(0)}\n${records(500, 700)}`);
    expect(again.generation.id).toBe(other.generation.id);
    expect(again.ledger).toMatchObject({ indexed: 100, duplicate: 101 });
  });

  it('keeps no mail address in clear', async () => {
    const text = `${records(0, 900)}${record(900)} geheim.77@example.org\n${records(901, 1900)}${record(1900)} geheim.78@example.org`;
    const { generation } = await read('a.log', text);
    const stored = Buffer.from(await scene.dataset.rawBytes(generation.id, 0, text.length)).toString(
      'latin1',
    );
    expect(stored).not.toContain('geheim');
    expect(stored.length).toBe(text.length);
    expect((await read('again.log', text)).relation).toBe('equal');
  });

  it('keeps the beginning of an endless line, and what follows it intact', async () => {
    const text = `${records(0, 10)}${record(10, 'x'.repeat(3_000_000))}\n${records(11, 20)}`;
    const report = await read('a.log', text);
    expect(report.ledger).toMatchObject({ bytes: text.length, lines: 20, records: 20, indexed: 20 });
    const cut = report.ledger.truncatedBytes;
    expect(cut).toBe(record(10, 'x'.repeat(3_000_000)).length - 1024 * 1024);
    expect(await serials(scene.dataset)).toEqual(range(0, 20));
    expect((await read('b.log', text)).relation).toBe('equal');
  });

  it('ends an endless line that the file ends in', async () => {
    const text = `${records(0, 10)}${record(10, 'x'.repeat(3_000_000))}`;
    const report = await read('a.log', text);
    expect(report.ledger).toMatchObject({ records: 11, indexed: 11 });
    expect((await read('b.log', text)).ledger).toMatchObject({ indexed: 0, duplicate: 11 });
    const grown = await read('c.log', `${text}yyy\n${records(11, 15)}`);
    expect(grown.ledger.records).toBe(15);
  });

  it('is refused with another zone than its content was read with, whatever its name and packing', async () => {
    const text = records(0, 10);
    await readOnce(reading(scene.file('a.log', text)), scene.dependencies);
    const copies = [
      scene.file('b.log', text),
      scene.file('c.log.gz', gzipSync(text)),
      scene.file('longer.log', text + records(10, 12)),
    ];
    const { generation } = await readOnce(
      { ...reading(scene.file('d.log', text), { source: 'other', zone: 'UTC' }) },
      scene.dependencies,
    );
    expect(generation.zone).toBe('Europe/Paris');
    for (const path of copies)
      await expect(
        readOnce(reading(path, { source: path, zone: 'UTC', zoneIsGiven: true }), scene.dependencies),
      ).rejects.toMatchObject({
        code: 'zone-conflict',
        message: expect.stringContaining('with zone Europe/Paris, and is now given with UTC') as string,
        hint: expect.stringContaining('--zone UTC --dataset NAME') as string,
      });
  });

  it('is refused with another zone than its source was read with', async () => {
    await read('a.log', records(0, 10));
    const path = scene.file('b.log', records(20, 30));
    await expect(readOnce(reading(path, { zone: 'UTC' }), scene.dependencies)).rejects.toMatchObject({
      code: 'zone-conflict',
    });
  });

  it('stops after the batch in flight when it is told to, and goes on later', async () => {
    const path = scene.file('a.log', records(0, 20_000));
    const ending = new AbortController();
    const options = { ...scene.dependencies.options, batchBytes: 100_000, readBytes: 50_000 };
    const onCommitted = (): void => ending.abort();
    const part = await readOnce(reading(path), {
      ...scene.dependencies,
      options,
      onCommitted,
      signal: ending.signal,
    });
    expect(part.complete).toBe(false);
    expect(ledgerProblems(part.ledger)).toEqual([]);
    expect(part.ledger.records).toBeLessThan(3_000);
    const rest = await readOnce(reading(path), { ...scene.dependencies, options });
    expect(rest.ledger).toMatchObject({ records: 20_000 });
    expect(await serials(scene.dataset)).toEqual(range(0, 20_000));
  });

  it('gives the same store whatever pieces it is read and committed in', async () => {
    const text = `${records(0, 900)}  at Object.place\nmail jane@example.org\n\n${records(900, 1700)}tail without end`;
    const whole = await contents((await readWith(text, 1 << 20, 1 << 22)).dataset);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 200_000 }),
        fc.integer({ min: 1, max: 200_000 }),
        async (readBytes, batchBytes) => {
          const { dataset } = await readWith(text, readBytes, batchBytes);
          expect(await contents(dataset)).toEqual(whole);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

async function readWith(text: string, readBytes: number, batchBytes: number): Promise<Scene> {
  const own = await newScene({ readBytes, batchBytes });
  await readOnce(reading(own.file('a.log', text)), own.dependencies);
  own.close();
  return own;
}

describe('what is no trace', () => {
  const code = async (content: string | Uint8Array): Promise<unknown> => {
    const failed = read('f', content).then(
      () => null,
      (error: unknown) => error,
    );
    expect((await scene.dataset.generations()).length).toBe(0);
    return await failed;
  };

  it.each([
    ['an empty file', '', 'file-empty'],
    ['blank lines', '\n\n\n', 'no-records'],
    ['prose', 'Dear customer,\nthank you.\n', 'no-records'],
    ['prose without a line end', 'Dear customer', 'no-records'],
    ['a zip', Buffer.from('504b030414000000', 'hex'), 'format-foreign'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'format-foreign'],
    [
      'UTF-16 with its mark',
      Buffer.from('\ufeff-- 2019-3-01 00:00:00 000 --  hello\n', 'utf16le'),
      'format-foreign',
    ],
    ['UTF-16 without', Buffer.from('-- 2019-3-01 00:00:00 000 --  hello\n', 'utf16le'), 'format-foreign'],
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7) % 31)), 'format-foreign'],
    [
      'a tar',
      Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(250)]),
      'format-foreign',
    ],
    ['a gzip of nothing', gzipSync(''), 'file-empty'],
    ['a broken gzip', gzipSync(records(0, 10)).subarray(0, 12), 'gzip-damaged'],
  ])('%s is refused', async (_name, content, expected) => {
    expect(await code(content)).toMatchObject({ code: expected });
  });

  it('a folder, a missing file', async () => {
    await expect(readOnce(reading(scene.folder), scene.dependencies)).rejects.toMatchObject({
      code: 'path-not-a-file',
    });
    await expect(readOnce(reading(`${scene.folder}/no`), scene.dependencies)).rejects.toMatchObject({
      code: 'path-missing',
    });
  });

  it('names the command that unpacks it', async () => {
    const error = await code(Buffer.from('504b030414000000', 'hex'));
    expect(error).toMatchObject({ hint: expect.stringContaining('unzip -p') });
  });

  it('is seen although it shows record heads: archives that store files as they are', async () => {
    const inside = Buffer.from(records(0, 50));
    const zip = Buffer.concat([Buffer.from('504b03040a0000000000', 'hex'), Buffer.from('t.log\n'), inside]);
    expect(await code(zip)).toMatchObject({ code: 'format-foreign', hint: expect.stringContaining('unzip') });
    const tarHead = Buffer.alloc(512);
    tarHead.write('t.log');
    tarHead.write('ustar', 257);
    expect(await code(Buffer.concat([tarHead, inside]))).toMatchObject({
      code: 'format-foreign',
      hint: expect.stringContaining('tar -xOf'),
    });
  });
});

describe('a damaged gzip', () => {
  const text = records(0, 5000);
  const packed = gzipSync(text);

  it.each([
    ['cut short', packed.subarray(0, packed.length - 4000), 2000],
    ['with a wrong checksum', flipped(packed, packed.length - 6), 5000],
    ['with a broken second member', Buffer.concat([packed, Buffer.from('no gzip at all')]), 5000],
    // Behind a damage in the middle the inflater may give wrong text before it notices.
    ['with a broken middle', flipped(packed, packed.length >> 1), 2000],
  ])('%s gives its good part and says so', async (_name, bytes, good) => {
    const report = await read('a.gz', bytes);
    expect(report.problem).toMatchObject({ code: 'gzip-damaged' });
    expect((await serials(scene.dataset)).slice(0, good)).toEqual(range(0, good));
  });

  it('of several members is read whole', async () => {
    const cut = 70_001;
    const bytes = Buffer.concat([gzipSync(text.slice(0, cut)), gzipSync(text.slice(cut))]);
    const report = await read('a.gz', bytes);
    expect(report).toMatchObject({ problem: null, packing: 'gzip' });
    expect(report.ledger.bytes).toBe(text.length);
    expect(await serials(scene.dataset)).toEqual(range(0, 5000));
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
