// `verify` names exactly the bytes that differ, are masked, or are not covered, in the file and in the database.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { verifyPaths } from '../../src/app/verify-job.js';
import { ingestOptions } from '../../src/ingest/options.js';
import { readOnce } from '../../src/ingest/read-once.js';
import { ShoptraceError } from '../../src/model/errors.js';
import type { VerifyAnswer } from '../../src/model/verify.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { reading, record, records } from '../ingest/scene.js';

let folder: string;
let store: Store;
let dataset: Dataset;

const open = async (): Promise<void> => {
  store = openSqliteStore({ folder: join(folder, 'data'), decoder: blockDecoder });
  const create = { live: false, createdAt: 0, catalogueVersion: '1' };
  dataset = await store.open('d', { mode: 'write', create });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-test-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(path: string): Promise<void> {
  await readOnce(reading(path), {
    dataset,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32),
    onCommitted: () => undefined,
    options: ingestOptions.parse({}),
  });
}

async function verifyAll(paths: readonly string[]): Promise<(VerifyAnswer | ShoptraceError)[]> {
  const answers = [];
  for await (const answer of verifyPaths(dataset, paths)) answers.push(answer);
  return answers;
}

async function verify(path: string): Promise<VerifyAnswer> {
  const [answer] = await verifyAll([path]);
  if (answer === undefined || answer instanceof ShoptraceError)
    throw new Error(`nothing was said about ${path}`);
  return answer;
}

const text = records(0, 4000);
const lines = text.split(/(?<=\n)/);
const offsetOf = (line: number): number => lines.slice(0, line).join('').length;

describe('a file that was read', () => {
  it('is equal, also packed, and also where it is a part', async () => {
    const path = file('a.log', text);
    await read(path);
    for (const same of [
      path,
      file('a.log.gz', gzipSync(text)),
      file('part.log', text.slice(0, offsetOf(1200))),
    ])
      expect(await verify(same)).toMatchObject({ verdict: 'equal', ranges: [] });
  });

  it('is equal apart from what is masked', async () => {
    const named = lines.with(2000, `${record(2000)} by jane@example.org\n`).join('');
    const path = file('a.log', named);
    await read(path);
    const { verdict, ranges, bytesOf } = await verify(path);
    expect(verdict).toBe('equal');
    expect(ranges.length).toBeGreaterThan(0);
    for (const { kind, from, to, line } of ranges) {
      expect([kind, line]).toEqual(['masked', 2001]);
      expect('jane@example.org').toContain(named.slice(from, to));
    }
    expect(bytesOf.masked).toBeGreaterThan(3);
  });

  it('has bytes that are not covered where it has grown', async () => {
    await read(file('a.log', text));
    const longer = file('a.log', `${text}${record(4000)}\n`);
    expect(await verify(longer)).toMatchObject({
      verdict: 'part',
      ranges: [
        { kind: 'not-covered', from: text.length, to: text.length + record(4000).length + 1, line: 4001 },
      ],
    });
  });

  it('is not in this dataset when nothing begins like it', async () => {
    await read(file('a.log', text));
    const other = file('b.log', records(5000, 5003));
    expect(await verify(other)).toMatchObject({ verdict: 'unknown', generation: null });
  });
});

describe('a file that is shorter than when it was read', () => {
  it.each([0, 7])('lacks the lines at its end, cut %d bytes within a line', async (more) => {
    const cut = offsetOf(2987) + more;
    await read(file('a.log', text));
    const answer = await verify(file('a.log', text.slice(0, cut)));
    expect(answer).toMatchObject({
      verdict: 'differs',
      bytes: cut,
      ranges: [{ kind: 'missing', from: cut, to: text.length }],
      behindEnd: { bytes: text.length - cut, lines: 4000 - 2987 },
    });
  });

  it('is a beginning of it where it is a copy', async () => {
    await read(file('a.log', text));
    const answer = await verify(file('part.log', text.slice(0, offsetOf(1200))));
    expect(answer).toMatchObject({
      verdict: 'equal',
      behindEnd: { bytes: text.length - offsetOf(1200), lines: 2800 },
    });
  });
});

it('checks the others where one is not there', async () => {
  const path = file('a.log', text);
  await read(path);
  const answers = await verifyAll([join(folder, 'nothing.log'), path, path, file('empty.log', '')]);
  expect(answers).toMatchObject([{ code: 'path-missing' }, { verdict: 'equal' }, { code: 'file-empty' }]);
});

describe('a changed file', () => {
  it.each([10, 1500, 3990])('that was not read again: the byte that was changed in line %d', async (line) => {
    await read(file('a.log', text));
    const at = offsetOf(line) + 45;
    const changed = file('b.log', `${text.slice(0, at)}#${text.slice(at + 1)}`);
    expect(await verify(changed)).toMatchObject({
      verdict: 'differs',
      ranges: [{ kind: 'differs', from: at, to: at + 1, line: line + 1 }],
      bytesOf: { differs: 1, missing: 0, database: 0 },
    });
  });

  it.each([10, 1500])('that was not read again: line %d is missing', async (line) => {
    await read(file('a.log', text));
    const answer = await verify(file('b.log', lines.toSpliced(line, 1).join('')));
    expect(answer).toMatchObject({
      verdict: 'differs',
      ranges: [{ kind: 'missing', from: offsetOf(line), to: offsetOf(line + 1), line: line + 1 }],
      bytesOf: { differs: 0 },
    });
  });

  it('that was not read again: a line was added', async () => {
    await read(file('a.log', text));
    const added = `${record(1500, 'inserted')}\n`;
    const answer = await verify(file('b.log', lines.toSpliced(1500, 0, added).join('')));
    const from = offsetOf(1500);
    expect(answer.ranges).toEqual([{ kind: 'differs', from, to: from + added.length, line: 1501 }]);
  });

  it('that was read, too, departs from the version before it', async () => {
    const path = file('a.log', text);
    await read(path);
    const at = offsetOf(1500) + 45;
    const altered = file('b.log', `${text.slice(0, at)}#${text.slice(at + 1)}`);
    await read(altered);
    expect(await verify(altered)).toMatchObject({
      verdict: 'differs',
      alteredFrom: path,
      ranges: [{ kind: 'differs', from: at, to: at + 1, line: 1501 }],
    });
    expect(await verify(path)).toMatchObject({ verdict: 'equal', alteredFrom: null });
  });

  it('is told apart from an altered one by every byte it has', async () => {
    await read(file('a.log', text));
    for (const copy of [lines.slice(2500).join(''), text + text]) {
      const path = file('copy.log', copy);
      await read(path);
      expect(await verify(path)).toMatchObject({ verdict: 'equal', bytes: copy.length });
    }
  });
});

describe('a changed database', () => {
  async function change(block: number, edit: (plain: Buffer) => void): Promise<void> {
    await store.close();
    const database = new DatabaseSync(join(folder, 'data', 'd', 'store.db'));
    const sql = 'SELECT id, packed, data FROM block_bytes ORDER BY id LIMIT 1 OFFSET ?';
    const row = database.prepare(sql).get(block) as { id: number; packed: number; data: Uint8Array };
    const plain = row.packed === 1 ? inflateRawSync(row.data) : Buffer.from(row.data);
    edit(plain);
    const data = row.packed === 1 ? deflateRawSync(plain, { level: 1 }) : plain;
    database.prepare('UPDATE block_bytes SET data = ? WHERE id = ?').run(data, row.id);
    database.close();
    await open();
  }

  it('is noticed in one byte of one line', async () => {
    const path = file('a.log', text);
    await read(path);
    const marks = await dataset.marks((await dataset.generations())[0]?.id ?? '');
    const start = marks[1]?.start ?? 0;
    await change(1, (plain) => {
      const at = plain.length - (marks[1]?.length ?? 0) + 77;
      plain[at] = (plain[at] ?? 0) ^ 1;
    });
    const answer = await verify(path);
    expect(answer).toMatchObject({ verdict: 'differs', bytesOf: { database: 1, differs: 0 } });
    expect(answer.ranges).toEqual([
      {
        kind: 'database',
        from: start + 77,
        to: start + 78,
        line: text.slice(0, start + 77).split('\n').length,
      },
    ]);
  });

  it('is noticed where a block cannot be unpacked any more', async () => {
    const path = file('a.log', text);
    await read(path);
    await store.close();
    const database = new DatabaseSync(join(folder, 'data', 'd', 'store.db'));
    database.exec('UPDATE block_bytes SET data = zeroblob(40) WHERE id = (SELECT max(id) FROM block_bytes)');
    database.close();
    await open();
    const answer = await verify(path);
    expect(answer.verdict).toBe('differs');
    expect(answer.bytesOf.database).toBeGreaterThan(1000);
    expect(answer.ranges.map(({ kind }) => kind)).toEqual(['database']);
  });
});
