// The built console: its page with a fresh nonce, its hashed files for ever, and the page again for every address of its own.
import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Context, Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import type { ApiEnvironment } from './environment.js';

/** Stands in the built page wherever the nonce belongs. */
const NONCE_MARK = '__CSP_NONCE__';
const HASHED_FILE = /^assets\/.*[-.][\w-]{8,}\.\w+$/;

const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

interface ConsoleFiles {
  /** By path below the folder, with `/`: nothing else can be asked for. */
  readonly paths: ReadonlyMap<string, string>;
  readonly page: string;
}

/** First parts of the console's own addresses; behind those with `true` more parts may follow. */
const consolePages = new Map([
  ['', false],
  ['index.html', false],
  ['transactions', false],
  ['tx', true],
  ['findings', true],
  ['lines', false],
  ['numbers', true],
  ['sources', false],
  ['dashboards', true],
]);

function isConsolePage(path: string): boolean {
  const [first = '', ...more] = path.slice(1).replace(/\/$/, '').split('/');
  const hasMore = consolePages.get(first);
  return hasMore === true || (hasMore === false && more.length === 0);
}

/** Null where the console is not built. */
async function readConsole(folder: string): Promise<ConsoleFiles | null> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
  if (page === null) return null;
  const paths = new Map<string, string>();
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) paths.set(relative(folder, path).split(sep).join('/'), path);
  }
  return { paths, page };
}

/** Scripts from our own files only; styles that libraries write at run time carry the nonce. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function answerPage(context: Context<ApiEnvironment>, page: string, status: 200 | 404): Response {
  const nonce = randomBytes(18).toString('base64url');
  return context.body(page.replaceAll(NONCE_MARK, nonce), status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pagePolicy(nonce),
    'Cache-Control': 'no-store',
  });
}

async function answerFile(
  context: Context<ApiEnvironment>,
  files: ConsoleFiles,
  name: string,
  path: string,
): Promise<Response> {
  const accepted = new Set((context.req.header('accept-encoding') ?? '').split(/\s*(?:;[^,]*)?,\s*|\s*;.*$/));
  const packed = encodings.find(({ name: encoding, ending }) => {
    return accepted.has(encoding) && files.paths.has(name + ending);
  });
  const bytes = await readFile(packed === undefined ? path : path + packed.ending);
  return context.body(bytes, 200, {
    'Content-Type': getMimeType(name) ?? 'application/octet-stream',
    'Cache-Control': HASHED_FILE.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(packed === undefined ? {} : { 'Content-Encoding': packed.name }),
  });
}

const notBuilt =
  'shoptrace answers, but its console is not built.\nBuild it with: npm run build\nThe API is at /api/v1/openapi.json\n';

/** The old tool's address: `…/scantrace.php?id=<shop>&transid=<ID>`, linked from bills and bookmarks. */
function addOldLinks(app: Hono<ApiEnvironment>): void {
  app.get('/local/shop/front/scantrace.php', (context) => {
    const transaction = context.req.query('transid')?.trim() ?? '';
    const to = transaction === '' ? '/transactions' : `/tx/${encodeURIComponent(transaction)}`;
    return context.redirect(to, 302);
  });
}

/** Adds page, files and old links behind all other routes. `/api` and files that are not there stay problems. */
export async function addConsole(app: Hono<ApiEnvironment>, folder: string): Promise<void> {
  addOldLinks(app);
  const files = await readConsole(folder);
  if (files === null) {
    app.get('/', (context) => context.text(notBuilt));
    return;
  }
  app.get('*', async (context, next) => {
    const name = context.req.path.slice(1);
    const path = files.paths.get(name);
    if (path !== undefined && name !== 'index.html') return await answerFile(context, files, name, path);
    const isFile = name.startsWith('assets/') || name === 'api' || name.startsWith('api/');
    if (isFile) return await next();
    if (isConsolePage(context.req.path)) return answerPage(context, files.page, 200);
    // A person is told by the console itself; a program is not answered with a page.
    if (!(context.req.header('accept') ?? '').includes('text/html')) return await next();
    return answerPage(context, files.page, 404);
  });
}
