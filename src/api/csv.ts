// Comma-separated values (RFC 4180) that no spreadsheet takes for a formula.

export type CsvValue = string | number | boolean | null | readonly string[];

/** Beginnings that spreadsheets execute (OWASP "CSV injection"), full-width forms included. */
const formulaStart = /^\s*[=+\-@\t\r\n＝＋－＠|%]/u;

/** A cell; text that looks like a formula gets an apostrophe in front, which spreadsheets hide. */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : value.join(' ');
  const guarded = formulaStart.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** A row with its line end. */
export function csvRow(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
