// SQLite store: memos, what was made of the data and can be made anew.
import type { Dataset } from '../store.js';
import type { SqliteContext } from './context.js';

export function sqliteMemos(context: SqliteContext): Pick<Dataset, 'putMemo' | 'memoPiece'> {
  return {
    async putMemo(name, pieces) {
      await context.change((changes) =>
        changes.write(() => {
          changes.run('DELETE FROM memo WHERE name = ?', name);
          for (const [piece, data] of pieces.entries())
            changes.run('INSERT INTO memo (name, piece, data) VALUES (?, ?, ?)', name, piece, data);
        }),
      );
    },
    async memoPiece(name, piece) {
      const sql = 'SELECT data FROM memo WHERE name = ? AND piece = ?';
      return context.database.get<{ data: Uint8Array }>(sql, name, piece)?.data ?? null;
    },
  };
}
