// Whole answers as a stream: NDJSON and CSV, page by page from the store, never in memory as a whole.
import type { PageAnswer } from '../model/answers.js';
import { csvRow, type CsvValue } from './csv.js';
import type { ApiContext } from './environment.js';

export type ExportFormat = 'json' | 'ndjson' | 'csv';

const PAGE_ITEMS = 500;

export interface ExportSource<T> {
  /** File name without ending. */
  readonly name: string;
  readonly columns: readonly string[];
  row(item: T): readonly CsvValue[];
  page(limit: number, cursor: string | undefined): Promise<PageAnswer<T>>;
  readonly firstCursor: string | undefined;
  /** Items at most, null for all. */
  readonly limit: number | null;
}

/** What was asked for: `format` first, else the `Accept` header, else JSON. */
export function exportFormatOf(context: ApiContext, format: ExportFormat | undefined): ExportFormat {
  if (format !== undefined) return format;
  const accept = context.req.header('accept') ?? '';
  if (/application\/(x-)?nd-?json/i.test(accept)) return 'ndjson';
  if (/text\/csv/i.test(accept)) return 'csv';
  return 'json';
}

async function* itemsOf<T>(source: ExportSource<T>): AsyncGenerator<readonly T[]> {
  let left = source.limit ?? Number.POSITIVE_INFINITY;
  let cursor = source.firstCursor;
  while (left > 0) {
    const page = await source.page(Math.min(PAGE_ITEMS, left), cursor);
    left -= page.items.length;
    yield page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

async function* textOf<T>(source: ExportSource<T>, format: 'ndjson' | 'csv'): AsyncGenerator<string> {
  let begun = false;
  for await (const items of itemsOf(source)) {
    const head = begun || format === 'ndjson' ? '' : csvRow(source.columns);
    begun = true;
    const lines =
      format === 'csv'
        ? items.map((item) => csvRow(source.row(item)))
        : items.map((item) => `${JSON.stringify(item)}\n`);
    yield head + lines.join('');
  }
}

/**
 * The first page is read before the answer begins, so that a wrong question is a problem document and no broken file.
 * A failure later on breaks the connection off: a short file is never taken for a whole one.
 */
export async function exportResponse<T>(
  context: ApiContext,
  source: ExportSource<T>,
  format: 'ndjson' | 'csv',
): Promise<Response> {
  const texts = textOf(source, format);
  let next = await texts.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done === true) return controller.close();
      controller.enqueue(encoder.encode(next.value));
      next = await texts.next();
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
  return context.body(body, 200, {
    'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson',
    'Content-Disposition': `attachment; filename="${source.name}.${format}"`,
    'Cache-Control': 'no-store',
    Vary: 'Accept',
  });
}
