// SQLite store: tables imported beside the traces.
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import { packFacts, unpackFacts } from '../fact-parts.js';
import type { Dataset } from '../store.js';
import type { SqliteContext } from './context.js';

type Imports = Pick<Dataset, 'putImportPart' | 'putImport' | 'imports' | 'importPart'>;

export function sqliteImports(context: SqliteContext): Imports {
  const { database } = context;
  return {
    async putImportPart(id, part, facts) {
      const packed = packFacts(facts);
      const sql = 'INSERT OR REPLACE INTO import_part (id, part, facts) VALUES (?, ?, ?)';
      await context.change((changes) => changes.run(sql, id, part, packed));
    },
    async putImport(table) {
      const sql = 'INSERT OR REPLACE INTO imported (id, imported) VALUES (?, ?)';
      await context.change((changes) =>
        changes.write(() => {
          changes.run('DELETE FROM import_part WHERE id = ? AND part >= ?', table.id, table.parts);
          changes.run(sql, table.id, JSON.stringify(table));
        }),
      );
    },
    async imports() {
      return database
        .all<{ imported: string }>('SELECT imported FROM imported ORDER BY id')
        .map(({ imported }) => JSON.parse(imported) as ImportedTable);
    },
    async importPart(id, part) {
      const sql = 'SELECT facts FROM import_part WHERE id = ? AND part = ?';
      const row = database.get<{ facts: Uint8Array }>(sql, id, part);
      return row === null ? [] : unpackFacts(row.facts);
    },
  };
}
