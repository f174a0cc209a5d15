// CSV cells: quoted by the book, and never a formula.
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { csvCell, csvRow } from '../../src/api/csv.js';

describe('CSV', () => {
  test.each([
    ['=HYPERLINK("http://evil.example";"pay")'],
    ['+1+1'],
    ['-2+3+cmd|" /C calc"!A0'],
    ['@SUM(A1)'],
    ['\t=1'],
    ['\r=1'],
    ['   =1'],
    ['＝1+1'],
    ['|calc'],
  ])('%j is text for a spreadsheet', (text) => {
    const [[cell]] = parse(csvRow([text])) as [[string]];
    expect(cell).toBe(`'${text}`);
  });

  test('a negative number stays a number', () => {
    expect(csvRow([-3, null, true, ['A4', 'A6']])).toBe('-3,,true,"A4 A6"\r\n');
  });

  test('any row is read back as it was, apostrophes of the guard aside', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 }), (cells) => {
        const [row] = parse(csvRow(cells), { relax_column_count: true, record_delimiter: '\r\n' }) as [
          string[],
        ];
        expect(row.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
      }),
    );
  });

  test('no text cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(csvCell(text)).not.toMatch(/^"\s*[=+\-@＝＋－＠|%]/u);
      }),
    );
  });
});
