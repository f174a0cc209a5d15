// Which transactions a generation shows: a document a transaction, and one more for every further file that shows it.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem, ItemVerdict } from './bulk.js';
import { indexLines, updateLines, writeAll, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { documentsIn, sourceOf } from './raw-documents.js';

interface Sighting {
  readonly shop: string;
  readonly transaction: string;
}

interface SightingDocument {
  /** Null: no stored record shows it. */
  readonly shoptrace: { readonly generation?: string | null; readonly commit?: number | null };
}

/** Pairs of generation and transaction remembered as known. */
const MOST_KNOWN = 200_000;

export const transactionDocument = (shop: string, transaction: string): string =>
  documentId(shop, transaction);

/** Counts the transactions of each generation exactly, whatever is sent twice or breaks off. */
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
        shoptrace: { judged: false, generation, commit },
      }),
    );
  }

  /**
   * @param verdicts of the items, in their order
   * @param committed number of the last commit: what a later one made was never counted
   * @returns how many of them the generation shows for the first time
   */
  async count(
    generation: string,
    commit: number,
    committed: number,
    sightings: readonly Sighting[],
    verdicts: readonly ItemVerdict[],
  ): Promise<number> {
    const made = sightings.filter((_sighting, index) => verdicts[index] === null).length;
    const there = sightings.filter((_sighting, index) => verdicts[index]?.kind === 'conflict');
    const again = await this.#countThere(generation, commit, committed, there);
    return made + again;
  }

  /** After the commit. */
  remember(generation: string, sightings: readonly Sighting[]): void {
    if (this.#known.size > MOST_KNOWN) this.#known = new Set();
    for (const { transaction } of sightings) this.#known.add(`${generation} ${transaction}`);
  }

  forget(): void {
    this.#known.clear();
  }

  async #countThere(
    generation: string,
    commit: number,
    committed: number,
    there: readonly Sighting[],
  ): Promise<number> {
    if (there.length === 0) return 0;
    const ids = there.map(({ shop, transaction }) => transactionDocument(shop, transaction));
    const documents = await this.#read('transactions', ids);
    let count = 0;
    const elsewhere: Sighting[] = [];
    const unclaimed: string[] = [];
    for (const [index, sighting] of there.entries()) {
      const document = documents[index];
      if (document?.generation === generation) count += (document.commit ?? 0) > committed ? 1 : 0;
      else if (document?.generation != null) elsewhere.push(sighting);
      else unclaimed.push(ids[index] ?? '');
    }
    await this.#claim(generation, commit, unclaimed);
    return count + unclaimed.length + (await this.#alsoHere(generation, commit, committed, elsewhere));
  }

  async #claim(generation: string, commit: number, ids: readonly string[]): Promise<void> {
    const index = this.#context.names.writable('transactions');
    const items = ids.map((id) => updateLines(index, id, { shoptrace: { generation, commit } }));
    await writeAll(this.#context, items, ['transactions']);
  }

  /** Another file showed them first. */
  async #alsoHere(
    generation: string,
    commit: number,
    committed: number,
    sightings: readonly Sighting[],
  ): Promise<number> {
    if (sightings.length === 0) return 0;
    const ids = sightings.map(({ shop, transaction }) =>
      documentId('sighting', generation, shop, transaction),
    );
    const index = this.#context.names.writable('details');
    const items = sightings.map(({ shop, transaction }, place) =>
      indexLines('create', index, ids[place] ?? '', {
        kind: 'sighting',
        service: { name: shop },
        transaction: { id: transaction },
        shoptrace: { generation, commit },
      }),
    );
    const verdicts = await writeAll(this.#context, items, ['details']);
    const known = ids.filter((_id, place) => verdicts[place]?.kind === 'conflict');
    const documents = await this.#read('details', known);
    const uncounted = documents.filter((document) => (document?.commit ?? 0) > committed).length;
    return ids.length - known.length + uncounted;
  }

  async #read(
    part: 'transactions' | 'details',
    ids: readonly string[],
  ): Promise<(SightingDocument['shoptrace'] | null)[]> {
    if (ids.length === 0) return [];
    const index = this.#context.names.index(part);
    const reply = await this.#context.connection.send({
      method: 'POST',
      path: `/${index}/_mget`,
      body: { ids },
      what: `read of ${index}`,
      patienceMs: this.#context.writePatienceMs,
    });
    return documentsIn<SightingDocument>(reply.body).map((raw) => sourceOf(raw)?.shoptrace ?? null);
  }
}
