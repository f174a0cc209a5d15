// Which transactions a generation shows: a document a transaction names the file contents whose records show it.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem, ItemVerdict } from './bulk.js';
import { indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import type { GenerationRecord } from './generation-record.js';
import { matchAll, term } from './searching.js';
import { changeTransactions } from './transaction-changes.js';

export interface Sighting {
  readonly shop: string;
  readonly transaction: string;
}

/** Who shows a transaction. */
export interface ShownBy {
  readonly generation: readonly string[];
  /** Of `commitStamp`. */
  readonly commits: readonly string[];
}

/** Pairs of generation and transaction remembered as known. */
const MOST_KNOWN = 200_000;

export const transactionDocument = (shop: string, transaction: string): string =>
  documentId(shop, transaction);

export const commitStamp = (generation: string, commit: number): string => `${generation} ${commit}`;

/** How many transactions have records in the generation; whoever wrote them. */
export async function shownTransactions({ search }: EsContext, generation: string): Promise<number> {
  return await search.count('transactions', term('shoptrace.generation', generation));
}

/** The same of all generations, by id. */
export async function transactionCounts({ search }: EsContext): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const byGeneration = [{ terms: { field: 'shoptrace.generation' } }];
  await search.countBy('transactions', matchAll, byGeneration, ([generation = ''], count) => {
    counts.set(generation, count);
  });
  return counts;
}

/** Makes known which transactions a generation shows. */
export class Sightings {
  readonly #context: EsContext;
  #known = new Set<string>();

  constructor(context: EsContext) {
    this.#context = context;
  }

  /** Transactions that these events show and that are not known yet. */
  fresh(generation: string, events: readonly TraceEvent[]): Sighting[] {
    const found = new Map<string, Sighting>();
    for (const { shop, transaction } of events) {
      if (transaction === null || this.#known.has(`${generation} ${transaction}`)) continue;
      found.set(transaction, { shop, transaction });
    }
    return [...found.values()];
  }

  items(generation: string, commit: number, sightings: readonly Sighting[]): BulkItem[] {
    const index = this.#context.names.writable('transactions');
    return sightings.map(({ shop, transaction }) =>
      indexLines('create', index, transactionDocument(shop, transaction), {
        service: { name: shop },
        transaction: { id: transaction },
        shoptrace: {
          judged: false,
          generation: [generation],
          commits: [commitStamp(generation, commit)],
        },
      }),
    );
  }

  /**
   * Adds the generation to those that were there already.
   * @param verdicts of the items, in their order
   */
  async settle(
    { generation: { id }, next, abandoned }: GenerationRecord,
    sightings: readonly Sighting[],
    verdicts: readonly ItemVerdict[],
  ): Promise<void> {
    const there = sightings.filter((_sighting, index) => verdicts[index]?.kind === 'conflict');
    const ids = there.map(({ shop, transaction }) => transactionDocument(shop, transaction));
    const stamp = commitStamp(id, next);
    const vain = new Set(abandoned.map((commit) => commitStamp(id, commit)));
    await changeShown(this.#context, ids, ({ generation, commits }) => {
      if (!generation.includes(id)) return { generation: [...generation, id], commits: [...commits, stamp] };
      // Whoever was overtaken showed it in vain, and it may be about to be withdrawn.
      if (!commits.some((item) => vain.has(item))) return null;
      return { generation, commits: [...commits.filter((item) => !vain.has(item)), stamp] };
    });
  }

  /** After the commit. */
  remember(generation: string, sightings: readonly Sighting[]): void {
    if (this.#known.size > MOST_KNOWN) this.#known = new Set();
    for (const { transaction } of sightings) this.#known.add(`${generation} ${transaction}`);
  }

  forget(): void {
    this.#known.clear();
  }
}

/**
 * As if the generation did not show these transactions.
 * @param ids of their documents
 * @param stamps only where it was shown by one of these commits; default: by any
 */
export async function withdrawShown(
  context: EsContext,
  id: string,
  ids: readonly string[],
  stamps: readonly string[] | null = null,
): Promise<void> {
  const own = `${id} `;
  await changeShown(context, ids, ({ generation, commits }) => {
    const isMeant = stamps === null || commits.some((stamp) => stamps.includes(stamp));
    if (!generation.includes(id) || !isMeant) return null;
    return {
      generation: generation.filter((item) => item !== id),
      commits: commits.filter((stamp) => !stamp.startsWith(own)),
    };
  });
}

/** @param change null: it stays */
async function changeShown(
  context: EsContext,
  ids: readonly string[],
  change: (before: ShownBy) => ShownBy | null,
): Promise<void> {
  await changeTransactions<ShownBy>(context, ids, {
    reads: ['generation', 'commits'],
    change: (_id, before) => {
      if (before === null) return null;
      const { generation = [], commits = [] } = before;
      const after = change({ generation, commits });
      return after === null ? null : { shoptrace: after };
    },
  });
}
