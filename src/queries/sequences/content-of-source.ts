// Hash and size of a file that a judgement rests on: of a trace as the ledger has them, of a table as it was imported.
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { Dataset } from '../question.js';
import type { ContentOfSource } from './number-answers.js';

/** @param id generation of a trace, or id of an imported table */
export async function contentOfSource(
  dataset: Dataset,
  id: string,
  imports: readonly ImportedTable[],
): Promise<ContentOfSource> {
  const table = imports.find((one) => one.id === id);
  if (table !== undefined) return { sha256: table.sha256 ?? null, bytes: table.bytes ?? null, lines: null };
  const ledger = await dataset.ledger(id);
  if (ledger === null) return { sha256: null, bytes: null, lines: null };
  return { sha256: ledger.sha256, bytes: ledger.bytes, lines: ledger.lines };
}
