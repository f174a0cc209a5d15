// Problems that only the HTTP API has, and the status of those it shares with the command line.
import { errorCodes, type ErrorCode } from './errors.js';

/** Code → HTTP status and one line for the reference page (docs/reference/errors.md). */
export const httpProblems = {
  'host-unknown': { status: 421, title: 'This server does not answer under that name' },
  'login-needed': { status: 401, title: 'Who are you?' },
  'write-refused': { status: 403, title: 'The change was refused' },
  'method-not-allowed': { status: 405, title: 'That method is not taken here' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'content-type': { status: 415, title: 'The body is of a type that is not taken here' },
  'too-many-replays': { status: 429, title: 'Too many replays wait' },
  internal: { status: 500, title: 'shoptrace failed' },
  'too-many-streams': { status: 503, title: 'Too many pages are open' },
} as const satisfies Record<string, { status: number; title: string }>;

export type HttpProblemCode = keyof typeof httpProblems;

/** Status of each code that a question or change can end with; all others are faults of ours (500). */
export const statusOfCode = {
  usage: 400,
  'query-invalid': 400,
  'cursor-invalid': 400,
  'dataset-name-invalid': 400,
  'zone-unknown': 400,
  'file-empty': 400,
  'format-foreign': 422,
  'gzip-damaged': 422,
  'no-records': 422,
  'not-found': 404,
  'finding-unknown': 404,
  'rule-unknown': 404,
  'dashboard-unknown': 404,
  'dataset-unknown': 404,
  'state-conflict': 409,
  'transition-invalid': 409,
  'dataset-busy': 503,
  'store-unreachable': 503,
  'store-full': 503,
  'store-denied': 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** One code of a problem document, as a page shows it. */
export interface ProblemRow {
  readonly code: string;
  readonly title: string;
  /** Null: the API never answers with it. */
  readonly status: number | null;
  /** Null: the command line never ends with it. */
  readonly exit: number | null;
}

/** Every code, those of both surfaces first. */
export function problemRows(): readonly ProblemRow[] {
  const statuses: Partial<Record<string, number>> = statusOfCode;
  return [
    ...Object.entries(errorCodes).map(([code, { exit, title }]) => ({
      code,
      title,
      status: statuses[code] ?? null,
      exit,
    })),
    ...Object.entries(httpProblems).map(([code, { status, title }]) => ({ code, title, status, exit: null })),
  ];
}
