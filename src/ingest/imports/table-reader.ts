// Rows of a CSV or NDJSON file with the line each begins on; what is no row is given with its reason.
import { parse, type CsvError } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { Readable } from 'node:stream';
import { CsvCutter, type CutRow, type TornRow } from './csv-cutter.js';

export interface TableRow {
  readonly line: number;
  readonly values: readonly string[];
}

export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

export type RowOrBad = { readonly row: TableRow } | { readonly bad: BadRow };

const LONGEST_ROW_BYTES = 256 * 1024;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARK = Buffer.from([0xff, 0xfe]);
const NOT_CLOSED = 'a quote is opened and not closed';
const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: NOT_CLOSED,
  CSV_MAX_RECORD_SIZE: NOT_CLOSED,
  CSV_INVALID_CLOSING_QUOTE: 'a quote in the middle of a field',
};

/**
 * The first row is the header; an array for each chunk that was read. Rows by the book are cut here, which takes a
 * fifth of the library's time; the library reads those that are not, and what is no UTF-8.
 * @param wanted columns to read, the others are empty; null: all
 */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  separator: string,
  wanted: ReadonlySet<number> | null,
): AsyncGenerator<readonly RowOrBad[]> {
  const { head, rest } = await headOf(bytes);
  if (head.subarray(0, UTF16_MARK.length).equals(UTF16_MARK)) {
    yield* libraryRows(rest, separator);
    return;
  }
  const cutter = new CsvCutter({ separator, wanted, longestRow: LONGEST_ROW_BYTES });
  const hasMark = head.subarray(0, UTF8_MARK.length).equals(UTF8_MARK);
  let skip = hasMark ? UTF8_MARK.length : 0;
  for await (const chunk of rest) {
    const content = Buffer.from(chunk.buffer, chunk.byteOffset + skip, chunk.byteLength - skip);
    skip = 0;
    yield cutter.push(content).map((cut) => rowOf(cut, separator, cutter.rowEnding));
  }
  yield cutter.end().map((cut) => rowOf(cut, separator, cutter.rowEnding));
}

/** The first chunk has room for a mark of the encoding. */
async function headOf(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Buffer; readonly rest: AsyncIterable<Uint8Array> }> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < UTF8_MARK.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, rest: joined(head, chunks) };
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function rowOf(cut: CutRow | TornRow, separator: string, rowEnding: string): RowOrBad {
  if ('torn' in cut) {
    const reason = cut.torn === 'quote' ? NOT_CLOSED : `longer than ${LONGEST_ROW_BYTES / 1024} KiB`;
    return { bad: { line: cut.line, reason } };
  }
  const { line, values, bytes } = cut;
  if (values !== null) return { row: { line, values } };
  try {
    const rows: string[][] = parseSync(bytes, { ...forgiving(separator), record_delimiter: rowEnding });
    return { row: { line, values: rows[0] ?? [] } };
  } catch (error) {
    if (!isCsvError(error)) throw error;
    return { bad: { line, reason: csvReason(error) } };
  }
}

const forgiving = (delimiter: string) => ({
  delimiter,
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
});

async function* libraryRows(
  bytes: AsyncIterable<Uint8Array>,
  separator: string,
): AsyncGenerator<readonly RowOrBad[]> {
  const bad: BadRow[] = [];
  let line = 1;
  const parser = parse({
    ...forgiving(separator),
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW_BYTES,
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
      yield [...bad.splice(0).map((row) => ({ bad: row })), { row: { line, values: item.record } }];
      line = item.info.lines + 1;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    bad.push({ line, reason: csvReason(error) });
  } finally {
    source.destroy();
  }
  yield bad.map((row) => ({ bad: row }));
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

function csvReason(error: CsvError | undefined): string {
  return reasons[String(error?.code)] ?? error?.message ?? 'not understood';
}

export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** Lines of a text, each without its end, with its number; an array for each chunk that was read. */
export async function* numberedLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly NumberedLine[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    yield pieces.map((text) => ({ line: ++line, text: text.endsWith('\r') ? text.slice(0, -1) : text }));
  }
  rest += decoder.decode();
  if (rest !== '') yield [{ line: line + 1, text: rest }];
}

/** Rows of NDJSON in the columns of a header made from the first object's keys. */
export async function* ndjsonRows(
  bytes: AsyncIterable<Uint8Array>,
  header: readonly string[],
): AsyncGenerator<readonly RowOrBad[]> {
  for await (const lines of numberedLines(bytes))
    yield lines.filter(({ text }) => text.trim() !== '').map((line) => ndjsonRow(line, header));
}

function ndjsonRow({ line, text }: NumberedLine, header: readonly string[]): RowOrBad {
  const object = jsonObject(text);
  if (object === null) return { bad: { line, reason: 'no JSON object' } };
  return { row: { line, values: header.map((name) => cell(object[name])) } };
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
