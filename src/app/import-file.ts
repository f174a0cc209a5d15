// Reads one table or log of a merchant and keeps what it says in a dataset.
import { readImport, type ImportRequest } from '../ingest/imports/read-import.js';
import { ShoptraceError } from '../model/errors.js';
import type { ImportedFile } from '../model/jobs.js';
import type { Dataset } from '../stores/store.js';

/**
 * A file that cannot be used is reported.
 * @param dataset null: nothing is kept
 * @throws store-…, zone-unknown
 */
export async function importFile(
  request: Omit<ImportRequest, 'keep'>,
  dataset: Dataset | null,
): Promise<ImportedFile> {
  const { path } = request;
  try {
    const keep: ImportRequest['keep'] =
      dataset === null ? null : async (id, part, facts) => await dataset.putImportPart(id, part, facts);
    const { table, form } = await readImport({ ...request, keep });
    await dataset?.putImport(table);
    return { path, table, type: form.type, problem: null };
  } catch (error) {
    if (!(error instanceof ShoptraceError) || concernsAll(error)) throw error;
    return { path, table: null, type: null, problem: error };
  }
}

function concernsAll({ code }: ShoptraceError): boolean {
  return code.startsWith('store-') || code === 'zone-unknown';
}
