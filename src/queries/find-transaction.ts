// Which transaction is meant by an ID, a part of it, a pasted log line, or a word of its lines?
import type { NotFoundAnswer, TransactionListItem } from '../model/answers.js';
import { editDistance } from '../model/nearest.js';
import { coverage } from './coverage.js';
import { toInstant } from './instant.js';
import type { Dataset } from './question.js';
import { looksLikeId, transactionHints } from './transaction-hints.js';
import { listItem } from './transactions.js';

const MOST_MATCHES = 50;
const MOST_NEAR = 5;

export interface FindTransactionParams {
  /** As typed or pasted. */
  readonly query: string;
  readonly shop?: string | undefined;
  /** Names of the other datasets, for the answer that nothing was found. */
  readonly otherDatasets: readonly string[];
}

export interface TransactionKey {
  readonly shop: string;
  readonly id: string;
}

export type FindTransactionAnswer =
  | { readonly found: TransactionKey; readonly notFound: null }
  | { readonly found: null; readonly notFound: NotFoundAnswer };

export async function findTransaction(
  dataset: Dataset,
  params: FindTransactionParams,
): Promise<FindTransactionAnswer> {
  const keys = await matchingTransactions(dataset, params.query, params.shop);
  const [only] = keys;
  if (only !== undefined && keys.length === 1) return { found: only, notFound: null };
  return { found: null, notFound: await notFoundAnswer(dataset, params, keys) };
}

/** All that the text may mean; one when it is clear. Whole IDs win over beginnings, IDs over words. */
export async function matchingTransactions(
  dataset: Dataset,
  query: string,
  shop?: string,
): Promise<readonly TransactionKey[]> {
  const found = new Map<string, TransactionKey>();
  for (const hint of transactionHints(query)) {
    const begun = (await dataset.transactionIds(hint, MOST_MATCHES)).filter(
      (key) => shop === undefined || key.shop === shop,
    );
    const whole = begun.filter((key) => key.id === hint || key.id === `${hint}==`);
    for (const key of whole.length > 0 ? whole : begun) found.set(`${key.shop}\n${key.id}`, key);
  }
  if (found.size > 0) return [...found.values()];
  return looksLikeId(query) ? [] : await byWords(dataset, query, shop);
}

/** A user name, an item, an order number: the transactions of the newest lines that hold the words. */
async function byWords(
  dataset: Dataset,
  query: string,
  shop: string | undefined,
): Promise<readonly TransactionKey[]> {
  const words = query.trim();
  if (!/[\p{L}\p{N}]{2}/u.test(words)) return [];
  const page = await dataset.search({ filter: { words, shop }, order: 'newest', limit: 500 });
  const found = new Map<string, TransactionKey>();
  for (const event of page.items) {
    if (event.transaction === null) continue;
    found.set(`${event.shop}\n${event.transaction}`, { shop: event.shop, id: event.transaction });
    if (found.size >= MOST_MATCHES) break;
  }
  return [...found.values()];
}

async function notFoundAnswer(
  dataset: Dataset,
  params: FindTransactionParams,
  keys: readonly TransactionKey[],
): Promise<NotFoundAnswer> {
  const matches: TransactionListItem[] = [];
  for (const key of keys) {
    const item = await itemOf(dataset, key);
    if (item !== null) matches.push(item);
  }
  matches.sort((a, b) => b.lastSeen.localeCompare(a.lastSeen));
  return {
    query: params.query,
    dataset: dataset.info.name,
    matches,
    near: matches.length > 0 ? [] : await nearIds(dataset, params.query),
    coverage: await coverage(dataset, params.shop ?? null),
    otherDatasets: params.otherDatasets,
  };
}

/** The list's row; made from the lines where the transaction is not judged yet. */
async function itemOf(dataset: Dataset, key: TransactionKey): Promise<TransactionListItem | null> {
  const summary = await dataset.transaction(key.shop, key.id);
  if (summary !== null) return listItem(dataset, summary);
  const events = await dataset.transactionEvents(key.shop, key.id, 1000);
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    id: key.id,
    shop: key.shop,
    dataset: dataset.info.name,
    firstSeen: toInstant(first.event.time),
    lastSeen: toInstant(last.event.time),
    records: events.length,
    outcome: 'unknown',
    amount: null,
    currency: null,
    placements: 0,
    productions: 0,
    findings: [],
  };
}

/** IDs that share the longest beginning with what was asked, nearest first. */
async function nearIds(dataset: Dataset, query: string): Promise<readonly string[]> {
  const [hint] = transactionHints(query);
  const wanted = (hint ?? query.trim()).toUpperCase();
  for (let length = wanted.length - 1; length >= 3; length--) {
    const ids = await dataset.transactionIds(wanted.slice(0, length), 200);
    if (ids.length === 0) continue;
    return [...new Set(ids.map(({ id }) => id))]
      .map((id) => ({ id, distance: editDistance(wanted, id, 20) }))
      .sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
      .slice(0, MOST_NEAR)
      .map(({ id }) => id);
  }
  return [];
}
