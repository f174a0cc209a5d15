// The documented sample through the whole API: one box, verdict, findings and what people do with them, dashboards, overview.
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { createApi, type Api } from '../../src/api/create-api.js';
import { rules } from '../../src/detectors/rules/index.js';
import type {
  FindingAnswer,
  FindingCounts,
  LedgerAnswer,
  LineAnswer,
  NotFoundAnswer,
  PageAnswer,
  SourceAnswer,
  TransactionAnswer,
  TransactionListItem,
} from '../../src/model/answers.js';
import type { DashboardAnswer, PanelAnswer } from '../../src/model/dashboard.js';
import type { FindingDetailAnswer } from '../../src/queries/findings.js';
import type { OverviewAnswer } from '../../src/queries/overview.js';
import { openTestProject, type TestProject } from './test-project.js';

const base = 'http://127.0.0.1:7733/api/v1';
const sample = fileURLToPath(new URL('../../samples/documented-merchant-trace.log', import.meta.url));
const id = 'TU90QMLVYXD5UMZYUQ==';

let project: TestProject;
let api: Api;

beforeEach(async () => {
  project = await openTestProject({
    files: [{ dataset: 'r-sample', path: sample }],
    format: merchantTrace,
    rules,
    zone: 'Europe/Paris',
    now: Date.parse('2026-01-01T12:00:00Z'),
  });
  api = createApi(project.deps);
});

async function get<T>(path: string): Promise<T> {
  return (await (await api.app.request(base + path)).json()) as T;
}

async function change(finding: string, body: object): Promise<Response> {
  return await api.app.request(`${base}/findings/${finding}/state`, {
    method: 'PATCH',
    headers: { 'x-shoptrace': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function findingOf(rule: string): Promise<FindingAnswer> {
  const { items } = await get<PageAnswer<FindingAnswer>>(`/findings?rule=${rule}`);
  expect(items).toHaveLength(1);
  return items[0] as FindingAnswer;
}

describe('one box', () => {
  test.each([
    ['the ID', id],
    ['lower case', id.toLowerCase()],
    ['brackets', `[${id}]`],
    ['its first six characters', 'TU90QM'],
    [
      'a pasted line',
      `-- 2017-8-21 20:39:01 029 -- [${id}] Production Controller : Full production starting`,
    ],
    ['the user', 'benoit.tostain'],
  ])('%s finds the transaction', async (_, typed) => {
    const answer = await get<TransactionAnswer>(`/transactions/${encodeURIComponent(typed)}`);
    expect(answer).toMatchObject({ id, outcome: 'failed', placements: 4, productions: 3, items: ['EFORM'] });
  });

  test('the verdict comes with story, lines in UTC beside the printed stamp, and advice', async () => {
    const answer = await get<TransactionAnswer>(`/transactions/${encodeURIComponent(id)}`);
    expect(answer.lines).toHaveLength(23);
    expect(answer.lines[0]).toMatchObject({
      at: '2017-08-21T18:38:55.525Z',
      localTime: '2017-8-21 20:38:55 525',
      zone: 'Europe/Paris',
      line: 1,
      deltaMs: null,
    });
    expect(answer.story.filter(({ kind }) => kind === 'death')).toHaveLength(3);
    expect(answer.advice.length).toBeGreaterThan(0);
    expect(answer.users).toEqual([expect.objectContaining({ id: '174' })]);
  });

  test('an ID that is not there says what is near, what is covered and where else to look', async () => {
    const response = await api.app.request(`${base}/transactions/TU90QMLVYXD5UMZYUZ%3D%3D`);
    const answer = (await response.json()) as NotFoundAnswer;
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({
      code: 'not-found',
      dataset: 'r-sample',
      matches: [],
      near: [id],
      coverage: { from: '2017-08-21T18:38:55.525Z' },
      otherDatasets: [],
    });
  });

  test('without an ID there is a list to pick from', async () => {
    const { items } = await get<PageAnswer<TransactionListItem>>('/transactions');
    expect(items).toMatchObject([{ id, outcome: 'failed', placements: 4, records: 23 }]);
  });
});

describe('findings', () => {
  test('are those of the documented sample', async () => {
    const { items } = await get<PageAnswer<FindingAnswer>>('/findings');
    const found = items.map(({ rule, count, severity, case: about }) =>
      [rule, count, severity, about.kind, about.key].join(' '),
    );
    expect(found.sort()).toEqual([
      `buyer-retry-storm 1 high transaction ${id}`,
      `order-placed-again 3 medium transaction ${id}`,
      `post-pay-died 3 high transaction ${id}`,
      'product-always-fails 3 high product EFORM',
      `production-repeated 2 medium transaction ${id}`,
      `support-course-missing 3 medium transaction ${id}`,
      'user-created-again 2 low user 174',
    ]);
  });

  test('what is due is asked for by itself', async () => {
    const { items } = await get<PageAnswer<FindingAnswer>>('/findings?pending=true');
    expect(items).toMatchObject([{ rule: 'abandoned-after-placement', verdict: 'pending', state: 'open' }]);
  });

  test('are counted whatever a page shows, and come most severe first when asked', async () => {
    const counts = await get<FindingCounts>('/findings/counts?severity=high,low');
    expect(counts.total).toBe(4);
    expect(counts.kinds).toContainEqual({ rule: 'post-pay-died', severity: 'high', count: 1 });
    const first = await get<PageAnswer<FindingAnswer>>('/findings?order=severity&limit=3');
    expect(first.items.map(({ severity }) => severity)).toEqual(['high', 'high', 'high']);
    const rest = await get<PageAnswer<FindingAnswer>>(
      `/findings?order=severity&limit=9&cursor=${first.nextCursor ?? ''}`,
    );
    expect(rest.items.map(({ severity }) => severity)).toEqual(['medium', 'medium', 'medium', 'low']);
    const text = await (await api.app.request(`${base}/findings?order=severity&format=ndjson`)).text();
    const exported = text
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row) as FindingAnswer);
    expect(exported).toEqual([...first.items, ...rest.items]);
  });

  test('filters narrow, and are joined by AND', async () => {
    const count = async (query: string): Promise<number> =>
      (await get<PageAnswer<FindingAnswer>>(`/findings?${query}`)).items.length;
    expect(await count('severity=high')).toBe(3);
    expect(await count('severity=high,low')).toBe(4);
    expect(await count('severity=high&caseKind=product')).toBe(1);
    expect(await count(`caseKind=transaction&caseKey=${encodeURIComponent(id)}`)).toBe(5);
    expect(await count('state=resolved')).toBe(0);
    expect(await count('from=2017-08-22')).toBe(0);
  });

  test('one of them shows its lines with the lines around', async () => {
    const { id: finding } = await findingOf('support-course-missing');
    const detail = await get<FindingDetailAnswer>(`/findings/${finding}`);
    expect(detail.lines.filter(({ role }) => role === 'proof').map(({ line }) => line)).toEqual([7, 14, 21]);
    expect(detail.lines.some(({ role }) => role === 'neighbour')).toBe(true);
    expect(detail.history).toEqual([]);
  });
});

describe('what people say about a finding', () => {
  test('is kept with who, when and why, and can be taken back', async () => {
    const { id: finding } = await findingOf('production-repeated');
    const acknowledged = (await (
      await change(finding, { state: 'acknowledged', reason: 'known' })
    ).json()) as FindingAnswer;
    expect(acknowledged).toMatchObject({
      state: 'acknowledged',
      reason: 'known',
      stateBy: 'local',
      stateAt: '2026-01-01T12:00:00.000Z',
      stateVersion: 1,
    });
    project.clock.advance(60_000);
    expect((await change(finding, { state: 'open', version: 1 })).status).toBe(200);
    const { history } = await get<FindingDetailAnswer>(`/findings/${finding}`);
    expect(history.map(({ state, at }) => `${at} ${state}`).sort()).toEqual([
      '2026-01-01T12:00:00.000Z acknowledged',
      '2026-01-01T12:01:00.000Z open',
    ]);
  });

  test('does not overwrite what somebody else said meanwhile', async () => {
    const { id: finding } = await findingOf('production-repeated');
    await change(finding, { state: 'acknowledged', version: 0 });
    const late = await change(finding, { state: 'resolved', version: 0 });
    expect(await late.json()).toMatchObject({ status: 409, code: 'state-conflict' });
  });

  test('must make sense', async () => {
    const { id: finding } = await findingOf('production-repeated');
    const reopened = await change(finding, { state: 'open' });
    const unexplained = await change(finding, { state: 'suppressed' });
    expect(await reopened.json()).toMatchObject({ status: 409, code: 'transition-invalid' });
    expect(await unexplained.json()).toMatchObject({ status: 400, code: 'usage' });
  });

  test('is told to open pages', async () => {
    const { id: finding } = await findingOf('production-repeated');
    const live = await api.app.request(`${base}/live`);
    const reader = (live.body as ReadableStream<Uint8Array>).getReader();
    await change(finding, { state: 'acknowledged' });
    project.clock.advance(500);
    let seen = '';
    while (!seen.includes('event: findings')) seen += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    const [, data] = /event: findings\ndata: (.*)\n/.exec(seen) ?? [];
    expect(JSON.parse(data ?? '{}')).toMatchObject({
      dataset: 'r-sample',
      changed: 1,
      findings: [{ id: finding, state: 'acknowledged' }],
    });
  });
});

describe('lines', () => {
  test('are found by word, code and level', async () => {
    const count = async (query: string): Promise<number> =>
      (await get<PageAnswer<LineAnswer>>(`/lines?${query}`)).items.length;
    expect(await count('words=support course')).toBe(3);
    expect(await count('code=PLC2')).toBe(4);
    expect(await count('level=error')).toBe(3);
    expect(await count('code=PLC2&from=2017-08-21T18:39:20Z')).toBe(2);
    expect(await count(`transaction=${encodeURIComponent(id)}`)).toBe(23);
  });
});

describe('the ledger', () => {
  test('adds up', async () => {
    const { items, problems } = await get<PageAnswer<LedgerAnswer> & { problems: string[] }>('/ledger');
    expect(problems).toEqual([]);
    expect(items).toMatchObject([{ lines: 23, records: 23, indexed: 23, duplicate: 0, transactions: 1 }]);
  });

  test('stands beside its source', async () => {
    const { items } = await get<PageAnswer<SourceAnswer>>('/sources');
    expect(items).toMatchObject([
      { file: sample, zone: 'Europe/Paris', followed: false, lastRecord: '2017-08-21T18:39:33.825Z' },
    ]);
  });
});

describe('dashboards', () => {
  const panel = (answer: DashboardAnswer, name: string): PanelAnswer | undefined =>
    answer.panels.find((candidate) => candidate.id === name);

  test('production runs counts what the findings say', async () => {
    const answer = await get<DashboardAnswer>('/dashboards/production-runs/data');
    expect(answer).toMatchObject({ dataset: 'r-sample', to: '2017-08-21T18:39:33.826Z' });
    expect(panel(answer, 'runs')).toMatchObject({ value: 3, level: 'plain' });
    expect(panel(answer, 'died')).toMatchObject({ value: 1, level: 'warn' });
    expect(panel(answer, 'paid-not-delivered')).toMatchObject({ value: 0 });
    expect(panel(answer, 'starts-over-time')).toMatchObject({ bucket: 'hour', total: 3, series: ['count'] });
    expect(panel(answer, 'findings-over-time')).toMatchObject({ total: 4 });
    expect(panel(answer, 'freshness')).toMatchObject({ items: [{ file: sample }] });
  });

  test('support courses shows the missing one', async () => {
    const answer = await get<DashboardAnswer>('/dashboards/support-courses/data');
    expect(panel(answer, 'missing')).toMatchObject({ value: 1, level: 'warn' });
    expect(panel(answer, 'enrolled')).toMatchObject({ value: 0 });
    expect(panel(answer, 'states')).toMatchObject({
      items: [{ keys: ['support-course-missing', 'open'], count: 1 }],
    });
    expect(panel(answer, 'messages')).toMatchObject({
      items: [{ code: 'SUP2' }, { code: 'SUP2' }, { code: 'SUP2' }],
    });
  });

  test('a panel stops counting what was acknowledged', async () => {
    const { id: finding } = await findingOf('support-course-missing');
    await change(finding, { state: 'acknowledged' });
    const answer = await get<DashboardAnswer>('/dashboards/support-courses/data');
    expect(panel(answer, 'missing')).toMatchObject({ value: 0, level: 'good' });
  });

  test('another range is taken from the question', async () => {
    const answer = await get<DashboardAnswer>(
      '/dashboards/production-runs/data?from=2017-08-21T18:39:30Z&to=2017-08-21T18:39:40Z',
    );
    expect(panel(answer, 'runs')).toMatchObject({ value: 1 });
    expect(panel(answer, 'starts-over-time')).toMatchObject({
      bucket: 'minute',
      points: [{ counts: { count: 1 } }],
    });
  });

  test('a range without records counts nothing', async () => {
    const answer = await get<DashboardAnswer>('/dashboards/production-runs/data?from=2020-01-01');
    expect(panel(answer, 'runs')).toMatchObject({ value: 0 });
    expect(panel(answer, 'newest')).toMatchObject({ items: [] });
    expect(panel(answer, 'starts-over-time')).toMatchObject({ total: 0, points: [] });
  });

  test('every panel of every dashboard gives an answer of its kind', async () => {
    for (const dashboard of project.deps.project.dashboards()) {
      const answer = await get<DashboardAnswer>(`/dashboards/${dashboard.slug}/data`);
      expect(answer.panels.map((item) => [item.id, item.kind])).toEqual(
        dashboard.panels.map((item) => [item.id, item.kind]),
      );
    }
  });
});

test('the overview says how things stand', async () => {
  const answer = await get<OverviewAnswer>('/overview');
  expect(answer).toMatchObject({
    dataset: 'r-sample',
    live: false,
    transactions: 1,
    pending: 1,
    rules: rules.length,
    judged: { state: 'current', through: '2017-08-21T18:39:33.825Z', behindMs: 0, waitingBytes: 0 },
  });
  expect(await get('/sources')).toMatchObject({ judged: answer.judged });
  expect(await get('/datasets')).toMatchObject({ items: [{ judged: answer.judged }] });
  expect(answer.open.map(({ severity }) => severity)).toEqual([
    'high',
    'high',
    'high',
    'medium',
    'medium',
    'medium',
    'low',
  ]);
  expect(answer.trend.total).toBe(7);
  expect(answer.newest).toHaveLength(7);
  expect(answer.sources).toHaveLength(1);
});

test('rules say what they look for and what they cannot see', async () => {
  const { items } = await get<PageAnswer<{ id: string }>>('/rules');
  expect(items.map((rule) => rule.id)).toEqual(rules.map((rule) => rule.id));
  expect(await get('/rules/post-pay-died')).toMatchObject({ codes: ['A1'], severity: 'high' });
});
