// The server: where it binds, what it serves of the console, and that it stops at once.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveApi, type ServedApi } from '../../src/api/server.js';
import { merchantTrace } from '../../parsers/index.js';
import { hostileLog } from './hostile-lines.js';
import { openTestProject, withTextFile, type TestProject } from './test-project.js';

const page =
  '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script><p>console</p>';
const script = 'globalThis.started = true;\n'.repeat(100);

let folder = '';
let project: TestProject;
let served: ServedApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const name = join(folder, 'assets', 'main-DkX81_aq.js');
  await writeFile(name, script);
  await writeFile(`${name}.br`, brotliCompressSync(script));
  await writeFile(`${name}.gz`, gzipSync(script));
  await writeFile(join(folder, '..', 'beside-the-console.txt'), 'secret');
  project = await withTextFile(hostileLog, (path) =>
    openTestProject({
      files: [{ dataset: 'live', path }],
      format: merchantTrace,
      rules: [],
      zone: 'UTC',
      now: Date.parse('2017-08-21T21:00:00Z'),
    }),
  );
  served = await serveApi({ deps: project.deps, port: 0, consoleFolder: folder });
});

afterAll(async () => {
  await served.close();
  await rm(join(folder, '..', 'beside-the-console.txt'));
  await rm(folder, { recursive: true });
});

/** Without the tidying of addresses that `fetch` does. */
async function rawGet(path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(served.url);
  return await new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('binding', () => {
  test('is to loopback, on any free port', () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test.each(['0.0.0.0', '::', '192.0.2.7', 'example.org'])(
    '%s is refused without authentication',
    async (host) => {
      const opened = serveApi({ deps: project.deps, host, port: 0, consoleFolder: folder });
      await expect(opened).rejects.toMatchObject({
        code: 'bind-refused',
        hint: expect.stringContaining('auth') as string,
      });
    },
  );

  test('an open address is taken when callers must say who they are', async () => {
    const open = await serveApi({
      deps: project.deps,
      host: '0.0.0.0',
      port: 0,
      consoleFolder: folder,
      authentication: {
        kind: 'token',
        caller: async (asked) =>
          asked.headers.get('authorization') === 'Bearer right' ? { name: 'ann', role: 'viewer' } : null,
      },
    });
    const url = open.url.replace('0.0.0.0', '127.0.0.1');
    const without = await fetch(`${url}/api/v1/lines`);
    const wrong = await fetch(`${url}/api/v1/lines`, { headers: { authorization: 'Bearer wrong' } });
    const right = await fetch(`${url}/api/v1/lines`, { headers: { authorization: 'Bearer right' } });
    await open.close();
    expect([without.status, wrong.status, right.status]).toEqual([401, 401, 200]);
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a port in use is told with what to do', async () => {
    const port = Number(new URL(served.url).port);
    await expect(serveApi({ deps: project.deps, port, consoleFolder: folder })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(String(port)) as string,
      hint: expect.stringContaining('--port') as string,
    });
  });
});

describe('the console', () => {
  test.each([
    '/',
    '/index.html',
    '/tx/TU90QMLVYXD5UMZYUQ%3D%3D',
    '/findings?state=open',
    '/dashboards/overview',
  ])('%s is its page, with a fresh nonce', async (path) => {
    const first = await fetch(served.url + path);
    const second = await fetch(served.url + path);
    const body = await first.text();
    const nonce = /content="([\w-]{20,})"/.exec(body)?.[1] ?? 'none';
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(body).toContain(`<script nonce="${nonce}">`);
    expect(body).not.toContain('__CSP_NONCE__');
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(await second.text()).not.toContain(nonce);
  });

  test('hashed files are kept for ever, and sent packed to those who take it', async () => {
    const { hostname, port } = new URL(served.url);
    const encodings = await Promise.all(
      ['br', 'gzip, deflate', 'identity', 'gzip;q=0.5, br;q=1'].map(
        async (accept) =>
          await new Promise((resolve, reject) => {
            request(
              { hostname, port, path: '/assets/main-DkX81_aq.js', headers: { 'accept-encoding': accept } },
              (response) => {
                response.resume();
                resolve([
                  response.headers['content-encoding'],
                  response.headers['content-type'],
                  response.headers['cache-control'],
                ]);
              },
            )
              .on('error', reject)
              .end();
          }),
      ),
    );
    const rest = ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'];
    expect(encodings).toEqual([
      ['br', ...rest],
      ['gzip', ...rest],
      [undefined, ...rest],
      ['br', ...rest],
    ]);
    expect(await (await fetch(`${served.url}/assets/main-DkX81_aq.js`)).text()).toBe(script);
  });

  test('files without a hash are asked for again', async () => {
    const icon = await fetch(`${served.url}/icon.svg`);
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    expect(icon.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each(['/assets/gone-12345678.js', '/api/v1/nothing', '/api', '/api/v2/lines'])(
    '%s is a problem and not the page',
    async (path) => {
      const response = await fetch(served.url + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  test('an address that is no page is a problem for a program, and a page that says so for a person', async () => {
    for (const path of ['/ready', '/healthz', '/sources/none', '/favicon.none']) {
      const program = await fetch(served.url + path);
      expect([program.status, program.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      const person = await fetch(served.url + path, { headers: { accept: 'text/html,*/*;q=0.8' } });
      expect([person.status, person.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await person.text()).toContain('console');
    }
  });

  test.each([
    '/../beside-the-console.txt',
    '/assets/../../beside-the-console.txt',
    '/%2e%2e/beside-the-console.txt',
    '/..%2fbeside-the-console.txt',
    '/..%5cbeside-the-console.txt',
    '//beside-the-console.txt',
    '/assets/main-DkX81_aq.js%00.txt',
  ])('%s shows nothing from outside', async (path) => {
    expect((await rawGet(path)).body).not.toContain('secret');
  });

  test.each([
    ['?id=1&transid=TU90QMLVYXD5UMZYUQ%3D%3D', '/tx/TU90QMLVYXD5UMZYUQ%3D%3D'],
    ['?id=1&transid=//evil.example', '/tx/%2F%2Fevil.example'],
    ['?id=1', '/transactions'],
    ['', '/transactions'],
  ])('the old address %s leads to %s', async (query, to) => {
    const response = await fetch(`${served.url}/local/shop/front/scantrace.php${query}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(to);
  });

  test('that is not built leaves the API in work and says what to do', async () => {
    const bare = await serveApi({ deps: project.deps, port: 0, consoleFolder: join(folder, 'nothing') });
    const [home, lines] = await Promise.all([fetch(`${bare.url}/`), fetch(`${bare.url}/api/v1/lines`)]);
    const text = await home.text();
    await bare.close();
    expect(text).toContain('npm run build');
    expect(lines.status).toBe(200);
  });
});

/** Reads a stream until it holds `text`. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<string> {
  const decoder = new TextDecoder();
  let seen = '';
  while (!seen.includes(text)) {
    const { done, value } = await reader.read();
    if (done) return seen;
    seen += decoder.decode(value, { stream: true });
  }
  return seen;
}

describe('the live stream', () => {
  test('tells freshness, and goes on where a broken stream ended', async () => {
    const first = await fetch(`${served.url}/api/v1/live`);
    const reader = (first.body as ReadableStream<Uint8Array>).getReader();
    expect(await readUntil(reader, 'event: hello')).toContain('retry: 2000');
    project.change({ type: 'sources', dataset: 'live' });
    project.clock.advance(500);
    const seen = await readUntil(reader, 'event: freshness');
    await reader.cancel();
    project.change({ type: 'sources', dataset: 'live' });
    project.clock.advance(500);
    const id = /id: (\S+)/.exec(seen)?.[1] ?? '';
    const again = await fetch(`${served.url}/api/v1/live?dataset=live`, { headers: { 'last-event-id': id } });
    const reader2 = (again.body as ReadableStream<Uint8Array>).getReader();
    expect(await readUntil(reader2, 'event: freshness')).toContain('"missed":1');
    await reader2.cancel();
    expect(again.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(JSON.parse(/data: (\{"dataset":"live","now".*)/.exec(seen)?.[1] ?? '{}')).toMatchObject({
      sources: [{ source: 'test', lastRecord: '2017-08-21T20:00:10.100Z' }],
    });
  });

  test('an id of another start asks for everything again', async () => {
    const response = await fetch(`${served.url}/api/v1/live?lastEventId=old-17`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(await readUntil(reader, 'event: ')).toContain('event: reset');
    await reader.cancel();
  });

  test('of a dataset that is not there is a problem', async () => {
    expect((await fetch(`${served.url}/api/v1/live?dataset=nothing`)).status).toBe(404);
  });
});

describe('closing', () => {
  test('ends within a second while streams are open, and frees the port', async () => {
    const other = await serveApi({ deps: project.deps, port: 0, consoleFolder: folder });
    const stream = await fetch(`${other.url}/api/v1/live`);
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await readUntil(reader, 'event: hello');
    const startedAt = performance.now();
    await other.close();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect((await reader.read()).done).toBe(true);
    await expect(fetch(`${other.url}/livez`)).rejects.toThrow('fetch failed');
    const again = await serveApi({
      deps: project.deps,
      port: Number(new URL(other.url).port),
      consoleFolder: folder,
    });
    await again.close();
  });
});
