// Requests to Elasticsearch: one attempt each by the client, told apart by what the answer means, tried again with patience.
import { Client, errors } from '@elastic/elasticsearch';
import { ShoptraceError } from '../../model/errors.js';
import type { Logger } from '../../telemetry/log.js';
import { readCredentials, type Credentials, type ElasticsearchAddress, type Environment } from './address.js';
import { failureOf, storeError, type Failure, type FailureKind } from './failures.js';
import { pauseBefore, type Timing } from './timing.js';
import { authorityWith } from './trusted-authority.js';

export interface EsRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  /** Lines of NDJSON, instead of `body`. */
  readonly lines?: string;
  /** What it is for, in messages: `write to shoptrace-live-events`. */
  readonly what: string;
  /** Failures that are an answer to the caller, not an error. */
  readonly expect?: readonly FailureKind[];
  /** How long it is tried again while Elasticsearch is away or busy; default: that of reading. */
  readonly patienceMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** Null of a success. */
  readonly failure: Failure | null;
  /** Earlier attempts may have had their effect although no answer came. */
  readonly repeated: boolean;
}

export interface ConnectionOptions {
  readonly address: ElasticsearchAddress;
  readonly environment: Environment;
  readonly timing: Timing;
  readonly log: Logger;
  /** Of one attempt. */
  readonly requestTimeoutMs: number;
}

const READ_PATIENCE_MS = 3_000;
/** Waiting is spoken of when it has lasted this long, and then at this distance. */
const SPEAK_EVERY_MS = 30_000;
const SPEAK_FIRST_MS = 2_000;

const healing: ReadonlySet<FailureKind> = new Set(['transient', 'busy', 'foreign']);

const allStatuses = [400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 429, 500, 501, 502, 503, 504];

interface Attempt {
  readonly status: number;
  readonly body: unknown;
  readonly failure: Failure | null;
  readonly cause?: unknown;
}

export class Connection {
  readonly address: ElasticsearchAddress;
  readonly #options: ConnectionOptions;
  #credentials: Credentials;
  #client: Promise<Client> | null = null;
  readonly #closing = new AbortController();

  constructor(options: ConnectionOptions) {
    this.address = options.address;
    this.#options = options;
    this.#credentials = readCredentials(options.environment);
  }

  get timing(): Timing {
    return this.#options.timing;
  }

  get log(): Logger {
    return this.#options.log;
  }

  /** Host and port, for messages. */
  get where(): string {
    return this.address.nodes.map((node) => new URL(node).host).join(', ');
  }

  /**
   * @throws store-unreachable, store-full, store-denied, store-unsupported: when the failure is not among those expected
   *   and patience has ended
   */
  async send(request: EsRequest): Promise<Reply> {
    const { timing } = this.#options;
    const patienceMs = request.patienceMs ?? READ_PATIENCE_MS;
    const begun = timing.monotonic();
    let spokenAt = begun + SPEAK_FIRST_MS - SPEAK_EVERY_MS;
    for (let attempt = 0; ; attempt += 1) {
      const { status, body, failure, cause } = await this.#attempt(request);
      const repeated = attempt > 0;
      if (failure === null || request.expect?.includes(failure.kind) === true)
        return { status, body, failure, repeated };
      const waited = timing.monotonic() - begun;
      const renewed = failure.kind === 'denied' && this.#renewCredentials();
      const mayHeal = renewed || healing.has(failure.kind);
      if (!mayHeal || waited >= patienceMs || this.#closing.signal.aborted)
        throw storeError(failure, this.where, request.what, cause);
      if (timing.monotonic() - spokenAt >= SPEAK_EVERY_MS) {
        spokenAt = timing.monotonic();
        const fields = { where: this.where, doing: request.what, reason: failure.text };
        this.log.warn(fields, 'Elasticsearch is away or busy; waiting');
      }
      await this.pause(attempt);
    }
  }

  /** Sleeps before another attempt; ends early when the connection is closed. */
  async pause(attempt: number): Promise<void> {
    const { timing } = this.#options;
    try {
      await timing.sleep(pauseBefore(attempt, timing.random), this.#closing.signal);
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await closeClient(this.#client);
  }

  async #open(): Promise<Client> {
    const opening = (this.#client ??= openClient(this.#options, this.#credentials));
    try {
      return await opening;
    } catch (error) {
      if (this.#client === opening) this.#client = null;
      throw error;
    }
  }

  async #attempt(request: EsRequest): Promise<Attempt> {
    const { method, path, query, body, lines } = request;
    try {
      const client = await this.#open();
      const { statusCode, body: answer } = await client.transport.request(
        {
          method,
          path,
          ...(query === undefined ? {} : { querystring: query }),
          ...(body === undefined ? {} : { body: body as Record<string, unknown> }),
          ...(lines === undefined ? {} : { bulkBody: lines }),
        },
        { meta: true, ignore: allStatuses },
      );
      if (statusCode >= 200 && statusCode < 300) return { status: statusCode, body: answer, failure: null };
      return { status: statusCode, body: answer, failure: failureOf(statusCode, answer) };
    } catch (cause) {
      return { status: 0, body: null, failure: failureOfError(cause), cause };
    }
  }

  /** True when other secrets are there than those that were refused. */
  #renewCredentials(): boolean {
    const credentials = readCredentials(this.#options.environment);
    if (JSON.stringify(credentials) === JSON.stringify(this.#credentials)) return false;
    this.#credentials = credentials;
    closeClient(this.#client).catch(() => undefined);
    this.#client = null;
    return true;
  }
}

async function openClient(
  { address, requestTimeoutMs }: ConnectionOptions,
  { auth, certificate, fingerprint }: Credentials,
): Promise<Client> {
  const { nodes } = address;
  const authority = certificate ?? (fingerprint === null ? null : await authorityWith(fingerprint, nodes));
  return new Client({
    nodes: [...nodes],
    maxRetries: 0,
    requestTimeout: requestTimeoutMs,
    compression: false,
    ...(auth === null ? {} : { auth: 'apiKey' in auth ? { apiKey: auth.apiKey } : { ...auth } }),
    ...(authority === null ? {} : { tls: { ca: authority } }),
    redaction: { type: 'remove' },
  });
}

/** One that could not be opened needs no closing. */
async function closeClient(opening: Promise<Client> | null): Promise<void> {
  const client = await opening?.catch(() => null);
  await client?.close();
}

/** Errors without an answer: nobody there, too late, or not what Elasticsearch says. */
function failureOfError(error: unknown): Failure {
  if (error instanceof errors.ConfigurationError) throw unsupported(error.message, error);
  if (error instanceof errors.ProductNotSupportedError)
    return { kind: 'foreign', text: 'its answer does not name the product' };
  const text = error instanceof Error ? error.message : String(error);
  return { kind: 'transient', text: text.replace(/\s+/g, ' ').trim().slice(0, 500) };
}

export function unsupported(message: string, cause?: unknown): ShoptraceError {
  return new ShoptraceError(
    'store-unsupported',
    message,
    'Use Elasticsearch 8.19 or 9.x; OpenSearch and Elasticsearch 7 are not supported.',
    { cause },
  );
}
