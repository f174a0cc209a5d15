// What an answer of Elasticsearch that is no success means: wait and try again, stop and say so, or a fault of ours.
import { ShoptraceError } from '../../model/errors.js';
import { connectionAdvice } from './connection-advice.js';

/** The part of an error body that says what is wrong. */
export interface ErrorCause {
  readonly type?: string;
  readonly reason?: string;
  readonly caused_by?: ErrorCause;
  readonly root_cause?: readonly ErrorCause[];
}

export type FailureKind =
  /** Away, busy, or answering nonsense: the same request may succeed later. */
  | 'transient'
  /** It has too much to do at once: later, or in smaller pieces. */
  | 'busy'
  /** What answers is not Elasticsearch: another product, or something in between. */
  | 'foreign'
  /** No room: a full disk, or no shard left. */
  | 'full'
  /** Refuses to write until a person does something: blocks, closed indices, other 400s and 403s. */
  | 'blocked'
  /** Not logged in. */
  | 'denied'
  /** An index (or the alias it is written through) is gone. */
  | 'missing'
  /** Somebody else wrote in between. */
  | 'conflict'
  /** The request is too large. */
  | 'too-large'
  /** This one document does not fit the mapping. */
  | 'unmappable'
  /** It is there already. */
  | 'exists';

export interface Failure {
  readonly kind: FailureKind;
  /** `type: reason`, one line. */
  readonly text: string;
}

const unmappable = new Set([
  'strict_dynamic_mapping_exception',
  'document_parsing_exception',
  'mapper_parsing_exception',
]);

export function failureOf(status: number, body: unknown): Failure {
  const cause = causeOf(body);
  return { kind: kindOf(status, cause), text: textOf(status, cause) };
}

function kindOf(status: number, cause: ErrorCause): FailureKind {
  const type = cause.type ?? '';
  const words = textOf(status, cause);
  if (type === 'cluster_block_exception') return blockKind(status, words);
  if (/maximum (normal )?shards open|maximum number of shards/i.test(words)) return 'full';
  if (type === 'resource_already_exists_exception' || /already exists as alias/.test(words)) return 'exists';
  if (status === 401) return 'denied';
  if (status === 404) return 'missing';
  if (status === 409) return 'conflict';
  if (status === 413) return 'too-large';
  if (status === 429) return 'busy';
  if (status >= 500) return 'transient';
  if (status === 400 && unmappable.has(type)) return 'unmappable';
  return 'blocked';
}

function blockKind(status: number, words: string): FailureKind {
  if (/flood-stage|read-only-allow-delete|read_only_allow_delete/i.test(words)) return 'full';
  return status >= 500 ? 'transient' : 'blocked';
}

function causeOf(body: unknown): ErrorCause {
  if (typeof body !== 'object' || body === null) return {};
  const error = 'error' in body ? body.error : body;
  if (typeof error === 'string') return { reason: error };
  return typeof error === 'object' && error !== null ? error : {};
}

function textOf(status: number, cause: ErrorCause): string {
  const parts: string[] = [];
  for (let here: ErrorCause | undefined = cause; here !== undefined; here = here.caused_by) {
    const said = [here.type, here.reason].filter((part) => part !== undefined).join(': ');
    if (said !== '' && !parts.includes(said)) parts.push(said);
  }
  for (const root of cause.root_cause ?? []) {
    const said = `${root.type ?? ''}: ${root.reason ?? ''}`;
    if (!parts.includes(said)) parts.push(said);
  }
  const text = parts.length === 0 ? `status ${status}` : parts.join('; ');
  return text.replace(/\s+/g, ' ').slice(0, 500);
}

/** A question without a body (HEAD) is refused without words. */
const isForbidden = (text: string): boolean => /security_exception|^status 403$/.test(text);

/** What is said to people when waiting has ended, or does not help. */
export function storeError(failure: Failure, where: string, what: string, cause?: unknown): ShoptraceError {
  const { kind, text } = failure;
  if (kind === 'full')
    return new ShoptraceError(
      'store-full',
      `Elasticsearch at ${where} has no room (${what}): ${text}`,
      'Free disk space or shards, or let the cluster grow. Whoever follows files goes on by itself; run any other command again: nothing is lost.',
      { cause },
    );
  if (kind === 'denied')
    return new ShoptraceError(
      'store-denied',
      `Elasticsearch at ${where} does not let shoptrace in (${what}): ${text}`,
      'Set SHOPTRACE_ES_API_KEY_FILE, or SHOPTRACE_ES_USER and SHOPTRACE_ES_PASSWORD_FILE, to credentials that are valid.',
      { cause },
    );
  if (isForbidden(text))
    return new ShoptraceError(
      'store-denied',
      `Elasticsearch at ${where} does not allow it (${what}): ${text}`,
      'Give the key the privileges that docs/elasticsearch.md lists for its role.',
      { cause },
    );
  if (kind === 'foreign')
    return new ShoptraceError(
      'store-unsupported',
      `What answers at ${where} is not Elasticsearch (${what}): ${text}`,
      'Check the address: is it Kibana (5601), OpenSearch, or a proxy that answers itself? Elasticsearch 8.19 or 9.x is needed.',
      { cause },
    );
  if (kind === 'transient' || kind === 'busy') {
    const { said, hint } = connectionAdvice(text);
    const message = `Elasticsearch at ${where} cannot be reached (${what}): ${said}`;
    return new ShoptraceError('store-unreachable', message, hint, { cause });
  }
  return new ShoptraceError(
    'store-unreachable',
    `Elasticsearch at ${where} refuses (${what}): ${text}`,
    'Look at the index and the cluster; nothing is lost, writing goes on when it accepts again.',
    { cause },
  );
}
