// Who may talk to the API and from where: host names, origins, what a write must carry, and headers of every answer.
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ShoptraceError } from '../model/errors.js';
import type { ApiEnvironment, Caller } from './environment.js';
import { HttpProblem, httpProblem } from './problem.js';

/** Changes carry this header, which no page of another origin can send without asking first. */
export const WRITE_HEADER = 'x-shoptrace';
export const MAX_BODY_BYTES = 64 * 1024;
export const MAX_URL_CHARACTERS = 8192;

/** `token` and `proxy` bring their own way to find the caller; without them everybody on this machine is let in. */
export type Authentication =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'token' | 'proxy';
      /** Null: not known, the request is refused (401). */
      caller(request: Request): Promise<Caller | null>;
    };

export interface SecurityOptions {
  readonly authentication: Authentication;
  /** Host names (without port) under which the API may be addressed, lower case. */
  readonly hosts: readonly string[];
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1']);

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return loopbackHosts.has(name) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** @throws bind-refused: an address that others can reach needs authentication */
export function refuseOpenBind(host: string, authentication: Authentication): void {
  if (authentication.kind !== 'none' || isLoopback(host)) return;
  throw new ShoptraceError(
    'bind-refused',
    `Listening on ${host} would let everybody who can reach this machine read the traces.`,
    'Use --host 127.0.0.1, or set serve.auth to token or proxy.',
  );
}

/** Names under which a server bound to `host` may be addressed. */
export function allowedHosts(host: string, publicUrl?: string): readonly string[] {
  const names = new Set([host.toLowerCase(), ...loopbackHosts]);
  if (publicUrl !== undefined) names.add(new URL(publicUrl).hostname.toLowerCase());
  return [...names].map((name) => name.replace(/^\[|\]$/g, ''));
}

/** `[::1]:7733` → `::1`; null for what is no host at all. */
function hostName(header: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(header);
  return match === null ? null : (match[1] ?? match[2] ?? '').toLowerCase();
}

/** Gives every request an id; a well-formed one from a proxy in front is kept. */
export const requestIds: MiddlewareHandler<ApiEnvironment> = async (context, next) => {
  const given = context.req.header('x-request-id');
  const id = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  context.set('requestId', id);
  await next();
  context.header('x-request-id', id);
};

/** Headers of every answer. The console page has a policy of its own, with a nonce. */
export const safeHeaders: MiddlewareHandler<ApiEnvironment> = async (context, next) => {
  await next();
  const { headers } = context.res;
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
};

/** A name that is not ours in the Host header means that some page made the browser come here (DNS rebinding). */
export function hostAllowList(hosts: readonly string[]): MiddlewareHandler<ApiEnvironment> {
  const allowed = new Set(hosts);
  return async (context, next) => {
    const name = hostName(context.req.header('host') ?? new URL(context.req.url).host);
    if (name === null || !allowed.has(name))
      throw new HttpProblem(
        httpProblem(
          'host-unknown',
          'The Host header names another server.',
          `Use ${hosts[0] ?? '127.0.0.1'}, or set serve.publicUrl.`,
        ),
      );
    await next();
  };
}

const refuseUrl: MiddlewareHandler<ApiEnvironment> = async (context, next) => {
  if (context.req.url.length > MAX_URL_CHARACTERS)
    throw new HttpProblem(
      httpProblem(
        'address-too-long',
        `The address has more than ${MAX_URL_CHARACTERS} characters.`,
        'Ask for less at once.',
      ),
    );
  await next();
};

const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new HttpProblem(
      httpProblem('body-too-large', `The body has more than ${MAX_BODY_BYTES} bytes.`, 'Send less at once.'),
    );
  },
});

/** Files are taken by this address, which has a limit of its own. */
export const UPLOAD_PATH = '/api/v1/replays';

const limitBodyButUploads: MiddlewareHandler<ApiEnvironment> = async (context, next) => {
  if (context.req.method === 'POST' && context.req.path === UPLOAD_PATH) return await next();
  return await limitBody(context, next);
};

function writeProblem(detail: string, hint: string): HttpProblem {
  return new HttpProblem(httpProblem('write-refused', detail, hint));
}

function refuseForeignWrite(request: Request, hosts: ReadonlySet<string>): void {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw writeProblem('The change comes from a page of another site.', 'Use the console of this server.');
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, request, hosts))
    throw writeProblem('The change comes from a page of another origin.', 'Use the console of this server.');
  if (request.headers.get(WRITE_HEADER) === null)
    throw writeProblem(`The header ${WRITE_HEADER} is missing.`, `Send ${WRITE_HEADER}: 1.`);
}

function isOwnOrigin(origin: string, request: Request, hosts: ReadonlySet<string>): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (!hosts.has(from.hostname.toLowerCase().replace(/^\[|\]$/g, ''))) return false;
  const host = request.headers.get('host');
  // A proxy in front may change the port, never the name; without one both are the same.
  return host === null || from.host === host || !isLoopback(from.hostname);
}

/** Changes only from our own pages or programs: same origin, our header; the type of the body is checked by its route. */
function guardWrites(hosts: readonly string[]): MiddlewareHandler<ApiEnvironment> {
  const known = new Set(hosts);
  return async (context, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)) refuseForeignWrite(context.req.raw, known);
    await next();
  };
}

/** Stands before the routes that show traces; health and metrics are open to the machine. */
export function login(authentication: Authentication): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const caller =
      authentication.kind === 'none'
        ? { name: 'local', role: 'operator' as const }
        : await authentication.caller(context.req.raw);
    if (caller === null)
      throw new HttpProblem(
        httpProblem('login-needed', 'This address needs a login.', 'Send Authorization: Bearer TOKEN.', {
          'WWW-Authenticate': 'Bearer',
        }),
      );
    context.set('caller', caller);
    await next();
  };
}

/** What stands before every route, in this order. */
export function guards(options: SecurityOptions): MiddlewareHandler<ApiEnvironment>[] {
  return [
    requestIds,
    safeHeaders,
    hostAllowList(options.hosts),
    refuseUrl,
    guardWrites(options.hosts),
    limitBodyButUploads,
  ];
}
