// Rows of a CSV or NDJSON file with the line each begins on; what is no row is given with its reason.
import { parse, type CsvError } from 'csv-parse';
import { Readable } from 'node:stream';

export interface TableRow {
  readonly line: number;
  readonly values: readonly string[];
}

export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

export type RowOrBad = { readonly row: TableRow } | { readonly bad: BadRow };

/** A quote that is never closed would swallow the rest of the file. */
const LONGEST_RECORD = 256 * 1024;
const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_MAX_RECORD_SIZE: 'a quote is opened and not closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote in the middle of a field',
};

/** The first row is the header. */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  separator: string,
): AsyncGenerator<RowOrBad> {
  const bad: BadRow[] = [];
  let line = 1;
  const parser = parse({
    delimiter: separator,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD,
    info: true,
    on_skip: (error) => {
      bad.push({ line, reason: csvReason(error) });
      return undefined;
    },
  });
  const source = Readable.from(bytes, { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield* bad.splice(0).map((row) => ({ bad: row }));
      yield { row: { line, values: item.record } };
      line = item.info.lines + 1;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    bad.push({ line, reason: csvReason(error) });
  } finally {
    source.destroy();
  }
  yield* bad.map((row) => ({ bad: row }));
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

function csvReason(error: CsvError | undefined): string {
  return reasons[String(error?.code)] ?? error?.message ?? 'not understood';
}

/** Lines of a text, each without its end, with its number. */
export async function* numberedLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    for (const text of pieces) yield { line: ++line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }
  rest += decoder.decode();
  if (rest !== '') yield { line: line + 1, text: rest };
}

/** Rows of NDJSON in the columns of a header made from the first object's keys. */
export async function* ndjsonRows(
  bytes: AsyncIterable<Uint8Array>,
  header: readonly string[],
): AsyncGenerator<RowOrBad> {
  for await (const { line, text } of numberedLines(bytes)) {
    if (text.trim() === '') continue;
    const object = jsonObject(text);
    if (object === null) yield { bad: { line, reason: 'no JSON object' } };
    else yield { row: { line, values: header.map((name) => cell(object[name])) } };
  }
}

export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
