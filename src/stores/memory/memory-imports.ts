// Memory store: tables imported beside the traces, and memos.
import type { Dataset } from '../store.js';
import type { MemoryData } from './memory-data.js';

type Imports = Pick<
  Dataset,
  'putImportPart' | 'putImport' | 'imports' | 'importPart' | 'putMemo' | 'memoPiece'
>;

export function memoryImports(data: MemoryData): Imports {
  return {
    async putImportPart(id, part, facts) {
      const parts = data.importParts.get(id) ?? [];
      parts[part] = structuredClone(facts);
      data.importParts.set(id, parts);
    },
    async putImport(table) {
      data.importParts.get(table.id)?.splice(table.parts);
      data.imports.set(table.id, table);
    },
    async imports() {
      return [...data.imports.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    importPart: async (id, part) => data.importParts.get(id)?.[part] ?? [],
    async putMemo(name, pieces) {
      data.memos.set(
        name,
        pieces.map((piece) => piece.slice()),
      );
    },
    memoPiece: async (name, piece) => data.memos.get(name)?.[piece] ?? null,
  };
}
