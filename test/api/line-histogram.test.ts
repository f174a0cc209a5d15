// The histogram of lines counts what the list of lines would list, however many pages that is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { createApi, type Api } from '../../src/api/create-api.js';
import type { LineAnswer, PageAnswer } from '../../src/model/answers.js';
import { lineHistogram, type LineHistogramAnswer } from '../../src/queries/line-histogram.js';
import { openTestProject, type TestProject } from './test-project.js';

const HOURS = 20;
const LINES_PER_HOUR = 30;
const ID = 'HISTQMLVYXD5UMZYUQ==';
const two = (value: number): string => String(value).padStart(2, '0');

/** Two days, half an hour of each of twenty hours; one in five hours with another text. */
function log(): string {
  return Array.from({ length: HOURS * LINES_PER_HOUR }, (_, index) => {
    const hour = Math.floor(index / LINES_PER_HOUR);
    const stamp = `2017-8-${21 + Math.floor(hour / 10)} ${two(8 + (hour % 10))}:${two(index % LINES_PER_HOUR)}:00 000`;
    const text = hour % 5 === 0 ? 'Production Controller : Post Pay process' : 'Order placed : 1 objects';
    return `-- ${stamp} -- [${ID}] ${text}\n`;
  }).join('');
}

let folder = '';
let project: TestProject;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'histogram-'));
  const path = join(folder, 'trace.log');
  await writeFile(path, log());
  project = await openTestProject({
    files: [{ dataset: 'r-hours', path }],
    format: merchantTrace,
    rules: [],
    zone: 'UTC',
    now: Date.parse('2026-01-01T12:00:00Z'),
  });
  api = createApi(project.deps);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function get<T>(path: string): Promise<T> {
  return (await (await api.app.request(`http://127.0.0.1:7733/api/v1${path}`)).json()) as T;
}

const sum = ({ points }: LineHistogramAnswer): number =>
  points.flatMap(({ counts }) => Object.values(counts)).reduce((total, count) => total + count, 0);

describe('the histogram', () => {
  test('counts all lines by hour, empty hours too', async () => {
    const answer = await get<LineHistogramAnswer>('/lines/histogram');
    expect(answer).toMatchObject({ bucket: 'hour', total: HOURS * LINES_PER_HOUR, whole: true });
    expect(answer).toMatchObject({ from: '2017-08-21T08:00:00.000Z', to: '2017-08-22T17:29:00.001Z' });
    expect(answer.points).toHaveLength(34);
    expect(answer.points[10]).toEqual({ at: '2017-08-21T18:00:00.000Z', counts: {} });
    expect(sum(answer)).toBe(answer.total);
  });

  test.each(['words=post%20pay', 'code=PLC2', 'level=info', `transaction=${encodeURIComponent(ID)}`])(
    'of %s counts what the list lists',
    async (filter) => {
      const answer = await get<LineHistogramAnswer>(`/lines/histogram?${filter}`);
      const list = await get<PageAnswer<LineAnswer>>(`/lines?limit=1000&${filter}`);
      expect(list.items.length).toBeGreaterThan(0);
      expect(answer.total).toBe(list.items.length);
      expect(sum(answer)).toBe(list.items.length);
    },
  );

  test('stays within the range that is asked for, by minutes where it is short', async () => {
    const answer = await get<LineHistogramAnswer>(
      '/lines/histogram?from=2017-08-21T09:10:00Z&to=2017-08-21T09:20:00Z',
    );
    expect(answer).toMatchObject({ bucket: 'minute', total: 10 });
    expect(answer.points.map(({ at }) => at.slice(11, 16))).toEqual(
      Array.from({ length: 10 }, (_, index) => `09:${10 + index}`),
    );
  });

  test('outside of the data is empty', async () => {
    expect(await get<LineHistogramAnswer>('/lines/histogram?from=2019-01-01T00:00:00Z')).toMatchObject({
      from: null,
      to: null,
      points: [],
      total: 0,
    });
  });

  test('reads words in the newest lines only, and says so', async () => {
    const dataset = project.dataset('r-hours');
    const some = await lineHistogram(dataset, { words: 'order placed' }, 5 * LINES_PER_HOUR);
    expect(some).toMatchObject({ whole: false, from: '2017-08-22T13:00:00.000Z', total: 4 * LINES_PER_HOUR });
    const all = await lineHistogram(dataset, { words: 'order placed' });
    expect(all).toMatchObject({ whole: true, total: 16 * LINES_PER_HOUR });
    expect(await lineHistogram(dataset, {}, 5 * LINES_PER_HOUR)).toMatchObject({ whole: true });
  });
});
