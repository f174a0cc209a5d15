// Where did every byte and line of a file go?
import type { LedgerAnswer } from '../model/answers.js';
import {
  BLOCK_BYTES,
  type Generation,
  type GenerationLedger,
  type PrunedPart,
  skippedRecords,
} from '../model/block.js';
import { toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';

/** Totals of every generation, by path. */
export async function ledgers(dataset: Dataset): Promise<readonly LedgerAnswer[]> {
  const files = [...(await dataset.storedFiles())].sort((a, b) =>
    a.generation.path.localeCompare(b.generation.path),
  );
  const answers: LedgerAnswer[] = [];
  for (const { generation, ledger } of files) {
    answers.push(ledgerAnswer(generation, ledger, await formOf(dataset, generation)));
  }
  return answers;
}

/** What the sums of a ledger do not tell apart. */
export interface LedgerNote {
  /** Of the file itself. */
  readonly own: { readonly lines: number; readonly records: number };
  /** Lines, each a record, that were read again: in copies of the file, packed ones too, or in itself. */
  readonly again: number;
  /** Deleted from the beginning of the file because it was old; the ledger goes on counting it. */
  readonly pruned: PrunedPart | null;
}

/** By generation. */
export async function ledgerNotes(dataset: Dataset): Promise<ReadonlyMap<string, LedgerNote>> {
  const notes = new Map<string, LedgerNote>();
  for (const { generation, checkpoint, ledger } of await dataset.storedFiles()) {
    const again = ledger.duplicate - skippedRecords(checkpoint);
    const own = { lines: ledger.lines - again, records: ledger.records - again };
    notes.set(generation.id, { own, again, pruned: ledger.pruned ?? null });
  }
  return notes;
}

export function ledgerAnswer(
  generation: Generation,
  ledger: GenerationLedger,
  form: string | null,
): LedgerAnswer {
  return {
    type: 'ledger',
    file: generation.path,
    generation: generation.id,
    sha256: ledger.sha256,
    form,
    zone: generation.zone,
    bytes: ledger.bytes,
    nulBytes: ledger.nulBytes,
    vanishedBytes: ledger.vanishedBytes,
    truncatedBytes: ledger.truncatedBytes,
    lines: ledger.lines,
    records: ledger.records,
    continuation: ledger.continuation,
    blank: ledger.blank,
    quarantinedLines: ledger.quarantinedLines,
    indexed: ledger.indexed,
    duplicate: ledger.duplicate,
    pending: ledger.pending,
    rejected: ledger.rejected,
    transactions: ledger.transactions,
    from: toInstantOrNull(ledger.from),
    to: toInstantOrNull(ledger.to),
  };
}

/** By generation: the first record of a file stays the first. */
const firstForms = new WeakMap<Dataset, Map<string, string>>();

/** The form the user forced, else that of the first record; null without records. */
export async function formOf(dataset: Dataset, { id, form }: Generation): Promise<string | null> {
  if (form !== null) return form;
  const known = firstForms.get(dataset) ?? new Map<string, string>();
  firstForms.set(dataset, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const { events } = await dataset.eventsOfRange(id, 0, BLOCK_BYTES, 1);
  const found = events[0]?.event.form ?? null;
  if (found !== null) known.set(id, found);
  return found;
}
