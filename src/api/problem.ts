// Errors as RFC 9457 problems: what went wrong, where, what to do, and the id to find it in our log.
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { errorCodes, ShoptraceError, type ErrorCode } from '../model/errors.js';
import { httpProblems, statusOfCode, type HttpProblemCode } from '../model/http-problems.js';
import type { ApiDeps } from './dependencies.js';
import type { ApiContext } from './environment.js';

interface ProblemParts {
  readonly status: ContentfulStatusCode;
  readonly code: ErrorCode | HttpProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by our own middleware, where no code of the model fits: it is about HTTP, not about the shop. */
export class HttpProblem extends Error {
  readonly parts: ProblemParts;

  constructor(parts: ProblemParts) {
    super(parts.detail);
    this.name = 'HttpProblem';
    this.parts = parts;
  }
}

/** A problem that is about HTTP only. */
export function httpProblem(
  code: HttpProblemCode,
  detail: string,
  hint: string,
  headers: Readonly<Record<string, string>> = {},
): ProblemParts {
  return { ...httpProblems[code], code, detail, hint, headers };
}

/** A path that was asked for, short and without anything that could be mistaken for markup. */
function shownPath(path: string): string {
  const safe = path.replace(/[^\w\-./~%:@+,=]/gu, '\u{fffd}');
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}

export function problemResponse(context: ApiContext, parts: ProblemParts): Response {
  const body = {
    ...parts.extensions,
    type: `/docs/errors#${parts.code}`,
    title: parts.title,
    status: parts.status,
    detail: parts.detail,
    instance: shownPath(context.req.path),
    code: parts.code,
    hint: parts.hint,
    requestId: context.get('requestId') ?? 'none',
  };
  return context.body(JSON.stringify(body), parts.status, {
    ...parts.headers,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
}

export function notFoundProblem(context: ApiContext): Response {
  return problemResponse(context, {
    status: 404,
    code: 'not-found',
    title: errorCodes['not-found'].title,
    detail: `There is nothing under ${shownPath(context.req.path)}.`,
    hint: 'GET /api/v1/openapi.json lists what can be asked.',
  });
}

/** All of what a validator of a route found, by JSON pointer. */
export function invalidRequest(target: string, error: ZodError): HttpProblem {
  const errors = error.issues.slice(0, 20).map((issue) => ({
    pointer: `/${[target, ...issue.path.map(String)].join('/')}`,
    detail: issue.message,
  }));
  const first = errors[0];
  return new HttpProblem({
    status: 400,
    code: 'query-invalid',
    title: errorCodes['query-invalid'].title,
    detail: first === undefined ? 'The request is not valid.' : `${first.pointer}: ${first.detail}`,
    hint: 'GET /api/v1/openapi.json says what this address takes.',
    extensions: { errors },
  });
}

function partsOfHttpException(error: HTTPException): ProblemParts {
  const status = error.status;
  if (status === 415)
    return httpProblem('content-type', 'The body must be JSON.', 'Send Content-Type: application/json.');
  return {
    status,
    code: 'query-invalid',
    title: errorCodes['query-invalid'].title,
    detail: status === 400 ? 'The body is not valid JSON.' : 'The request was refused.',
    hint: 'GET /api/v1/openapi.json says what this address takes.',
  };
}

function partsOf(error: Error): ProblemParts | null {
  if (error instanceof HttpProblem) return error.parts;
  if (error instanceof HTTPException) return partsOfHttpException(error);
  if (!(error instanceof ShoptraceError)) return null;
  const statuses: Partial<Record<ErrorCode, ContentfulStatusCode>> = statusOfCode;
  const status = statuses[error.code];
  if (status === undefined) return null;
  return {
    status,
    code: error.code,
    title: errorCodes[error.code].title,
    detail: error.message,
    hint: error.hint,
    ...(status === 503 ? { headers: { 'Retry-After': '5' } } : {}),
  };
}

/** Every failure of a handler ends here. What nobody expected is logged with its stack and answered without it. */
export function errorHandler(deps: ApiDeps): (error: Error, context: ApiContext) => Response {
  return (error, context) => {
    const parts = partsOf(error);
    if (parts !== null) return problemResponse(context, parts);
    const requestId = context.get('requestId');
    deps.log.error({ requestId, method: context.req.method, err: error }, 'a request failed');
    const detail = 'The answer could not be made; the cause is in the log of the server.';
    return problemResponse(
      context,
      httpProblem('internal', detail, `Look for request ${requestId} in the log.`),
    );
  };
}
