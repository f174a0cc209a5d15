// Elasticsearch store: tables imported beside the traces, as documents of the state index.
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import { packFacts, unpackFacts } from '../fact-parts.js';
import type { Dataset } from '../store.js';
import type { EsContext } from './context.js';

type Imports = Pick<Dataset, 'putImportPart' | 'putImport' | 'imports' | 'importPart'>;

const tableId = (id: string): string => `import-${id}`;
const partId = (id: string, part: number): string => `import-part-${id}-${part}`;

/** Parts beyond a table's `parts` (of a longer version that was replaced) are never asked for. */
export function importsOf({ state, writePatienceMs }: EsContext): Imports {
  return {
    async putImportPart(id, part, facts) {
      const data = packFacts(facts).toString('base64');
      const content = { body: { import: id, part }, data };
      await state.write('import-part', partId(id, part), content, 'any', writePatienceMs);
    },
    async putImport(table) {
      await state.write('import', tableId(table.id), { body: table }, 'any', writePatienceMs);
    },
    async imports() {
      const tables = await state.list<ImportedTable>('import');
      return tables.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    async importPart(id, part) {
      const found = await state.read(partId(id, part));
      if (found === null || found.data === null) return [];
      return unpackFacts(Buffer.from(found.data, 'base64'));
    },
  };
}
