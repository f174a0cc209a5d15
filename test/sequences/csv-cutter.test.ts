// Cutting CSV: the rows are those that the library gives, wherever the chunks are cut; lines are counted as an editor does.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvCutter, type CutRow, type TornRow } from '../../src/ingest/imports/csv-cutter.js';
import { csvRows } from '../../src/ingest/imports/table-reader.js';

const LONGEST = 1000;

function cut(
  text: string,
  pieces: readonly number[] = [],
  wanted: ReadonlySet<number> | null = null,
): (CutRow | TornRow)[] {
  const cutter = new CsvCutter({ separator: ',', wanted, longestRow: LONGEST });
  const bytes = Buffer.from(text);
  const borders = [0, ...pieces.map((piece) => piece % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  const rows = borders
    .slice(1)
    .flatMap((border, index) => cutter.push(bytes.subarray(borders[index], border)));
  return [...rows, ...cutter.end()];
}

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function rowsOf(text: string, size = 1 << 20): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const items of csvRows(inChunks(text, size), ',', null))
    for (const item of items) if ('row' in item) rows.push([...item.row.values]);
  return rows;
}

const byLibrary = (text: string): string[][] =>
  parse(text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });

/** Texts of the characters that matter, every quote closed. */
const field = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'é', '7', ' ', '"', '5"'), maxLength: 4 }),
  fc
    .string({ unit: fc.constantFrom('b', '""', ',', '\n', '\r\n', '€'), maxLength: 5 })
    .map((text) => `"${text}"`),
  fc.string({ unit: fc.constantFrom('b', '""', ',', '\n'), maxLength: 3 }).map((text) => `"${text}"x`),
);
const table = fc
  .tuple(
    fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([rows, ending]) => `id${ending}${rows.map((row) => row.join(',')).join(ending)}`)
  .filter((text) => {
    try {
      byLibrary(text);
      return true;
    } catch {
      return false;
    }
  });

describe('rows of CSV', () => {
  it('are those of the library', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 3, max: 40 }), async (text, size) => {
        expect(await rowsOf(text, size)).toEqual(byLibrary(text));
        expect(await rowsOf(`\ufeff${text}`, size)).toEqual(byLibrary(text));
      }),
      { numRuns: 300 },
    );
  });

  it('do not depend on where the chunks are cut', () => {
    const text = 'id,name\r\n1,"a\r\nb"\r\n\r\n2,"say ""x"""\r\n3,plain\r\n';
    fc.assert(
      fc.property(fc.array(fc.nat(100)), (pieces) => {
        const rows = cut(text, pieces).map((row) => ({
          line: row.line,
          values: 'values' in row ? row.values : [],
        }));
        expect(rows).toEqual([
          { line: 1, values: ['id', 'name'] },
          { line: 2, values: ['1', 'a\r\nb'] },
          { line: 5, values: ['2', 'say "x"'] },
          { line: 6, values: ['3', 'plain'] },
        ]);
      }),
    );
  });

  it('end where the file was cut off: the lines of a field are no rows', () => {
    expect(cut('id,store\n1,"Main\n Store"\n2,"Main\n Store\n  View')).toEqual([
      expect.objectContaining({ line: 1 }),
      expect.objectContaining({ line: 2, values: ['1', 'Main\n Store'] }),
      { line: 4, torn: 'quote' },
    ]);
  });

  it('leave columns out that nobody wants', () => {
    const [row] = cut('a,"b,""c""",d,e\n', [], new Set([0, 2]));
    expect(row).toMatchObject({ values: ['a', '', 'd'] });
  });

  it('go on with the next line after a quote that is never closed, and after a line beyond all measure', () => {
    const filler = Array.from({ length: 300 }, (_, index) => `${index},x`);
    const torn = cut(['id,name', '1,"open', ...filler].join('\n'));
    expect(torn[1]).toEqual({ line: 2, torn: 'quote' });
    expect(torn).toHaveLength(2 + filler.length);
    expect(torn.at(-1)).toMatchObject({ line: 302, values: ['299', 'x'] });
    const near = cut(['id,name', '1,"open', ...filler.slice(0, 60)].join('\n'));
    expect(near).toHaveLength(2 + 60);
    const long = cut(`id\n${'y'.repeat(3 * LONGEST)}\n2\n`, [1500, 2500]);
    expect(long.slice(1)).toEqual([
      { line: 2, torn: 'length' },
      expect.objectContaining({ line: 3, values: ['2'] }),
    ]);
  });
});
