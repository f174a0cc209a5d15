// How fresh is each file, how far was it read, and does its ledger add up?
import type { SourceAnswer } from '../model/answers.js';
import { emptyLedger } from '../model/block.js';
import { toInstantOrNull } from './instant.js';
import { formOf, ledgerAnswer } from './ledger.js';
import type { Dataset } from './question.js';

/** Newest last record first; files without records last. */
export async function sources(dataset: Dataset): Promise<readonly SourceAnswer[]> {
  const status = new Map((await dataset.sourceStatus()).map((entry) => [entry.generation, entry]));
  const answers: SourceAnswer[] = [];
  for (const generation of await dataset.generations()) {
    const ledger = (await dataset.ledger(generation.id)) ?? emptyLedger(generation.id);
    const checkpoint = await dataset.checkpoint(generation.id);
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
      offset: checkpoint?.offset ?? 0,
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
