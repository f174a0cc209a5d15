// Extracts and partial copies that were read before the file they come from: their records stand in that file now.
import type { Generation } from '../model/block.js';
import type { KnownGenerations } from './known-generations.js';
import type { ReadDependencies } from './reading.js';

/** @param generation read to its end; what it supersedes leaves the indexes, and is judged no more */
export async function retireSuperseded(
  generation: Generation,
  known: KnownGenerations,
  dependencies: ReadDependencies,
): Promise<void> {
  const { supersedes = [], ...settled } = generation;
  if (supersedes.length === 0) return;
  const { dataset } = dependencies;
  for (const id of supersedes) await dataset.retire(id);
  await dataset.updateGeneration(settled);
  await dependencies.onRetired?.();
  for (const id of supersedes) {
    const part = known.get(id);
    const ledger = await dataset.ledger(id);
    if (part === undefined || ledger === null) continue;
    const { shop, source, path } = part;
    dependencies.onNotice?.({
      rule: 'source-overlaps',
      generation: id,
      shop,
      source,
      path,
      details: { records: ledger.records, duplicate: ledger.records, within: generation.path },
      evidence: [],
    });
  }
}
