// Sends a file to be replayed, and asks how far its replay is.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ApiRoutes } from '../../api/create-api.js';
import { apiAddress, ApiProblem, deleteJson, getJson, problemFrom } from './client.js';

type Schema = ApiRoutes extends OpenAPIHono<infer _Environment, infer Routes, infer _Base> ? Routes : never;
type Listed = Schema['/replays']['$get'];
type ReplaysAnswer = Extract<Listed, { readonly status: 200 }>['output'];
export type ReplayAnswer = ReplaysAnswer['items'][number];
export type ReplayOutcomeAnswer = NonNullable<ReplayAnswer['outcome']>;

const LOOK_MS = 400;

export const hasEnded = ({ state }: Pick<ReplayAnswer, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** Also says what is taken: the largest file, the zone of those that are sent without one. */
export const useReplays = (): UseQueryResult<ReplaysAnswer> =>
  useQuery({
    queryKey: ['replays'],
    queryFn: ({ signal }) => getJson<ReplaysAnswer>('/replays', {}, signal),
  });

export const useReplay = (id: string | null): UseQueryResult<ReplayAnswer> =>
  useQuery({
    queryKey: ['replays', id],
    queryFn: ({ signal }) => getJson<ReplayAnswer>(`/replays/${id ?? ''}`, {}, signal),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) => (data !== undefined && hasEnded(data) ? false : LOOK_MS),
  });

export const cancelReplay = async (id: string): Promise<ReplayAnswer> =>
  await deleteJson<ReplayAnswer>(`/replays/${id}`);

export interface Sending {
  readonly file: File;
  readonly zone: string;
  readonly shop: string;
  readonly signal: AbortSignal;
  onSent(bytes: number): void;
}

/** By the older interface: only that one tells how much was sent. @throws ApiProblem; status 0 when it could not be sent */
export function sendReplay({ file, zone, shop, signal, onSent }: Sending): Promise<ReplayAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiAddress('/replays', { name: file.name, zone, shop }));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-shoptrace', '1');
    const unsent = new ApiProblem(0, '', { hint: '', code: 'unsent', requestId: null, body: null });
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
    request.addEventListener('error', () => reject(unsent));
    request.addEventListener('abort', () => reject(unsent));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 202) resolve(body as ReplayAnswer);
      else reject(problemFrom(request.status, request.statusText, body));
    });
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
