// How fresh is each file, how far was it read, and does its ledger add up?
import type { SourceAnswer } from '../model/answers.js';
import { toInstantOrNull } from './instant.js';
import { formOf, ledgerAnswer } from './ledger.js';
import type { Dataset } from './question.js';

/** Newest last record first; files without records last. */
export async function sources(dataset: Dataset): Promise<readonly SourceAnswer[]> {
  const status = new Map((await dataset.sourceStatus()).map((entry) => [entry.generation, entry]));
  const answers: SourceAnswer[] = [];
  for (const { generation, checkpoint, ledger } of await dataset.storedFiles()) {
    const form = await formOf(dataset, generation);
    answers.push({
      source: generation.source,
      shop: generation.shop,
      file: generation.path,
      generation: generation.id,
      kind: generation.kind,
      form,
      zone: generation.zone,
      followed: generation.followed,
      offset: checkpoint.offset,
      lastRecord: toInstantOrNull(ledger.to),
      upToDateAt: toInstantOrNull(status.get(generation.id)?.upToDateAt ?? null),
      ledger: ledgerAnswer(generation, ledger, form),
    });
  }
  return answers.sort(
    (a, b) =>
      (b.lastRecord ?? '').localeCompare(a.lastRecord ?? '') || a.generation.localeCompare(b.generation),
  );
}
