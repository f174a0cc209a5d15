// The few documents that say how things stand: read by id, written only over the version that was read.
import type { Connection } from './connection.js';
import type { Freshness } from './freshness.js';
import type { IndexNames } from './index-names.js';
import { documentIn, placeOf, sourceOf, type Place, type RawDocument } from './raw-documents.js';
import { Searcher, term } from './searching.js';

export type StateKind =
  'dataset' | 'generation' | 'source' | 'detection' | 'lease' | 'import' | 'import-part' | 'memo';

export interface StateDocument<T> {
  readonly body: T;
  /** base64 */
  readonly data: string | null;
  readonly place: Place;
}

interface Stored<T> {
  readonly kind: StateKind;
  readonly name: string;
  readonly prefix: string;
  readonly shoptrace: { readonly body: T; readonly stamp?: string; readonly data?: string };
}

export class StateDocuments {
  readonly #connection: Connection;
  readonly #fresh: Freshness;
  readonly #names: IndexNames;
  readonly #search: Searcher;

  constructor(connection: Connection, fresh: Freshness, names: IndexNames) {
    this.#connection = connection;
    this.#fresh = fresh;
    this.#names = names;
    this.#search = new Searcher(connection, fresh, names);
  }

  /** The newest, also when it is not findable yet; null when it (or the dataset) is not there. */
  async read<T>(id: string): Promise<StateDocument<T> | null> {
    const raw = await this.#get<T>(id);
    const source = raw === null ? null : sourceOf(raw);
    if (raw === null || source === null) return null;
    const { body, data = null } = source.shoptrace;
    return { body, data, place: placeOf(raw) };
  }

  /** All of a kind, also those that another process wrote just now. */
  async list<T>(kind: StateKind): Promise<T[]> {
    this.#fresh.touch(this.#names, 'state');
    const hits = await this.#search.hits<Stored<T>>('state', {
      query: term('kind', kind),
      sort: [{ field: 'name', order: 'asc' }],
      limit: Infinity,
      without: ['shoptrace.data'],
    });
    return hits.map(({ source }) => source.shoptrace.body);
  }

  /**
   * @param over the version it replaces; null: it must not be there; `any`: whatever is there
   * @returns its new version, or null when somebody else was quicker
   */
  async write(
    kind: StateKind,
    id: string,
    content: { readonly body: unknown; readonly data?: string | null },
    over: Place | null | 'any',
    patienceMs: number,
  ): Promise<Place | null> {
    const stamp = this.#connection.timing.uniqueId();
    const reply = await this.#connection.send({
      method: 'PUT',
      path: `/${this.#names.writable('state')}/_doc/${encodeURIComponent(id)}`,
      query: { require_alias: true, ...condition(over) },
      body: {
        kind,
        name: id,
        prefix: this.#names.prefix,
        shoptrace: { body: content.body, stamp, ...(content.data == null ? {} : { data: content.data }) },
      },
      what: `write ${id} of ${this.#names.index('state')}`,
      expect: ['conflict'],
      patienceMs,
    });
    this.#fresh.touch(this.#names, 'state');
    if (reply.failure === null) return placeOf(documentIn(reply.body));
    // An earlier attempt may have arrived although no answer came.
    const now = reply.repeated ? await this.#get(id) : null;
    return now !== null && sourceOf(now)?.shoptrace.stamp === stamp ? placeOf(now) : null;
  }

  async #get<T>(id: string): Promise<RawDocument<Stored<T>> | null> {
    const path = `/${this.#names.index('state')}/_doc/${encodeURIComponent(id)}`;
    const what = `read ${id} of ${this.#names.index('state')}`;
    const reply = await this.#connection.send({ method: 'GET', path, what, expect: ['missing'] });
    return reply.failure === null ? documentIn<Stored<T>>(reply.body) : null;
  }
}

function condition(over: Place | null | 'any'): Record<string, string | number> {
  if (over === 'any') return {};
  if (over === null) return { op_type: 'create' };
  return { if_seq_no: over.seqNo, if_primary_term: over.primaryTerm };
}
