// A finding as a document, with what people did about it; and its writing over the version that was read.
import type { StateChange, StoredFinding } from '../../model/finding.js';
import type { BulkItem } from './bulk.js';
import type { EsContext } from './context.js';
import { documentId } from './document-id.js';
import { terms, type Hit, type Query } from './searching.js';
import { documentIn, documentsIn, placeOf, sourceOf, type Place, type RawDocument } from './raw-documents.js';

export interface FindingBody extends StoredFinding {
  readonly history: readonly StateChange[];
}

export interface FindingDocument {
  readonly shoptrace: { readonly body: FindingBody };
}

export interface PlacedFinding {
  readonly body: FindingBody;
  readonly place: Place;
}

export const caseId = (shop: string, about: { readonly kind: string; readonly key: string }): string =>
  documentId(shop, about.kind, about.key);

function documentOf(body: FindingBody): object {
  const { finding, human, detectedAt } = body;
  const { case: about, shop } = finding;
  return {
    rule: { id: finding.rule, version: finding.ruleVersion },
    service: { name: shop },
    ...(about.kind === 'transaction' ? { transaction: { id: about.key } } : {}),
    event: { start: finding.firstSeen, end: finding.lastSeen },
    shoptrace: {
      verdict: finding.verdict,
      severity: finding.severity,
      state: human.state,
      case: { kind: about.kind, key: about.key, id: caseId(shop, about) },
      codes: finding.codes,
      count: finding.count,
      detected: detectedAt,
      id: finding.id,
      order: finding.lastSeen,
      body,
    },
  };
}

/** @param place version that was read; null: it must not be there yet */
export function findingItem(context: EsContext, body: FindingBody, place: Place | null): BulkItem {
  const index = context.names.writable('findings');
  const id = documentId(body.finding.id);
  const action =
    place === null
      ? { create: { _index: index, _id: id } }
      : { index: { _index: index, _id: id, if_seq_no: place.seqNo, if_primary_term: place.primaryTerm } };
  return { lines: `${JSON.stringify(action)}\n${JSON.stringify(documentOf(body))}\n` };
}

/** The newest, also where it is not findable yet. */
export async function readFinding(context: EsContext, id: string): Promise<PlacedFinding | null> {
  const index = context.names.index('findings');
  const path = `/${index}/_doc/${encodeURIComponent(documentId(id))}`;
  const reply = await context.connection.send({
    method: 'GET',
    path,
    what: `read ${index}`,
    expect: ['missing'],
  });
  return reply.failure === null ? placed(documentIn(reply.body)) : null;
}

export async function readFindings(context: EsContext, ids: readonly string[]): Promise<PlacedFinding[]> {
  if (ids.length === 0) return [];
  const index = context.names.index('findings');
  const reply = await context.connection.send({
    method: 'POST',
    path: `/${index}/_mget`,
    body: { ids: ids.map((id) => documentId(id)) },
    what: `read ${index}`,
    patienceMs: context.writePatienceMs,
  });
  return documentsIn<FindingDocument>(reply.body).flatMap((raw) => placed(raw) ?? []);
}

const CASES_AT_ONCE = 5_000;

export async function findingsOfCases(
  context: EsContext,
  cases: readonly string[],
): Promise<PlacedFinding[]> {
  const found: PlacedFinding[] = [];
  for (let from = 0; from < cases.length; from += CASES_AT_ONCE)
    found.push(
      ...(await findFindings(context, terms('shoptrace.case.id', cases.slice(from, from + CASES_AT_ONCE)))),
    );
  return found;
}

export async function findFindings(context: EsContext, query: Query): Promise<PlacedFinding[]> {
  const sort = [{ field: 'shoptrace.id', order: 'asc' }] as const;
  const hits = await context.search.hits<FindingDocument>('findings', { query, sort, limit: Infinity });
  return hits.map(ofHit);
}

const ofHit = ({ source, place }: Hit<FindingDocument>): PlacedFinding => ({
  body: source.shoptrace.body,
  place,
});

function placed(raw: RawDocument<FindingDocument>): PlacedFinding | null {
  const source = sourceOf(raw);
  return source === null ? null : { body: source.shoptrace.body, place: placeOf(raw) };
}

export function storedFinding({ finding, human, detectedAt }: FindingBody): StoredFinding {
  return { finding, human, detectedAt };
}
