// The description of the API: as committed, complete, and true for any question that it allows.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from '@hono/zod-openapi';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApi, openApiText, type Api } from '../../src/api/create-api.js';
import { problem } from '../../src/api/schemas/basics.js';
import type { ReplayDesk } from '../../src/model/replays.js';
import { merchantTrace } from '../../parsers/index.js';
import { busyRule } from './busy-rule.js';
import { hostileLog, hostileTexts } from './hostile-lines.js';
import { openTestProject, withTextFile } from './test-project.js';

const base = 'http://127.0.0.1:7733';
const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };

/** Orders 1 and 3 of a counter, and the cart that got number 2. */
const numberLog = `-- 2017-8-21 20:30:00 100 -- [q1] Order created : number 100000001, order 1, store 1, state complete, amount 10.00 EUR
-- 2017-8-21 20:31:00 100 -- [q2] Order number reserved : number 100000002, store 1
-- 2017-8-21 20:31:01 100 -- [q2] Payment declined : number 100000002, reason <script>alert(1)</script>
-- 2017-8-21 20:32:00 100 -- [q3] Order created : number 100000003, order 3, store 1, state complete, amount 10.00 EUR
`;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  readonly request?: {
    readonly query?: z.ZodObject;
    readonly params?: z.ZodObject;
    readonly body?: unknown;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: z.ZodType }>> }>
  >;
}

let api: Api;
let routes: Route[];
let findings: string[];
let replays: ReplayDesk;

beforeAll(async () => {
  const { deps } = await withTextFile(hostileLog + numberLog, (path) =>
    openTestProject({
      files: [
        { dataset: 'live', path },
        { dataset: 'r-other', path },
      ],
      format: merchantTrace,
      rules: [busyRule],
      zone: 'UTC',
      now: Date.parse('2017-08-21T21:00:00Z'),
    }),
  );
  replays = deps.project.replays;
  api = createApi(deps);
  routes = api.app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route as unknown as Route] : [],
  );
  const page = await (await deps.project.dataset()).findings({ limit: 100, order: 'newest' });
  findings = page.items.map(({ finding }) => finding.id);
});

describe('openapi.json', () => {
  // Written anew by: npx vitest run test/api/openapi.test.ts --update
  test('is committed as it is generated', async () => {
    await expect(openApiText(api.app, version)).toMatchFileSnapshot(`${root}openapi.json`);
  });

  test('is answered by the server', async () => {
    const response = await api.app.request(`${base}/api/v1/openapi.json`);
    const document = (await response.json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(new Set(Object.keys(document.paths))).toEqual(new Set(routes.map(({ path }) => path)));
  });

  test('describes every route under /api/v1', () => {
    const served = api.app.routes
      .filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL' && !path.endsWith('*'))
      .map(({ path, method }) => `${method} ${path}`);
    const described = routes.map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(new Set(served)).toEqual(new Set([...described, 'GET /api/v1/openapi.json']));
  });

  test('names every operation once, and says what it is for', () => {
    const names = routes.map(({ operationId }) => operationId);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });
});

const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...hostileTexts, '', '0', '-1', '1e9', 'null', 'true', '%', '%00', '../..', ','),
);

/** What a careful caller would send, by name of the parameter. */
const sensible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  dataset: fc.constantFrom('live', 'r-other', 'nothing'),
  limit: fc.integer({ min: 1, max: 1000 }).map(String),
  from: fc
    .date({ min: new Date(0), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  to: fc.constantFrom('2017-08-22', '2017-08-21T20:00:05Z', '2017-08-21T22:00:05+02:00'),
  words: fc.constantFrom('order', 'placed', 'alert', 'placed script', 'Order placed', 'zzz'),
  level: fc.constantFrom('info', 'error', 'info,warning'),
  action: fc.constantFrom('unknown', 'order.placed'),
  order: fc.constantFrom('newest', 'oldest'),
  outcome: fc.constantFrom('failed', 'placed', 'unknown'),
  prefix: fc.constantFrom('TU', 'tu90', 'X'),
  state: fc.constantFrom('open', 'acknowledged,resolved'),
  severity: fc.constantFrom('medium', 'high,critical'),
  verdict: fc.constantFrom('violated', 'late,withdrawn'),
  caseKind: fc.constantFrom('transaction', 'user'),
  caseKey: fc.constantFrom('TU90QMLVYXD5UMZYUQ==', '174'),
  rule: fc.constantFrom('busy-transaction', 'nothing'),
  pending: fc.constantFrom('true', 'false'),
  format: fc.constantFrom('json', 'ndjson', 'csv'),
  number: fc.constantFrom('100000001', '100000002', '2', '9'),
  asOf: fc.constantFrom('2017-08-22', '2018-08-21T20:00:05Z'),
  stretches: fc.integer({ min: 1, max: 2000 }).map(String),
  name: fc.constantFrom('merchant_trace.log', 'C:\\logs\\trace.log', '/var/log/trace.log.gz'),
  zone: fc.constantFrom('Europe/Paris', '+02:00'),
  slug: fc.constantFrom('overview', 'production-runs', 'support-courses'),
};

function knownIds(path: string): fc.Arbitrary<string> {
  if (path.includes('transactions'))
    return fc.constantFrom(
      'TU90QMLVYXD5UMZYUQ==',
      'tu90qmlvyxd5umzyur',
      'TU80AA',
      '[TU80AAAAAAAAAAAAAA==]',
      'TU90QM',
    );
  // Those that are remembered when it is asked.
  if (path.includes('replays')) return fc.constant(null).map(() => replays.jobs()[0]?.id ?? 'none');
  if (path.includes('series')) return fc.constantFrom('1xxxxxxxx', '2xxxxxxxx');
  return fc.constantFrom(...(path.includes('rules') ? ['busy-transaction'] : findings));
}

/** Careful callers send what they may; the others send anything. */
function valueOf(name: string, path: string, careful: boolean): fc.Arbitrary<string> | null {
  const right = name === 'id' ? knownIds(path) : sensible[name];
  if (careful) return right ?? null;
  return right === undefined ? garbage : fc.oneof(right, garbage);
}

/** Some of the parameters that the route takes. */
function parameters(schema: z.ZodObject | undefined, path: string, careful: boolean): fc.Arbitrary<string> {
  const pairs = Object.keys(schema?.shape ?? {}).flatMap((name) => {
    const value = valueOf(name, path, careful);
    return value === null
      ? []
      : [
          fc.option(
            value.map((text) => [name, text]),
            { freq: 1 },
          ),
        ];
  });
  return fc
    .tuple(...pairs)
    .map((given) => new URLSearchParams(given.filter((pair) => pair !== null)).toString());
}

/** A lone surrogate has no place in an address. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ''));

interface Question {
  readonly route: Route;
  readonly path: string;
  readonly body: string | undefined;
}

const bodies = fc.oneof(
  fc
    .record(
      {
        state: fc.constantFrom('open', 'acknowledged', 'resolved', 'suppressed', 'gone'),
        reason: fc.option(garbage),
        until: fc.constantFrom(null, '2030-01-01T00:00:00Z', '2001-01-01T00:00:00Z', 'soon'),
        version: fc.option(fc.integer({ min: -1, max: 3 })),
      },
      { requiredKeys: ['state'] },
    )
    .map((value) => JSON.stringify(value)),
  fc.json(),
  garbage,
);

function questionOf(route: Route): fc.Arbitrary<Question> {
  const named = Object.keys(route.request?.params?.shape ?? {});
  return fc.boolean().chain((careful) =>
    fc
      .tuple(
        fc.tuple(...named.map((name) => valueOf(name, route.path, careful) ?? garbage)),
        parameters(route.request?.query, route.path, careful),
        bodies,
      )
      .map(([values, query, body]) => {
        const path = named.reduce(
          (whole, name, index) => whole.replace(`{${name}}`, () => encoded(values[index] ?? '')),
          route.path,
        );
        return {
          route,
          path: `${path}?${query}`,
          body: route.request?.body === undefined ? undefined : body,
        };
      }),
  );
}

const problemContent: Readonly<Record<string, { schema: z.ZodType }>> = {
  'application/problem+json': { schema: problem },
};

/** @returns the status */
async function checkAnswer({ route, path, body }: Question): Promise<number> {
  const response = await api.app.request(base + path, {
    method: route.method.toUpperCase(),
    headers: {
      ...(route.method === 'get' ? {} : { 'x-shoptrace': '1' }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  expect(response.status).toBeLessThan(500);
  const fine = response.status < 400;
  const content = route.responses[String(response.status)]?.content ?? (fine ? {} : problemContent);
  expect(Object.keys(content)).toContain(type);
  if (type === 'text/event-stream') await response.body?.cancel();
  if (!/[/+]json$/.test(type)) return response.status;
  const schema = content[type]?.schema ?? problem;
  const value: unknown = await response.json();
  // Equal, not only valid: a field that is not described would be cut off by the schema.
  expect(schema.parse(value)).toEqual(value);
  return response.status;
}

test('any question gets a described answer and never a fault of ours', async () => {
  const answered = new Map<string | undefined, Set<number>>();
  for (const route of routes) {
    const statuses = new Set<number>();
    answered.set(route.operationId, statuses);
    await fc.assert(
      fc.asyncProperty(questionOf(route), async (question) => void statuses.add(await checkAnswer(question))),
      { numRuns: 200 },
    );
  }
  // Random questions that are all refused would prove little.
  for (const [operation, statuses] of answered)
    expect([operation, statuses.has(200) || statuses.has(202)]).toEqual([operation, true]);
  expect(answered.size).toBeGreaterThan(14);
});
