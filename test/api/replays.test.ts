// A file is sent to the real server and comes out as the replay of the command line does; what cannot be is refused in words.
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProject } from '../../src/app/index.js';
import type { Project } from '../../src/app/project-contract.js';
import { loadSettings } from '../../src/config/settings.js';
import type { FindingAnswer, PageAnswer, SourceAnswer } from '../../src/model/answers.js';
import type { Running } from '../../src/model/jobs.js';
import type { ReplayJob } from '../../src/model/replays.js';
import { everyFinding } from '../../src/queries/findings.js';
import { ledgers } from '../../src/queries/ledger.js';

const sample = fileURLToPath(new URL('../../samples/documented-merchant-trace.log', import.meta.url));
const zone = 'Europe/Paris';
const MAX_BYTES = 8_000_000;

type Answer = Omit<ReplayJob, 'createdAt' | 'endedAt'> & { readonly endedAt: string | null };

let bytes: Buffer;
let folder: string;
let project: Project;
let running: Running;

beforeAll(async () => {
  bytes = await readFile(sample);
});

async function open(data: string): Promise<Project> {
  const file = join(folder, 'shoptrace.yaml');
  await writeFile(file, `serve: { port: 0, maxUploadBytes: ${MAX_BYTES} }\n`);
  const around = { env: {}, cwd: folder, home: folder, platform: process.platform };
  return await openProject(await loadSettings({ data, config: file }, around));
}

async function start(): Promise<void> {
  project = await open(join(folder, 'data'));
  running = await project.serve({ now: Date.now() });
}

async function stop(): Promise<void> {
  await running.stop();
  await project.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-replays-'));
  await start();
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const api = (path: string): string => `${running.url ?? ''}/api/v1${path}`;
const writes = { 'x-shoptrace': '1' };

async function send(
  body: Uint8Array<ArrayBuffer> | null,
  query: Record<string, string> = {},
): Promise<Response> {
  const search = new URLSearchParams({ name: 'merchant_trace.log', zone, ...query }).toString();
  return await fetch(api(`/replays?${search}`), { method: 'POST', headers: writes, body });
}

async function job(id: string): Promise<Answer> {
  return (await (await fetch(api(`/replays/${id}`))).json()) as Answer;
}

async function ended(sent: Response): Promise<Answer> {
  expect(sent.status).toBe(202);
  const { id } = (await sent.json()) as Answer;
  for (;;) {
    const now = await job(id);
    if (['done', 'failed', 'cancelled'].includes(now.state)) return now;
    await sleep(20);
  }
}

const left = async (): Promise<readonly string[]> =>
  await readdir(join(folder, 'data', 'uploads')).catch(() => []);

const plain = (from: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(from);

/** A trace that takes a while. */
function longTrace(lines: number): Buffer {
  return Buffer.from(
    Array.from({ length: lines }, (_, index) => {
      const two = (value: number): string => String(value).padStart(2, '0');
      const seconds = Math.floor(index / 10) % 86_400;
      const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
      return `-- 2017-8-22 ${clock} ${index % 10}00 -- [T${String(index % 5000).padStart(17, '0')}==] Order placed : 1 objects\n`;
    }).join(''),
  );
}

describe('an uploaded file', () => {
  test('has the ledger and the findings of a replay on the command line', async () => {
    const done = await ended(await send(plain(bytes)));
    expect(done).toMatchObject({
      state: 'done',
      file: 'merchant_trace.log',
      zone,
      shop: 'default',
      size: bytes.length,
      problem: null,
      outcome: { takenFor: 'trace', heldBy: null, problem: null },
    });
    const other = await open(join(folder, 'other'));
    try {
      const told = await other.replay({
        paths: [sample],
        dataset: null,
        zone,
        form: null,
        kind: null,
        shop: null,
        asOf: null,
        speed: 'max',
        now: Date.now(),
      });
      const { dataset } = await other.dataset(told.dataset);
      const findings: FindingAnswer[] = [];
      for await (const finding of everyFinding(dataset, other.rules, {})) findings.push(finding);
      expect(done.outcome?.dataset).toBe(told.dataset);
      expect(done.outcome?.isExtract).toBe(told.files[0]?.isExtract);
      expect({ ...done.outcome?.ledger, file: sample }).toEqual((await ledgers(dataset))[0]);
      const answer = await fetch(api(`/findings?dataset=${told.dataset}&limit=1000`));
      const { items } = (await answer.json()) as PageAnswer<FindingAnswer>;
      expect(items.map(({ rule, summary }) => `${rule} ${summary}`).sort()).toEqual(
        findings.map(({ rule, summary }) => `${rule} ${summary}`).sort(),
      );
      expect(items.length).toBeGreaterThan(0);
      expect(Object.values(done.outcome?.findings ?? {}).reduce((sum, count) => sum + count, 0)).toBe(
        items.length,
      );
    } finally {
      await other.close();
    }
    expect(await left()).toEqual([]);
  });

  test('is recorded under the name its user knows, wherever it lay meanwhile', async () => {
    const done = await ended(await send(plain(bytes), { name: 'C:\\logs\\shop one.log' }));
    const answer = await fetch(api(`/sources?dataset=${done.outcome?.dataset ?? ''}`));
    const { items } = (await answer.json()) as PageAnswer<SourceAnswer>;
    expect(items.map(({ file, source }) => [file, source])).toEqual([['shop one.log', 'shop one.log']]);
    expect(JSON.stringify([items, done])).not.toContain('uploads');
  });

  test('that is packed is the same file, and sent again it is told where its bytes are', async () => {
    const first = await ended(await send(plain(bytes)));
    const second = await ended(await send(plain(gzipSync(bytes)), { name: 'again.log.gz' }));
    expect(second.outcome).toMatchObject({
      dataset: first.outcome?.dataset,
      heldBy: { dataset: first.outcome?.dataset, file: 'merchant_trace.log' },
      ledger: { indexed: 0, duplicate: first.outcome?.ledger?.records },
      findings: first.outcome?.findings,
    });
    expect(await left()).toEqual([]);
  });

  test('in another zone than before is refused in words', async () => {
    await ended(await send(plain(bytes)));
    const again = await ended(await send(plain(bytes), { zone: 'Asia/Tokyo' }));
    expect(again).toMatchObject({ state: 'failed', problem: { code: 'zone-conflict' } });
    expect(again.problem?.hint).toMatch(/\S/);
  });

  test('without a single record fails, and leaves no dataset', async () => {
    const failed = await ended(await send(plain(Buffer.from('a note\nto myself\n')), { name: 'notes.log' }));
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'no-records' } });
    expect(failed.problem?.detail).toContain('notes.log');
    const { items } = (await (await fetch(api('/datasets'))).json()) as PageAnswer<unknown>;
    expect(items).toEqual([]);
    expect(await left()).toEqual([]);
  });
});

describe('refused with a problem', () => {
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]);

  test.each([
    ['an empty body', Buffer.alloc(0), {}, 400, 'file-empty'],
    ['an archive', zip, {}, 422, 'format-foreign'],
    ['a zone that is none', Buffer.from('x'), { zone: 'Europe/Pari' }, 400, 'zone-unknown'],
    ['a shop that is none', Buffer.from('x'), { shop: 'A B' }, 400, 'query-invalid'],
    ['a name without a file', Buffer.from('x'), { name: 'logs/' }, 400, 'query-invalid'],
    ['a file that is too large', Buffer.alloc(MAX_BYTES + 1, 'x'), {}, 413, 'body-too-large'],
  ])('%s', async (_name, body, query, status, code) => {
    const response = await send(plain(body), query);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      status,
      code,
      hint: expect.stringMatching(/\S/) as string,
    });
    expect(response.status).toBe(status);
    expect(await left()).toEqual([]);
  });

  test('a file of unknown length as soon as it is too large', async () => {
    const path = join(folder, 'large.log');
    await writeFile(path, Buffer.alloc(MAX_BYTES + 1, 'x'));
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        api('/replays?name=large.log'),
        { method: 'POST', headers: writes },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      createReadStream(path).pipe(sent);
    });
    expect(status).toBe(413);
    expect(await left()).toEqual([]);
  });

  test('a request without our header, or from another origin', async () => {
    const body = plain(bytes);
    const without = await fetch(api('/replays?name=a.log'), { method: 'POST', body });
    const headers = { ...writes, origin: 'http://evil.example' };
    const foreign = await fetch(api('/replays?name=a.log'), { method: 'POST', headers, body });
    expect([without.status, foreign.status]).toEqual([403, 403]);
    expect(await left()).toEqual([]);
  });

  test('a job that nobody knows', async () => {
    const unknown = await fetch(api('/replays/0123456789abcdef'));
    expect([unknown.status, (await unknown.json()) as object]).toMatchObject([404, { code: 'not-found' }]);
  });
});

describe('several files', () => {
  test('go one after the other; what is cancelled leaves nothing, and too many are refused', async () => {
    const long = plain(longTrace(60_000));
    const sent = await Promise.all(
      Array.from({ length: 5 }, async (_, index) => await send(long, { name: `${index}.log` })),
    );
    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const jobs = (await Promise.all(sent.map(async (one) => await one.json()))) as Answer[];
    const more = await send(plain(bytes));
    expect([more.status, more.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await more.json()).toMatchObject({ code: 'too-many-replays' });
    const now = async (): Promise<readonly Answer[]> =>
      await Promise.all(jobs.map(async ({ id }) => await job(id)));
    // Any may have arrived first.
    while ((await now()).every(({ progress }) => progress.bytes === 0)) await sleep(50);
    const states = (await now()).map(({ state }) => state).sort();
    expect(states).toEqual(['reading', 'waiting', 'waiting', 'waiting', 'waiting']);
    for (const { id } of jobs)
      expect((await fetch(api(`/replays/${id}`), { method: 'DELETE', headers: writes })).status).toBe(200);
    while ((await now()).some(({ endedAt }) => endedAt === null)) await sleep(20);
    expect((await now()).map(({ state }) => state)).toEqual(Array(5).fill('cancelled'));
    const { items } = (await (await fetch(api('/datasets'))).json()) as PageAnswer<unknown>;
    expect(items).toEqual([]);
    expect(await left()).toEqual([]);
    expect((await ended(await send(plain(bytes)))).state).toBe('done');
  });
});

describe('temporary files', () => {
  test('are gone when the server stops in the midst of a replay', async () => {
    await send(plain(longTrace(60_000)));
    expect(await left()).toHaveLength(1);
    const begun = performance.now();
    await running.stop();
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await left()).toEqual([]);
  });

  test('of a server that crashed are removed by the next one; those of one that is alive stay', async () => {
    await stop();
    const uploads = join(folder, 'data', 'uploads');
    await mkdir(uploads, { recursive: true });
    for (const name of ['999999999-dead', `${process.ppid}-alive`]) await writeFile(join(uploads, name), 'x');
    await start();
    expect(await left()).toEqual([`${process.ppid}-alive`]);
  });
});
