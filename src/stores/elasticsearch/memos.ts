// Elasticsearch store: memos, as documents of the state index.
import type { Dataset } from '../store.js';
import type { EsContext } from './context.js';

const idOf = (name: string, piece: number): string => `memo-${name}-${piece}`;

/** Pieces beyond the last of a shorter memo stay, and are asked for by nobody: the first says how many there are. */
export function memosOf({ state, writePatienceMs }: EsContext): Pick<Dataset, 'putMemo' | 'memoPiece'> {
  return {
    async putMemo(name, pieces) {
      // The first piece last: who reads it finds the others.
      for (const [piece, bytes] of [...pieces.entries()].toReversed()) {
        const content = { body: { memo: name, piece }, data: Buffer.from(bytes).toString('base64') };
        await state.write('memo', idOf(name, piece), content, 'any', writePatienceMs);
      }
    },
    async memoPiece(name, piece) {
      const found = await state.read(idOf(name, piece));
      return found === null || found.data === null ? null : Buffer.from(found.data, 'base64');
    },
  };
}
