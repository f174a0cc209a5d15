// Searches: hits in a total order, page after page, and exact counts; an answer that is not whole is no answer.
import type { Connection } from './connection.js';
import type { Freshness } from './freshness.js';
import type { IndexNames, Part } from './index-names.js';
import { hitsIn, placeOf, type Place, type RawDocument } from './raw-documents.js';

export type Query = Readonly<Record<string, unknown>>;

export interface SortField {
  readonly field: string;
  readonly order: 'asc' | 'desc';
}

export interface Hit<T> {
  readonly id: string;
  readonly index: string;
  readonly source: T;
  readonly sort: readonly (string | number)[];
  readonly place: Place;
}

export interface HitsRequest {
  readonly query: Query;
  /** Together unique, so that pages neither overlap nor leave gaps. */
  readonly sort: readonly SortField[];
  readonly after?: readonly (string | number)[] | null;
  /** Infinity: all. */
  readonly limit: number;
  /** Fields of the stored document that are not wanted. */
  readonly without?: readonly string[];
}

/** Greatest page that Elasticsearch gives. */
const PAGE = 10_000;
const BUCKETS = 10_000;

export const matchAll: Query = { match_all: {} };
export const matchNone: Query = { match_none: {} };

export const allOf = (filter: readonly Query[]): Query =>
  filter.length === 0 ? matchAll : { bool: { filter } };
export const anyOf = (should: readonly Query[]): Query =>
  should.length === 0 ? matchNone : { bool: { should, minimum_should_match: 1 } };
export const term = (field: string, value: string | number | boolean): Query => ({
  term: { [field]: value },
});
export const terms = (field: string, values: readonly (string | number)[]): Query => ({
  terms: { [field]: values },
});

/** So many values are asked for in one request; Elasticsearch takes 65,536 (`index.max_terms_count`). */
const IDS_AT_ONCE = 5_000;

export function* idsAtOnce(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) yield ids.slice(from, from + IDS_AT_ONCE);
}

export const range = (
  field: string,
  bounds: { readonly gte?: number; readonly gt?: number; readonly lt?: number; readonly lte?: number },
): Query => ({ range: { [field]: bounds } });

export class Searcher {
  readonly #connection: Connection;
  readonly #fresh: Freshness;
  readonly #names: IndexNames;

  constructor(connection: Connection, fresh: Freshness, names: IndexNames) {
    this.#connection = connection;
    this.#fresh = fresh;
    this.#names = names;
  }

  async hits<T>(part: Part, request: HitsRequest): Promise<Hit<T>[]> {
    const found: Hit<T>[] = [];
    let after = request.after ?? null;
    while (found.length < request.limit) {
      const size = Math.min(PAGE, request.limit - found.length);
      const body = await this.#search(part, {
        size,
        query: request.query,
        sort: request.sort.map(({ field, order }) => ({ [field]: { order } })),
        track_total_hits: false,
        seq_no_primary_term: true,
        ...(after === null ? {} : { search_after: after }),
        ...(request.without === undefined ? {} : { _source: { excludes: request.without } }),
      });
      const page = hitsIn<T>(body).map(hitOf);
      found.push(...page);
      if (page.length < size) break;
      after = page.at(-1)?.sort ?? null;
    }
    return found;
  }

  async count(part: Part, query: Query): Promise<number> {
    const body = await this.#search(part, { size: 0, query, track_total_hits: true });
    return (body as { hits: { total: { value: number } } }).hits.total.value;
  }

  /** Exact counts by sources of a composite aggregation; `take` gets each bucket's keys in the order of the sources. */
  async countBy(
    part: Part,
    query: Query,
    sources: readonly Query[],
    take: (keys: readonly string[], count: number) => void,
  ): Promise<void> {
    const named = sources.map((source, index) => ({ [`key${index}`]: source }));
    let after: Record<string, unknown> | undefined;
    do {
      const composite = { size: BUCKETS, sources: named, ...(after === undefined ? {} : { after }) };
      const body = await this.#search(part, {
        size: 0,
        query,
        track_total_hits: false,
        aggs: { rows: { composite } },
      });
      const { rows } = (body as { aggregations?: { rows: CompositeRows } }).aggregations ?? { rows: noRows };
      for (const { key, doc_count: count } of rows.buckets)
        take(
          sources.map((_source, index) => String(key[`key${index}`])),
          count,
        );
      after = rows.after_key;
    } while (after !== undefined);
  }

  async #search(part: Part, body: Query): Promise<unknown> {
    await this.#fresh.ensure(this.#names, part);
    const index = this.#names.readable(part);
    const reply = await this.#connection.send({
      method: 'POST',
      path: `/${index}/_search`,
      query: { ignore_unavailable: true, allow_no_indices: true, allow_partial_search_results: false },
      body,
      what: `search ${index}`,
    });
    return reply.body;
  }
}

interface CompositeRows {
  readonly buckets: readonly {
    readonly key: Readonly<Record<string, string | number>>;
    readonly doc_count: number;
  }[];
  readonly after_key?: Record<string, unknown>;
}

const noRows: CompositeRows = { buckets: [] };

function hitOf<T>(raw: RawDocument<T>): Hit<T> {
  const { _id: id, _index: index, _source: source, sort = [] } = raw;
  if (source === undefined) throw new Error(`The hit ${id} in ${index} has no document`);
  return { id, index, source, sort, place: placeOf(raw) };
}
