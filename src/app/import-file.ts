// Reads one table or log of a merchant and keeps what it says in a dataset.
import { recogniseFormat } from '../../parsers/index.js';
import { openFile } from '../ingest/file-content.js';
import { HEAD_BYTES } from '../ingest/foreign-content.js';
import type { ImportRequest } from '../ingest/imports/import-reader.js';
import { readImport } from '../ingest/imports/read-import.js';
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
  const { path, at = path } = request;
  try {
    const keep: ImportRequest['keep'] =
      dataset === null ? null : async (id, part, facts) => await dataset.putImportPart(id, part, facts);
    const { table, form } = await readImport({ ...request, keep });
    await dataset?.putImport(table);
    return { path, table, type: form.type, problem: null };
  } catch (error) {
    if (!(error instanceof ShoptraceError) || concernsAll(error)) throw error;
    const problem = error.code === 'format-foreign' && (await isTrace(at)) ? traceError(path) : error;
    return { path, table: null, type: null, problem };
  }
}

/** Of a trace: it is read, not imported. */
async function isTrace(path: string): Promise<boolean> {
  const content = await openFile(path, HEAD_BYTES);
  for await (const chunk of content.chunks()) return recogniseFormat(chunk.toString('latin1')) !== null;
  return false;
}

function traceError(path: string): ShoptraceError {
  return new ShoptraceError(
    'format-foreign',
    `${path} is a trace of a shop, not a table or log that is imported.`,
    `Read it with: shoptrace replay ${path}`,
  );
}

function concernsAll({ code }: ShoptraceError): boolean {
  return code.startsWith('store-') || code === 'zone-unknown';
}
