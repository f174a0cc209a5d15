// Extracts and partial copies that were read before the file they come from: their records stand in that file now.
import { skippedRecords, type Generation } from '../model/block.js';
import type { KnownGenerations } from './known-generations.js';
import type { ReadDependencies } from './reading.js';
import { withNotices, type SourceNotice } from './source-notice.js';

/**
 * @param generation read to its end; what it supersedes leaves the indexes, and is judged no more
 * @returns the generation as it stands then
 */
export async function retireSuperseded(
  generation: Generation,
  known: KnownGenerations,
  dependencies: ReadDependencies,
): Promise<Generation> {
  const { supersedes = [], ...settled } = generation;
  if (supersedes.length === 0) return generation;
  const { dataset } = dependencies;
  const notices: SourceNotice[] = [];
  for (const id of supersedes) {
    await dataset.retire(id);
    const part = known.get(id);
    const checkpoint = await dataset.checkpoint(id);
    if (part === undefined || checkpoint === null) continue;
    const { shop, source, path } = part;
    const records = skippedRecords(checkpoint);
    const details = { records, duplicate: records, within: generation.path };
    const notice = { generation: id, shop, source, path, details, evidence: [] };
    notices.push({ ...notice, rule: 'source-overlaps' });
    await dataset.updateGeneration(withNotices(part, notices.slice(-1)));
  }
  await dependencies.onRetired?.();
  // Last: where this is cut off, the next read of the file does it again.
  await dataset.updateGeneration(settled);
  for (const notice of notices) dependencies.onNotice?.(notice);
  return settled;
}
