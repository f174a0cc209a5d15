// What kind of file an import is, from its beginning: a table (and which), a log of the shop, an access log.
import { ShoptraceError } from '../../model/errors.js';
import type { SourceKind } from '../../model/sequences/number-fact.js';
import { foreignContent } from '../foreign-content.js';
import { dateOrderOf, type DateOrder } from './import-times.js';
import { looksLikeAccessLog, looksLikeLog } from './log-facts.js';
import { plainName, tableLayout, type TableField, type TableLayout } from './table-columns.js';
import { csvRows, jsonObject } from './table-reader.js';

export type ImportForm =
  | {
      readonly type: 'csv' | 'ndjson';
      readonly separator: string;
      readonly header: readonly string[];
      readonly layout: TableLayout;
      readonly dateOrder: DateOrder;
    }
  | { readonly type: 'log' }
  | { readonly type: 'access-log' };

const SAMPLE_LINES = 20;
const MOST_COLUMNS = 30;
const separators = [',', ';', '\t', '|'];

export function sourceKind(form: ImportForm): SourceKind {
  return form.type === 'log' || form.type === 'access-log' ? form.type : form.layout.kind;
}

/**
 * @param head the first bytes of the file
 * @throws format-foreign where no known kind fits
 */
export async function importForm(
  path: string,
  head: Uint8Array,
  given: ReadonlyMap<TableField, string>,
): Promise<ImportForm> {
  refuseForeign(path, head);
  const text = new TextDecoder('utf-8').decode(head).replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/).slice(0, SAMPLE_LINES);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (lines.some(looksLikeAccessLog)) return { type: 'access-log' };
  if (lines.some(looksLikeLog)) return { type: 'log' };
  const object = jsonObject(first);
  if (object !== null) {
    const header = Object.keys(object);
    refuseUnknownColumns(path, header, given);
    const layout = tableLayout(header, given);
    if (layout !== null)
      return {
        type: 'ndjson',
        separator: '',
        header,
        layout,
        dateOrder: dateOrderOf(Object.values(object).map(String)),
      };
  }
  const separator = separatorOf(first);
  const rows = await firstRows(head, separator);
  const header = rows[0] ?? [];
  refuseUnknownColumns(path, header, given);
  const layout = tableLayout(header, given);
  if (layout !== null)
    return { type: 'csv', separator, header, layout, dateOrder: dateOrderOf(rows.slice(1).flat()) };
  throw unknownTable(path, header);
}

/** Null where no known kind fits. @param head the first bytes of the file */
export async function importedKind(path: string, head: Uint8Array): Promise<SourceKind | null> {
  try {
    return sourceKind(await importForm(path, head, new Map()));
  } catch (error) {
    if (error instanceof ShoptraceError && error.code === 'format-foreign') return null;
    throw error;
  }
}

/** An archive or binary, however its bytes may look; UTF-16 is read. */
function refuseForeign(path: string, head: Uint8Array): void {
  const foreign = foreignContent(Buffer.from(head), false);
  if (foreign === null || foreign.name.startsWith('UTF-16')) return;
  const unpack =
    foreign.command === null
      ? 'Give the table or log itself: plain text or gzip.'
      : 'Unpack it, and import the tables and logs in it.';
  throw new ShoptraceError('format-foreign', `${path} is ${foreign.name}, not a table or log.`, unpack);
}

function refuseUnknownColumns(
  path: string,
  header: readonly string[],
  given: ReadonlyMap<TableField, string>,
): void {
  const known = new Set(header.map(plainName));
  const missing = [...given.values()].find((column) => !known.has(plainName(column)));
  if (missing === undefined) return;
  throw new ShoptraceError(
    'usage',
    `${path} has no column ${JSON.stringify(missing)}, which --map names`,
    `Its columns: ${header.slice(0, MOST_COLUMNS).join(', ')}${header.length > MOST_COLUMNS ? ', …' : ''}.`,
  );
}

function unknownTable(path: string, header: readonly string[]): ShoptraceError {
  const columns = header.length > 1 ? ` Its columns: ${header.slice(0, 12).join(', ')}.` : '';
  return new ShoptraceError(
    'format-foreign',
    `${path} is no table or log that is known.${columns}`,
    'Exports of orders, carts, payments and gateways are known by their column names; name them with --map number=COLUMN --map createdAt=COLUMN.',
  );
}

function separatorOf(line: string): string {
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counted = separators.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

/** Rows that are whole in the head. */
async function firstRows(head: Uint8Array, separator: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const items of csvRows(once(head), separator, null))
    for (const item of items) if ('row' in item) rows.push([...item.row.values]);
  return rows;
}

async function* once(head: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head;
}
