// Which records without ID belong to a transaction, or to a range of a file.
import type { Attachment } from '../../model/event.js';
import type { EsContext } from './context.js';
import { allOf, anyOf, range, term, type Query } from './searching.js';

interface AttachmentDocument {
  readonly shoptrace: { readonly body: Attachment };
}

const isAttachment = term('kind', 'attachment');

export async function attachmentsTo(
  context: EsContext,
  transaction: string,
  shop: string | undefined,
): Promise<Attachment[]> {
  const ofShop = shop === undefined ? [] : [term('service.name', shop)];
  return await find(context, allOf([isAttachment, term('transaction.id', transaction), ...ofShop]));
}

/** Of records in [from, end) of a generation, and those that became known there; by offset. */
export async function attachmentsOfRange(
  context: EsContext,
  generation: string,
  from: number,
  end: number,
): Promise<Attachment[]> {
  if (end <= from) return [];
  const within = { gte: from, lt: end };
  const places = anyOf([range('shoptrace.offset', within), range('shoptrace.learned', within)]);
  return await find(context, allOf([isAttachment, term('shoptrace.generation', generation), places]));
}

async function find(context: EsContext, query: Query): Promise<Attachment[]> {
  const fields = ['shoptrace.offset', 'shoptrace.event', 'transaction.id'];
  const hits = await context.search.hits<AttachmentDocument>('details', {
    query,
    sort: fields.map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  return hits.map(({ source }) => source.shoptrace.body);
}
