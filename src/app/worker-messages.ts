// What the serving thread and its workers say to each other.
import type { Settings } from '../config/schema.js';
import { ShoptraceError, type ErrorCode } from '../model/errors.js';
import type { ShopInput } from '../shop/options.js';

/** A path that is followed, and what is said about it. */
export interface FollowedPath {
  readonly path: string;
  readonly kind: 'trace' | 'mail' | null;
  readonly source: string;
  readonly shop: string;
  readonly zone: string;
  readonly zoneIsGiven?: boolean;
  readonly form: 'A' | 'B' | 'C' | null;
  readonly masking: 'on' | 'off';
}

export type WorkerTask =
  | {
      readonly role: 'ingest';
      readonly settings: Settings;
      readonly dataset: string;
      readonly paths: readonly FollowedPath[];
      /** Lines older than this age are deleted, such as `7d`; null keeps all. */
      readonly keepLines: string | null;
    }
  | { readonly role: 'shop'; readonly shop: ShopInput };

export interface WrittenFinding {
  readonly id: string;
  readonly rule: string;
  readonly verdict: string;
}

export type WorkerMessage =
  /** The dataset is there; following begins. */
  | { readonly type: 'opened' }
  | { readonly type: 'findings'; readonly findings: readonly WrittenFinding[] }
  | { readonly type: 'sources'; readonly bytes: number; readonly records: number }
  /** Something is wrong with a path or the store; null: it is well again. */
  | { readonly type: 'trouble'; readonly path: string; readonly problem: PlainError | null }
  | { readonly type: 'failed'; readonly error: PlainError };

export type WorkerCommand = { readonly type: 'stop' };

/** An error as it crosses from thread to thread. */
export interface PlainError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly hint: string;
  readonly stack: string | undefined;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof ShoptraceError)
    return { code: error.code, message: error.message, hint: error.hint, stack: error.stack };
  if (error instanceof Error) return { code: null, message: error.message, hint: '', stack: error.stack };
  return { code: null, message: String(error), hint: '', stack: undefined };
}

export function revivedError(plain: PlainError): Error {
  const error =
    plain.code === null
      ? new Error(plain.message)
      : new ShoptraceError(plain.code, plain.message, plain.hint);
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}
