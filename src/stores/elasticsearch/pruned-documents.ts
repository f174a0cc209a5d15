// Takes the documents of pruned records out: of transactions without a record left also what was judged, then records and bytes.
import { emptyBlockItems } from './blocks.js';
import { deleteLine, deleteOverLine, writableOf, writeAll, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { versionOf, type EventDocument } from './event-document.js';
import { factsId } from './fact-documents.js';
import { caseId, findingsOfCases } from './finding-documents.js';
import type { StoredGeneration } from './generations.js';
import { allOf, idsAtOnce, range, term, terms, type Hit, type Query } from './searching.js';
import { transactionDocument, withdrawShown } from './sightings.js';

interface DetailDocument {
  readonly transaction?: { readonly id: string };
}

const UNWANTED = ['message', 'event', 'labels', 'user'];

/** Again and again with the same result: records go last, since they tell which transactions are concerned. */
export async function takeOutPruned(context: EsContext, stored: StoredGeneration): Promise<void> {
  const { pruned, generation } = stored.record;
  if (pruned?.unfinishedFrom == null) return;
  for (const part of ['events', 'details', 'transactions', 'findings'] as const)
    context.fresh.touch(context.names, part);
  const records = await context.search.hits<EventDocument>('events', {
    query: goneOf(generation.id, 'log.offset', pruned.end),
    sort: [{ field: 'log.offset', order: 'asc' }],
    limit: Infinity,
    without: UNWANTED,
  });
  const details = await context.search.hits<DetailDocument>('details', {
    query: allOf([
      terms('kind', ['attachment', 'rejection']),
      goneOf(generation.id, 'shoptrace.offset', pruned.end),
    ]),
    sort: ['shoptrace.offset', 'transaction.id', 'kind'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
    without: ['shoptrace.body'],
  });
  const ids = new Set([...records, ...details].flatMap(({ source }) => source.transaction?.id ?? []));
  await settleTransactions(context, { ...generation, end: pruned.end }, [...ids]);
  await writeAll(
    context,
    [
      ...(await emptyBlockItems(context, stored, pruned.unfinishedFrom, pruned.blocks)),
      ...details.map(({ id }) => deleteLine(context.names.writable('details'), id)),
      ...records.map((hit) => deleteLine(writableOf(context, hit), hit.id, versionOf(hit.source))),
    ],
    ['blocks', 'details', 'events'],
  );
}

const goneOf = (generation: string, field: string, end: number): Query =>
  allOf([term('shoptrace.generation', generation), range(field, { lt: end })]);

interface PrunedRange {
  readonly id: string;
  readonly shop: string;
  readonly end: number;
}

async function settleTransactions(
  context: EsContext,
  gone: PrunedRange,
  transactions: readonly string[],
): Promise<void> {
  for (const some of idsAtOnce(transactions)) {
    const { here, anywhere } = await remaining(context, gone, some);
    const document = (id: string): string => transactionDocument(gone.shop, id);
    await withdrawShown(context, gone.id, some.filter((id) => !here.has(id)).map(document));
    await forgetTransactions(
      context,
      gone.shop,
      some.filter((id) => !anywhere.has(id)),
    );
  }
}

/** Which transactions have records left: of their own in this generation, or any of the shop. */
async function remaining(
  context: EsContext,
  { id, shop, end }: PrunedRange,
  transactions: readonly string[],
): Promise<{ readonly here: ReadonlySet<string>; readonly anywhere: ReadonlySet<string> }> {
  const here = new Set<string>();
  const anywhere = new Set<string>();
  const left = (field: string, more: readonly Query[]): Query => ({
    bool: {
      filter: [term('service.name', shop), terms('transaction.id', transactions), ...more],
      must_not: [goneOf(id, field, end)],
    },
  });
  const ofTransaction = { terms: { field: 'transaction.id' } };
  const ofGeneration = { terms: { field: 'shoptrace.generation' } };
  await context.search.countBy(
    'events',
    left('log.offset', []),
    [ofTransaction, ofGeneration],
    ([transaction = '', generation]) => {
      anywhere.add(transaction);
      if (generation === id) here.add(transaction);
    },
  );
  const attached = left('shoptrace.offset', [term('kind', 'attachment')]);
  await context.search.countBy('details', attached, [ofTransaction], ([transaction = '']) =>
    anywhere.add(transaction),
  );
  return { here, anywhere };
}

/** Each over the version that was read: what people or another process changed meanwhile stays. */
async function forgetTransactions(
  context: EsContext,
  shop: string,
  transactions: readonly string[],
): Promise<void> {
  if (transactions.length === 0) return;
  const { names, search } = context;
  const cases = transactions.map((key) => caseId(shop, { kind: 'transaction', key }));
  const shown = await search.hits<object>('transactions', {
    query: allOf([term('service.name', shop), terms('transaction.id', transactions)]),
    sort: [{ field: 'transaction.id', order: 'asc' }],
    limit: Infinity,
  });
  const due = await search.hits<object>('details', {
    query: allOf([term('kind', 'obligation'), terms('shoptrace.case.id', cases)]),
    sort: ['shoptrace.case.id', 'shoptrace.rule'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
    without: ['shoptrace.body'],
  });
  const untouched = (await findingsOfCases(context, cases)).filter(({ body }) => body.human.version === 0);
  const details = names.writable('details');
  await writeAll(
    context,
    [
      ...untouched.map(({ body, place }) =>
        deleteOverLine(names.writable('findings'), documentId(body.finding.id), place),
      ),
      ...due.map(({ id }: Hit<object>) => deleteLine(details, id)),
      ...transactions.map((transaction) => deleteLine(details, factsId({ shop, transaction }))),
      ...shown.map(({ id, place }) => deleteOverLine(names.writable('transactions'), id, place)),
    ],
    ['findings', 'details', 'transactions'],
  );
}
