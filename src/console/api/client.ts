// The console's only way to the server: typed JSON requests, failures as `ApiProblem`.
import { noteReached } from './reach.js';
import { noteServerTime } from './server-clock.js';

/** What a request can say about the dataset and the question; empty values are left out. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

export class ApiProblem extends Error {
  readonly status: number;
  readonly hint: string;
  readonly code: string;
  readonly requestId: string | null;
  /** The whole problem document; a not-found answer carries what was near. */
  readonly body: unknown;

  constructor(
    status: number,
    message: string,
    about: { hint: string; code: string; requestId: string | null; body: unknown },
  ) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.hint = about.hint;
    this.code = about.code;
    this.requestId = about.requestId;
    this.body = about.body;
  }
}

export function apiAddress(path: string, parameters: Parameters = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'object') {
      if (value.length > 0) search.set(name, value.join(','));
    } else search.set(name, String(value));
  }
  const query = search.toString();
  return `/api/v1${path}${query ? `?${query}` : ''}`;
}

function text(body: unknown, field: string): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Reflect.get(body, field);
  return typeof value === 'string' && value !== '' ? value : null;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  return problemFrom(response.status, response.statusText, body, response.headers.get('x-request-id'));
}

/** @param body the problem document, if there is one */
export function problemFrom(
  status: number,
  statusText: string,
  body: unknown,
  requestId: string | null = null,
): ApiProblem {
  const message = text(body, 'detail') ?? text(body, 'title') ?? `${status} ${statusText}`;
  return new ApiProblem(status, message, {
    hint: text(body, 'hint') ?? '',
    code: text(body, 'code') ?? '',
    requestId: text(body, 'requestId') ?? requestId,
    body,
  });
}

async function request<T>(address: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    noteReached(false);
    throw new ApiProblem(0, '', { hint: '', code: 'unreachable', requestId: null, body: null });
  }
  noteReached(true);
  noteServerTime(response.headers.get('date'));
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

export function getJson<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  return request<T>(apiAddress(path, parameters), {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  });
}

/** Changes something; the custom header keeps foreign pages from doing it. */
export function patchJson<T>(path: string, parameters: Parameters, body: unknown): Promise<T> {
  return request<T>(apiAddress(path, parameters), {
    method: 'PATCH',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'x-shoptrace': '1' },
    body: JSON.stringify(body),
  });
}

export function deleteJson<T>(path: string): Promise<T> {
  return request<T>(apiAddress(path), {
    method: 'DELETE',
    headers: { accept: 'application/json', 'x-shoptrace': '1' },
  });
}
