// Documents as Elasticsearch answers them, and what is read from them.

/** Which version of a document was read; the next write must be over it. */
export interface Place {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** One document of a get, mget or search. */
export interface RawDocument<T> {
  readonly _id: string;
  readonly _index: string;
  readonly _seq_no?: number;
  readonly _primary_term?: number;
  /** Absent where it was not found. */
  readonly _source?: T;
  readonly sort?: readonly (string | number)[];
}

export function placeOf(raw: Pick<RawDocument<unknown>, '_seq_no' | '_primary_term'>): Place {
  const { _seq_no: seqNo = -1, _primary_term: primaryTerm = -1 } = raw;
  return { seqNo, primaryTerm };
}

/** @param body answer of a get */
export function documentIn<T>(body: unknown): RawDocument<T> {
  return body as RawDocument<T>;
}

/** @param body answer of an mget; in the order asked */
export function documentsIn<T>(body: unknown): readonly RawDocument<T>[] {
  return (body as { readonly docs: readonly RawDocument<T>[] }).docs;
}

/** @param body answer of a search */
export function hitsIn<T>(body: unknown): readonly RawDocument<T>[] {
  return (body as { readonly hits: { readonly hits: readonly RawDocument<T>[] } }).hits.hits;
}

export function sourceOf<T>({ _source: source }: Pick<RawDocument<T>, '_source'>): T | null {
  return source ?? null;
}
