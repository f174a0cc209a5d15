// What the API refuses and how: foreign hosts, foreign pages, wrong methods, garbage; and that log text stays text.
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { createApi, type Api } from '../../src/api/create-api.js';
import type { LineAnswer, PageAnswer } from '../../src/model/answers.js';
import { merchantTrace } from '../../parsers/index.js';
import { hostileLog, hostileTexts } from './hostile-lines.js';
import { errorCodes } from '../../src/model/errors.js';
import { httpProblems } from '../../src/model/http-problems.js';
import { openTestProject, withTextFile, type TestProject } from './test-project.js';

const base = 'http://127.0.0.1:7733';
let project: TestProject;
let api: Api;

beforeAll(async () => {
  project = await withTextFile(hostileLog, (path) =>
    openTestProject({
      files: [{ dataset: 'live', path }],
      format: merchantTrace,
      rules: [],
      zone: 'UTC',
      now: Date.parse('2017-08-21T19:00:00Z'),
    }),
  );
  api = createApi(project.deps);
});

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return await api.app.request(base + path, init);
}

/** The stored bytes behind `Order placed : `, as text. */
const placedText = ({ raw }: LineAnswer): string => raw.slice(raw.indexOf(' : ') + 3);

const write = { 'x-shoptrace': '1', 'content-type': 'application/json' };
const anyState = '/api/v1/findings/aaaaaaaaaaaaaaaa/state';

describe('every answer', () => {
  test.each(['/livez', '/api/v1/lines', '/api/v1/nothing', '/metrics', '/readyz', '/api/v1/openapi.json'])(
    '%s carries safe headers and the id of the request',
    async (path) => {
      const response = await ask(path, { headers: { 'x-request-id': 'from-the-proxy-1' } });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringContaining("default-src 'none'") as string,
        'x-request-id': 'from-the-proxy-1',
      });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('an id that could break a log line is replaced', async () => {
    const response = await ask('/livez', { headers: { 'x-request-id': 'a b"c' } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the pages of the API', () => {
  test('have a line for every code, and `type` leads there', async () => {
    const response = await ask('/docs/errors');
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-/);
    const page = await response.text();
    for (const code of [...Object.keys(errorCodes), ...Object.keys(httpProblems)])
      expect(page).toContain(`<tr id="${code}">`);
    const problem = (await (await ask('/api/v1/nothing')).json()) as { readonly type: string };
    const [path, anchor] = problem.type.split('#');
    expect(path).toBe('/docs/errors');
    expect(page).toContain(`id="${anchor}"`);
  });

  test('say what can be asked, without any script', async () => {
    const page = await (await ask('/docs')).text();
    expect(page).toContain('<code>GET /api/v1/transactions/{id}</code>');
    expect(page).toContain('href="/api/v1/openapi.json"');
    expect(page).not.toContain('<script');
  });
});

describe('problems', () => {
  test.each([
    ['GET', '/nowhere', 404, 'not-found'],
    ['GET', '/api/v1', 404, 'not-found'],
    ['GET', '/api/v1/rules/nothing', 404, 'rule-unknown'],
    ['GET', '/api/v1/dashboards/nothing', 404, 'dashboard-unknown'],
    ['GET', '/api/v1/dashboards/nothing/data', 404, 'dashboard-unknown'],
    ['GET', '/api/v1/findings/nothing', 404, 'finding-unknown'],
    ['GET', '/api/v1/lines?dataset=nothing', 404, 'dataset-unknown'],
    ['GET', '/api/v1/lines?dataset=../../etc', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?limit=0', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?limit=1001', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?limit=1&limit=2', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?from=yesterday', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?from=2017-08-22&to=2017-08-21', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?from=0001-01-01&to=9999-01-01', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?level=loud', 400, 'query-invalid'],
    ['GET', '/api/v1/lines?cursor=garbage', 400, 'cursor-invalid'],
    ['GET', '/api/v1/lines?cursor=%00%ff', 400, 'cursor-invalid'],
    ['GET', `/api/v1/lines?cursor=${'A'.repeat(999)}`, 400, 'cursor-invalid'],
    ['GET', `/api/v1/lines?cursor=${btoa('{"__proto__":1}')}`, 400, 'cursor-invalid'],
    ['GET', '/api/v1/transactions?cursor=garbage', 400, 'cursor-invalid'],
    ['GET', '/api/v1/findings?cursor=garbage', 400, 'cursor-invalid'],
    ['GET', `/api/v1/lines?words=${'a'.repeat(2001)}`, 400, 'query-invalid'],
    ['GET', `/api/v1/lines?words=${'a'.repeat(9000)}`, 414, 'address-too-long'],
    ['POST', '/api/v1/lines', 405, 'method-not-allowed'],
    ['DELETE', '/livez', 405, 'method-not-allowed'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    const response = await ask(path, { method, headers: write });
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({
      status,
      code,
      type: `/docs/errors#${code}`,
      requestId: response.headers.get('x-request-id'),
    });
    expect(response.status).toBe(status);
    expect(body['hint']).toMatch(/\S/);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d+|at async/);
  });

  test('an unknown address is not repeated as markup', async () => {
    const response = await ask('/api/v1/<script>alert(1)</script>');
    expect(await response.text()).not.toContain('<');
  });

  test('a wrong method says which ones are right', async () => {
    expect((await ask('/api/v1/lines', { method: 'PUT', headers: write })).headers.get('allow')).toBe(
      'GET, HEAD',
    );
  });

  test('a fault of ours is logged with its stack and answered without it', async () => {
    const broken = {
      ...project.deps,
      project: {
        ...project.deps.project,
        datasets: async () => await Promise.reject(new Error('disk on fire at /secret/path')),
      },
    };
    const response = await createApi(broken).app.request(`${base}/api/v1/datasets`);
    const body = (await response.json()) as { requestId: string };
    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(project.logged.at(-1)).toMatchObject({
      fields: { requestId: body.requestId, err: { message: 'disk on fire at /secret/path' } },
    });
  });
});

describe('paths with tricks', () => {
  test.each([
    '/api/v1/../../etc/passwd',
    '/api/v1/%2e%2e/%2e%2e/etc/passwd',
    '/api/v1/findings/..%2f..%2fetc%2fpasswd',
    '/api/v1/dashboards/..%2f..%2fpackage',
    '/api/v1/dashboards/%00/data',
    '/api/v1/rules/%ff%fe',
    '/api/v1/rules/constructor',
    '/api/v1/rules/__proto__',
    '//evil.example/',
    '/assets/../../package.json',
    '/%5c..%5c..%5cpackage.json',
  ])('%s leads nowhere', async (path) => {
    const response = await ask(path);
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).not.toMatch(/root:|"devDependencies"/);
  });
});

describe('the Host header', () => {
  test.each(['127.0.0.1:7733', 'localhost:7733', 'LOCALHOST', '[::1]:7733'])('%s is ours', async (host) => {
    expect((await ask('/livez', { headers: { host } })).status).toBe(200);
  });

  test.each([
    'evil.example',
    'evil.example:7733',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '',
    '[::1',
    '0.0.0.0',
  ])('%j is not (DNS rebinding)', async (host) => {
    const response = await ask('/api/v1/lines', { headers: { host } });
    expect(response.status).toBe(421);
    expect(await response.json()).toMatchObject({ code: 'host-unknown' });
  });
});

describe('a change', () => {
  const body = JSON.stringify({ state: 'acknowledged' });

  test.each([
    ['without our header', { 'content-type': 'application/json' }, 403],
    ['from another origin', { ...write, origin: 'http://evil.example' }, 403],
    ['from another port of this machine', { ...write, origin: 'http://127.0.0.1:3000' }, 403],
    ['from a sandboxed page', { ...write, origin: 'null' }, 403],
    ['from another site by its own word', { ...write, 'sec-fetch-site': 'cross-site' }, 403],
    ['from a page of the same site only', { ...write, 'sec-fetch-site': 'same-site' }, 403],
    ['as a form', { ...write, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['as plain text', { ...write, 'content-type': 'text/plain' }, 415],
  ])('%s is refused', async (_, headers, status) => {
    const response = await ask(anyState, {
      method: 'PATCH',
      headers: { host: '127.0.0.1:7733', ...headers },
      body,
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('from our own page gets through to the question whether the finding is there', async () => {
    const headers = { ...write, host: '127.0.0.1:7733', origin: base, 'sec-fetch-site': 'same-origin' };
    const response = await ask(anyState, { method: 'PATCH', headers, body });
    expect(await response.json()).toMatchObject({ status: 404, code: 'finding-unknown' });
  });

  test.each([
    ['no JSON', '{"state":'],
    ['an unknown state', '{"state":"gone"}'],
    ['an unknown field', '{"state":"open","admin":true}'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('that is %s is refused', async (_, text) => {
    const response = await ask(anyState, { method: 'PATCH', headers: write, body: text });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'query-invalid' });
  });

  test('that is too large is refused', async () => {
    const large = JSON.stringify({ state: 'open', reason: 'x'.repeat(70_000) });
    const response = await ask(anyState, { method: 'PATCH', headers: write, body: large });
    expect(await response.json()).toMatchObject({ status: 413, code: 'body-too-large' });
  });
});

describe('hostile log text', () => {
  test('comes back as JSON exactly as it was stored, and is never sent as HTML', async () => {
    const response = await ask('/api/v1/lines?order=oldest');
    const page = (await response.json()) as PageAnswer<LineAnswer>;
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(page.items.map(placedText)).toEqual([...hostileTexts]);
  });

  test('is streamed as NDJSON, one object a line, by parameter or by Accept', async () => {
    const byParameter = await (await ask('/api/v1/lines?order=oldest&format=ndjson')).text();
    const byAccept = await (
      await ask('/api/v1/lines?order=oldest', { headers: { accept: 'application/x-ndjson' } })
    ).text();
    const items = byParameter
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LineAnswer);
    expect(items.map(placedText)).toEqual([...hostileTexts]);
    expect(byAccept).toBe(byParameter);
  });

  test('is no formula in CSV', async () => {
    const response = await ask('/api/v1/lines?order=oldest&format=csv');
    const rows = parse<Record<string, string>>(await response.text(), { columns: true });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="live-lines.csv"');
    expect(rows).toHaveLength(hostileTexts.length);
    for (const value of rows.flatMap((row) => Object.values(row))) expect(value).not.toMatch(/^\s*[=+\-@|%]/);
  });

  test('an export takes a limit, and a wrong question is a problem and no file', async () => {
    expect((await (await ask('/api/v1/lines?format=ndjson&limit=3')).text()).split('\n')).toHaveLength(4);
    const wrong = await ask('/api/v1/lines?format=csv&cursor=garbage');
    expect(wrong.status).toBe(400);
    expect(wrong.headers.get('content-disposition')).toBeNull();
  });
});

describe('pages', () => {
  test('lead forward over everything once and back again', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    let lastPage: PageAnswer<LineAnswer> | null = null;
    do {
      const response = await ask(`/api/v1/lines?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`);
      lastPage = (await response.json()) as PageAnswer<LineAnswer>;
      seen.push(...lastPage.items.map(({ event }) => event));
      cursor = lastPage.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(hostileTexts.length);
    expect(seen).toHaveLength(hostileTexts.length);
    const back = (await (
      await ask(`/api/v1/lines?limit=4&cursor=${lastPage.prevCursor ?? ''}`)
    ).json()) as PageAnswer<LineAnswer>;
    expect(back.items.map(({ event }) => event)).toEqual(seen.slice(4, 8));
  });
});

describe('health', () => {
  test('readiness tells what is not ready', async () => {
    const unready = {
      ...project.deps,
      project: {
        ...project.deps.project,
        readiness: async () => [{ name: 'store', ready: false, detail: 'disk is full' }],
      },
    };
    const response = await createApi(unready).app.request(`${base}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('not ready\nno store: disk is full\n');
  });

  test('a file that cannot be read is told, and keeps nobody from asking', async () => {
    const trouble = {
      path: '/logs/a.log',
      problem: '/logs/a.log cannot be read (EACCES).',
      hint: 'Give this user the right to read it.',
      since: '2026-01-01T00:00:00.000Z',
    };
    const troubled = {
      ...project.deps,
      project: {
        ...project.deps.project,
        troubles: () => [trouble],
        readiness: async () => [
          { name: 'source /logs/a.log', ready: true, isTroubled: true, detail: trouble.problem },
        ],
      },
    };
    const { app } = createApi(troubled);
    const ready = await app.request(`${base}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([
      200,
      'ready\nwarning source /logs/a.log: /logs/a.log cannot be read (EACCES).\n',
    ]);
    expect(await (await app.request(`${base}/api/v1/sources`)).json()).toMatchObject({ troubles: [trouble] });
  });

  test('requests are counted by pattern, never by path', async () => {
    await ask('/api/v1/rules/some-secret-id');
    await ask('/api/v1/lines');
    await ask('/never/seen/before');
    const text = await (await ask('/metrics')).text();
    expect(text).toMatch(/route="\/api\/v1\/lines",status="200"/);
    expect(text).not.toMatch(/some-secret-id|never\/seen/);
  });
});
